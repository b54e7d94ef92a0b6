/// What is put in the place of a name in braces in a word of a manifest.
enum ManifestPlace: String, CaseIterable, Hashable, Sendable {
  case prompt, promptFile, model, session, directory

  static var list: String { allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ") }

  /// The names in braces that a word holds; braces around anything else, such as JSON, are none.
  static func names(in word: String) -> [String] {
    var names: [String] = []
    var rest = word[...]
    while let open = rest.firstIndex(of: "{") {
      rest = rest[rest.index(after: open)...]
      let name = rest.prefix { $0.isASCII && $0.isLetter }
      if !name.isEmpty, rest[name.endIndex...].first == "}" { names.append(String(name)) }
    }
    return names
  }

  /// The words with everything in its place, in one pass: what looks like a place in a prompt stays
  /// as it is. A word whose value is missing is left out, with the option before it.
  static func filled(_ words: [String], with values: [ManifestPlace: String]) -> [String] {
    var result: [String] = []
    for word in words {
      let places = names(in: word).compactMap(ManifestPlace.init)
      guard places.allSatisfy({ values[$0] != nil }) else {
        // An option that stands before it alone: `--model {model}`.
        if let last = result.last, last.hasPrefix("-"), !last.contains("="), word.hasPrefix("{") {
          result.removeLast()
        }
        continue
      }
      result.append(filled(word, with: values))
    }
    return result
  }

  private static func filled(_ word: String, with values: [ManifestPlace: String]) -> String {
    var text = ""
    var rest = word[...]
    while let open = rest.firstIndex(of: "{") {
      text += rest[..<open]
      let inner = rest[rest.index(after: open)...]
      let name = inner.prefix { $0.isASCII && $0.isLetter }
      if inner[name.endIndex...].first == "}", let place = ManifestPlace(rawValue: String(name)) {
        text += values[place] ?? ""
        rest = inner[inner.index(after: name.endIndex)...]
      } else {
        text += "{"
        rest = inner
      }
    }
    return text + rest
  }
}

extension RuntimeManifest.PromptPlace {
  /// The word that a launch has to hold.
  var word: String {
    switch self {
    case .argument: "{prompt}"
    case .input: ""
    case .file: "{promptFile}"
    }
  }
}
