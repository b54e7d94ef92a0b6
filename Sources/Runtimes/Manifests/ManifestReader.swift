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
struct ManifestReading {
  let file: String
  var values: [String: (line: Int, words: [String])] = [:]
  private var number = 0

  init(file: String) { self.file = file }

  private static let failures = Dictionary(
    uniqueKeysWithValues: Failure.allCases.map { ($0, "failure.\($0.rawValue)") })
  static let exits = Dictionary(
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

  func fault(at key: String, _ reason: String) -> ManifestFault {
    ManifestFault(file: file, line: values[key]?.line, key: key, reason: reason)
  }

  func list(_ key: String) -> [String] { values[key]?.words ?? [] }

  func single(_ key: String) throws(ManifestFault) -> String? {
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
}
