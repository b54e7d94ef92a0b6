internal import Model

extension RuntimeManifest {
  /// A page or two.
  public static let bytesMost = 64 << 10
  private static let linesMost = 500

  /// What a manifest's file says; nil where it cannot be read, or is no UTF-8.
  public static func text(at path: String) -> String? {
    // One byte more than it may have: too long is another fault than unreadable.
    UserFile.read(path, limit: bytesMost + 1).flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// Reads the text of a manifest: lines of `key = words`. A line that begins with `#` is a remark.
  ///
  /// - `file`: what it is called where something is wrong in it.
  public init(reading text: String, file: String) throws(ManifestFault) {
    guard text.utf8.count <= Self.bytesMost else {
      throw ManifestFault(file: file, line: nil, key: nil, reason: "it is larger than 64 KiB")
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count <= Self.linesMost else {
      throw ManifestFault(file: file, line: nil, key: nil, reason: "it has more than 500 lines")
    }
    var reading = ManifestReading(file: file)
    for (index, line) in lines.enumerated() { try reading.take(line, number: index + 1) }
    self = try reading.manifest()
  }
}

/// A manifest as far as it has been read.
private struct ManifestReading {
  let file: String
  private var values: [String: (line: Int, words: [String])] = [:]
  private var number = 0

  init(file: String) { self.file = file }

  private static let failures = Dictionary(
    uniqueKeysWithValues: Failure.allCases.map { ($0, "failure.\($0.rawValue)") })
  private static let exits = Dictionary(
    uniqueKeysWithValues: Failure.allCases.map { ($0, "exit.\($0.rawValue)") })

  /// Keys whose lines add up.
  private static let lists = Set([
    "attach", "database", "environment", "launch", "leaves", "login.files", "login.variables",
    "needs", "owns", "pass", "reads", "resume", "review", "terminal", "transcripts", "writes",
  ]).union(failures.values).union(exits.values)
  private static let singles: Set<String> = [
    "help", "login.command", "model.heavy", "model.light", "model.standard", "name", "parser",
    "program", "prompt", "session", "transcriptParser",
  ]
  static var keys: [String] { lists.union(singles).sorted() }

  private static let wordsMost = 200

  mutating func take(_ line: Substring, number: Int) throws(ManifestFault) {
    self.number = number
    let text = line.trimmed
    guard !text.isEmpty, !text.hasPrefix("#") else { return }
    guard let sign = text.firstIndex(of: "=") else {
      throw fault(nil, "a line is KEY = VALUE, or a remark that begins with #")
    }
    let key = text[..<sign].trimmed
    guard Self.lists.contains(key) || Self.singles.contains(key) else {
      throw fault(
        SafeText.singleLine(key, limit: 40),
        "there is no such key; there are: \(Self.keys.joined(separator: ", "))")
    }
    let words = try words(in: text[text.index(after: sign)...], of: key)
    guard let earlier = values[key] else {
      values[key] = (number, words)
      return
    }
    guard Self.lists.contains(key) else { throw fault(key, "line \(earlier.line) has it already") }
    guard earlier.words.count + words.count <= Self.wordsMost else {
      throw fault(key, "there are more than \(Self.wordsMost) words")
    }
    values[key] = (earlier.line, earlier.words + words)
  }

  /// Words stand between blanks; double quotes hold blanks together, and a backslash in them takes
  /// what follows as it is.
  private func words(in text: Substring, of key: String) throws(ManifestFault) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    var characters = text.makeIterator()
    while let character = characters.next() {
      if character == "\"" {
        isQuoted.toggle()
        word = word ?? ""
      } else if isQuoted, character == "\\" {
        guard let next = characters.next() else { break }
        word?.append(next)
      } else if character.isWhitespace, !isQuoted {
        if let complete = word { words.append(complete) }
        word = nil
      } else {
        guard !character.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
          throw fault(key, "there is a control character")
        }
        word = (word ?? "") + String(character)
      }
    }
    guard !isQuoted else { throw fault(key, "a quote is not closed") }
    if let word { words.append(word) }
    return words
  }

  private func fault(_ key: String?, _ reason: String) -> ManifestFault {
    ManifestFault(file: file, line: number, key: key, reason: reason)
  }

  private func fault(at key: String, _ reason: String) -> ManifestFault {
    ManifestFault(file: file, line: values[key]?.line, key: key, reason: reason)
  }

  private func list(_ key: String) -> [String] { values[key]?.words ?? [] }

  private func single(_ key: String) throws(ManifestFault) -> String? {
    guard let words = values[key]?.words else { return nil }
    guard words.count == 1, !words[0].isEmpty else { throw fault(at: key, "it is one word") }
    return words[0]
  }

  private func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ key: String, _ standard: Choice
  ) throws(ManifestFault) -> Choice {
    guard let text = try single(key) else { return standard }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault(at: key, "\(SafeText.singleLine(text, limit: 40)) is none of \(known)")
    }
    return choice
  }
}

extension ManifestReading {
  func manifest() throws(ManifestFault) -> RuntimeManifest {
    guard let text = try single("name") else { throw fault(at: "name", "it is missing") }
    guard let name = RuntimeName(text) else {
      throw fault(at: "name", "it is small letters, digits and dashes, 40 at most")
    }
    var manifest = RuntimeManifest(name: name, program: try single("program") ?? name.text)
    let program = manifest.program
    guard !program.contains("/") || program.hasPrefix("/") else {
      throw fault(at: "program", "it is a name to be found on PATH, or an absolute path")
    }
    guard !list("launch").isEmpty else { throw fault(at: "launch", "it is missing") }
    manifest.launch = list("launch")
    manifest.resume = values["resume"]?.words
    manifest.review = values["review"]?.words
    manifest.attach = values["attach"]?.words
    manifest.terminal = values["terminal"]?.words
    manifest.prompt = try choice("prompt", RuntimeManifest.PromptPlace.argument)
    manifest.session = try choice("session", RuntimeManifest.SessionNaming.none)
    manifest.parser = try choice("parser", ParserProfile.plain)
    if values["transcriptParser"] != nil {
      manifest.transcriptParser = try choice("transcriptParser", ParserProfile.plain)
    }
    manifest.needs = list("needs")
    for (failure, key) in Self.failures.sorted(by: { $0.value < $1.value })
    where values[key] != nil {
      for text in list(key) where FailurePattern(failure, text) == nil {
        throw fault(
          at: key, "a pattern is something to look for, \(FailurePattern.lengthLimit) bytes at most"
        )
      }
      manifest.failures[failure] = list(key)
    }
    manifest.exits = try exits()
    manifest.leaves = try leaves()
    manifest.loginCommand = values["login.command"]?.words.joined(separator: " ")
    manifest.help = values["help"]?.words ?? manifest.help
    for tier in Tier.allCases { manifest.models[tier] = try single("model.\(tier.rawValue)") }
    manifest.loginVariables = try variables("login.variables")
    manifest.pass = try variables("pass")
    manifest.environment = try environment()
    manifest.reads = try paths("reads")
    manifest.writes = try paths("writes")
    manifest.owns = try paths("owns")
    manifest.loginFiles = try paths("login.files")
    manifest.transcripts = try paths("transcripts")
    for path in manifest.transcripts where TranscriptPattern("/" + path) == nil {
      throw fault(at: "transcripts", "{session} stands once in each path")
    }
    manifest.database = try database()
    try check(manifest)
    return manifest
  }

  /// Only what nobody would call his work is removed for being a program's own.
  private func leaves() throws(ManifestFault) -> [String] {
    for name in list("leaves") {
      let isPlain = name.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || "0123456789._-".unicodeScalars.contains(scalar))
      }
      guard isPlain, name.hasPrefix("."), name.count > 2, !name.hasPrefix(".git") else {
        throw fault(
          at: "leaves", "\(SafeText.singleLine(name, limit: 40)) is no name that begins with a dot")
      }
    }
    return list("leaves")
  }

  private func exits() throws(ManifestFault) -> [Int: Failure] {
    var meanings: [Int: Failure] = [:]
    for (failure, key) in Self.exits.sorted(by: { $0.value < $1.value }) {
      for word in list(key) {
        guard let status = Int(word), (1...255).contains(status), meanings[status] == nil else {
          throw fault(
            at: key, "\(SafeText.singleLine(word, limit: 40)) is no status from 1 to 255, or twice")
        }
        meanings[status] = failure
      }
    }
    return meanings
  }

  /// Whose form it has, and where it is.
  private func database() throws(ManifestFault) -> DatabaseShelf? {
    let words = list("database")
    guard let first = words.first else { return nil }
    let known = DatabaseShelf.Form.allCases.map(\.rawValue).joined(separator: ", ")
    guard words.count == 2, let form = DatabaseShelf.Form(rawValue: first) else {
      throw fault(at: "database", "it is one of \(known), and a path")
    }
    guard Self.isPath(words[1]) else { throw noPath(words[1], "database") }
    guard values["transcripts"] == nil, values["transcriptParser"] == nil else {
      throw fault(at: "database", "conversations are in files or in a database")
    }
    return DatabaseShelf(form: form, path: words[1])
  }

  private func variables(_ key: String) throws(ManifestFault) -> [String] {
    for name in list(key) where !VariableName.isValid(name) {
      throw fault(at: key, "\(SafeText.singleLine(name, limit: 40)) is no variable's name")
    }
    return list(key)
  }

  private func environment() throws(ManifestFault) -> [String: String] {
    var values: [String: String] = [:]
    for word in list("environment") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, VariableName.isValid(parts[0]) else {
        throw fault(at: "environment", "\(SafeText.singleLine(word, limit: 40)) is no NAME=VALUE")
      }
      values[String(parts[0])] = String(parts[1])
    }
    return values
  }

  private func paths(_ key: String) throws(ManifestFault) -> [String] {
    for path in list(key) where !Self.isPath(path) { throw noPath(path, key) }
    return list(key)
  }

  private static func isPath(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    return (path.hasPrefix("~/") || path.hasPrefix("/")) && !parts.contains("..") && parts.count > 1
  }

  private func noPath(_ path: String, _ key: String) -> ManifestFault {
    fault(at: key, "\(SafeText.singleLine(path, limit: 80)) is neither ~/PATH nor an absolute one")
  }

  /// People say for themselves what they want: only the conversation and its place are known.
  private func checkAttaching(_ manifest: RuntimeManifest) throws(ManifestFault) {
    guard let words = manifest.attach else { return }
    let places = words.flatMap(ManifestPlace.names)
    let known: [ManifestPlace] = [.session, .directory]
    for place in places where !known.map(\.rawValue).contains(place) {
      throw fault(at: "attach", "{\(place)} is neither {session} nor {directory}")
    }
    guard manifest.session != .none, places.contains(ManifestPlace.session.rawValue) else {
      throw fault(at: "attach", "it names the conversation: put {session}, and say session =")
    }
  }

  /// At a terminal nothing can be told the program but by its words.
  private func checkTerminal(_ manifest: RuntimeManifest) throws(ManifestFault) {
    guard let words = manifest.terminal else { return }
    let places = words.flatMap(ManifestPlace.names)
    for place in places where ManifestPlace(rawValue: place) == nil {
      throw fault(at: "terminal", "{\(place)} is none of \(ManifestPlace.list)")
    }
    guard places.contains("prompt") || places.contains("promptFile") else {
      throw fault(at: "terminal", "the prompt is nowhere: put {prompt} or {promptFile}")
    }
    guard !places.contains("session") || manifest.session == .chosen else {
      throw fault(
        at: "terminal", "no session is chosen: take {session} out, or say session = chosen")
    }
  }

  private func check(_ manifest: RuntimeManifest) throws(ManifestFault) {
    let calls = [
      ("launch", manifest.launch), ("resume", manifest.resume), ("review", manifest.review),
    ]
    for case (let key, let words?) in calls {
      for word in words {
        for place in ManifestPlace.names(in: word) where ManifestPlace(rawValue: place) == nil {
          throw fault(at: key, "{\(place)} is none of \(ManifestPlace.list)")
        }
      }
      let whole = words.joined(separator: " ")
      guard manifest.prompt == .input || whole.contains(manifest.prompt.word) else {
        throw fault(
          at: key, "the prompt is nowhere: put \(manifest.prompt.word), or say prompt = input")
      }
    }
    try checkAttaching(manifest)
    try checkTerminal(manifest)
    let names = manifest.launch.contains { $0.contains("{session}") }
    guard names == (manifest.session == .chosen) else {
      throw fault(at: "session", "it is chosen exactly where the launch has {session}")
    }
    if let resume = manifest.resume, manifest.session == .none {
      guard !resume.contains(where: { $0.contains("{session}") }) else {
        throw fault(at: "resume", "no session is named: say session = told, or chosen")
      }
    }
  }
}
