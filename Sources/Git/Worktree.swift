public import Model

/// One work tree of a repository, as git lists it.
public struct Worktree: Sendable, Hashable {
  public let path: String
  /// Nil in a bare repository and before the first commit.
  public let head: ObjectID?
  /// Nil when HEAD is detached.
  public let branch: ReferenceName?
  public let isBare: Bool
  /// The reason of a lock, empty when none was given; nil when it is not locked.
  public let locked: String?
  /// Why `git worktree prune` would forget it; nil while it is there.
  public let prunable: String?
}

extension Worktree {
  /// What `git worktree list --porcelain -z` wrote: attributes, and an empty field after each.
  static func list(_ output: ProgramOutput) -> [Worktree] {
    var found: [Worktree] = []
    var attributes: [String: String] = [:]
    for field in output.fields {
      guard !field.isEmpty else {
        if let worktree = Worktree(attributes) { found.append(worktree) }
        attributes = [:]
        continue
      }
      let text = String(decoding: field, as: UTF8.self)
      let name = text.prefix { $0 != " " }
      attributes[String(name)] = String(text.dropFirst(name.count + 1))
    }
    return found
  }

  private init?(_ attributes: [String: String]) {
    guard let path = attributes["worktree"] else { return nil }
    self.path = path
    let unborn = String(repeating: "0", count: ObjectID.hexCount)
    head = attributes["HEAD"].flatMap { $0 == unborn ? nil : ObjectID($0) }
    branch = attributes["branch"].flatMap { ReferenceName($0) }
    isBare = attributes["bare"] != nil
    locked = attributes["locked"]
    prunable = attributes["prunable"]
  }
}
