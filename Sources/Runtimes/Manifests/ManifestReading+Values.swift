internal import Model

extension ManifestReading {
  /// Only what nobody would call his work is removed for being a program's own.
  func leaves() throws(ManifestFault) -> [String] {
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

  func exits() throws(ManifestFault) -> [Int: Failure] {
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
  func database() throws(ManifestFault) -> DatabaseShelf? {
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

  func variables(_ key: String) throws(ManifestFault) -> [String] {
    for name in list(key) where !VariableName.isValid(name) {
      throw fault(at: key, "\(SafeText.singleLine(name, limit: 40)) is no variable's name")
    }
    return list(key)
  }

  func environment() throws(ManifestFault) -> [String: String] {
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

  func paths(_ key: String) throws(ManifestFault) -> [String] {
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
}
