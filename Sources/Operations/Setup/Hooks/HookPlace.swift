import Model

/// Where o8's hooks stand, and what they hand on to.
enum HookPlace: Hashable, Sendable {
  /// In the repository's own `hooks` folder, beside the user's, which are kept under another
  /// name.
  case shared(directory: String)
  /// In a folder of o8's own, since git has been led to one that is not ours to write: tracked,
  /// of another tool, or of all the user's repositories. `before` is what it was led to, as
  /// git takes it: relative to where hooks run.
  case own(directory: String, before: String)

  static let ownName = "o8-hooks"

  /// `hooksPath` is what `core.hooksPath` says without o8, nil where it says nothing;
  /// `isPlain` tells that the `hooks` folder is one, or absent, and no link to another.
  static func choose(
    commonDirectory: String, hooksPath: String?, isPlain: Bool
  ) -> HookPlace {
    let usual = commonDirectory + "/hooks"
    let own = commonDirectory + "/" + ownName
    if let hooksPath, hooksPath != usual { return .own(directory: own, before: hooksPath) }
    return isPlain ? .shared(directory: usual) : .own(directory: own, before: usual)
  }

  var directory: String {
    switch self {
    case .shared(let directory), .own(let directory, _): directory
    }
  }

  /// The folder of the hooks that are handed on to, as a word of `sh`.
  var userDirectory: String {
    switch self {
    // Found from the script itself, so that a repository may be moved.
    case .shared: "\"${0%/*}\"/" + SharedHooks.viewName
    case .own(_, let before): ShellWord.alwaysQuoted(before)
    }
  }
}

/// What `core.hooksPath` is set to, and by whom.
struct HooksPath: Hashable, Sendable {
  /// What it says without o8.
  var before: String?
  /// Where the value comes from that wins over o8's; nil when o8's wins, or none is there.
  var winner: String?
  /// Whether o8's own value is there.
  var isOurs: Bool

  /// From the origins and values in the order in which git reads them: the last one wins.
  init(values: [(origin: String, value: String)]) {
    let isOurs: (String) -> Bool = { $0.hasSuffix("/" + ConfigBlock.hooksFile) }
    before = values.last { !isOurs($0.origin) }?.value
    self.isOurs = values.contains { isOurs($0.origin) }
    winner = values.last.flatMap { isOurs($0.origin) ? nil : $0.origin }
  }
}
