import Model
import Store

/// One reference that a push would move, as git says it to `pre-receive`.
struct PushedReference: Hashable, Sendable {
  let name: ReferenceName
  /// What the push was made for; nil where nothing was there.
  let old: ObjectID?
  /// Nil where it is deleted.
  let new: ObjectID?

  /// What clones share under this name; nil for what is not o8's.
  var shared: SharedName? { SharedName(name) }
}

/// The names that a push would move, as far as a name alone tells what may not be.
struct PushedNames {
  private(set) var references: [PushedReference] = []
  private(set) var problems: [Problem] = []

  /// Namespaces that are what they are to a file system that ignores case, too.
  private static let heads = "refs/heads/"
  private static let replacements = "refs/replace/"
  private static let ofOneClone = ["refs/o8-local/", "refs/o8-remotes/"]

  init(_ lines: [TransactionLine]) {
    var seen: Set<String> = []
    for line in lines {
      guard let reference = PushedReference(line) else {
        problems.append(
          Self.refusal(line.name, "it is no name that every repository can hold"))
        continue
      }
      let folded = CaseFolding.fold(line.name)
      if !seen.insert(folded).inserted {
        problems.append(Self.refusal(line.name, "the push names it twice"))
      } else if let reason = Self.reason(against: reference, folded) {
        problems.append(Self.refusal(line.name, reason.text, hint: reason.hint))
      } else {
        references.append(reference)
      }
    }
  }

  private static func reason(
    against reference: PushedReference, _ folded: String
  ) -> (text: String, hint: String?)? {
    let text = reference.name.text
    if folded.hasPrefix(heads), !text.hasPrefix(heads) {
      return ("a file system that ignores case takes it for a branch", nil)
    }
    // What is there though it may not be can always go.
    guard reference.new != nil else { return nil }
    if folded == "refs/replace" || folded.hasPrefix(replacements) {
      return ("it would have git show other objects than there are", nil)
    }
    if ofOneClone.contains(where: folded.hasPrefix) {
      return ("it belongs to one clone", "push 'refs/o8/*:refs/o8/*', and nothing else of o8")
    }
    let component = folded.split(separator: "/").dropFirst().first ?? ""
    guard component == "o8" || component.hasPrefix("o8-"), reference.shared == nil else {
      return nil
    }
    return (
      "clones share nothing of this name",
      "if a newer git-o8 does, it has to be installed on the server first"
    )
  }

  private static func refusal(_ name: String, _ reason: String, hint: String? = nil) -> Problem {
    Problem(.refused, "\(name) may not be pushed: \(reason)", hint: hint)
  }
}

extension PushedReference {
  fileprivate init?(_ line: TransactionLine) {
    // Bytes that are no UTF-8 were replaced when the line was read.
    guard let name = ReferenceName(line.name), !line.name.unicodeScalars.contains("\u{fffd}")
    else { return nil }
    switch (line.old, line.new) {
    case (.symbolic, _), (_, .symbolic): return nil
    default: self.init(name: name, old: line.old.object, new: line.new.object)
    }
  }
}

extension TransactionLine.Value {
  fileprivate var object: ObjectID? {
    if case .object(let id) = self { id } else { nil }
  }
}

/// Branches that one file system holds and another takes for the same, or for a folder.
struct BranchCollisions {
  private var names: [String: [ReferenceName]] = [:]
  /// Folded names of the folders that hold branches, with a branch in each.
  private var folders: [String: ReferenceName] = [:]

  init(_ branches: [ReferenceName]) {
    for name in branches {
      let folded = CaseFolding.fold(name.text)
      names[folded, default: []].append(name)
      for folder in Self.folders(of: folded) where folders[folder] == nil {
        folders[folder] = name
      }
    }
  }

  /// A branch that cannot stand beside this one.
  func collision(with branch: ReferenceName) -> ReferenceName? {
    let folded = CaseFolding.fold(branch.text)
    if let twin = names[folded]?.first(where: { $0 != branch }) { return twin }
    if let below = folders[folded] { return below }
    return Self.folders(of: folded).lazy.compactMap { names[$0]?.first }.first
  }

  private static func folders(of name: String) -> [String] {
    name.indices.filter { name[$0] == "/" }.map { String(name[..<$0]) }
  }
}
