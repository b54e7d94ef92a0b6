public import Git
public import Model

extension Store {
  /// Moves a reference of ours as `Repository.move` does. What stands where its name needs a
  /// directory, or in a directory of its name, is moved into quarantine first: nobody but a worker
  /// or a mistake makes such.
  public func place(
    _ name: ReferenceName, from old: ObjectID?, to new: ObjectID?
  ) throws(GitError) {
    do throws(GitError) {
      try repository.move(name, from: old, to: new)
    } catch {
      guard error.code == .conflict, old == nil, try !makeWay(for: name).isEmpty else {
        throw error
      }
      try repository.move(name, from: old, to: new)
    }
  }

  /// Moves into quarantine what keeps a reference called `name` from being made, and returns
  /// what that was.
  @discardableResult
  public func makeWay(for name: ReferenceName) throws(GitError) -> [ReferenceName] {
    var found = try repository.references(under: name.text + "/")
    var words = name.text.split(separator: "/").dropLast()
    while words.count > 1 {
      if let parent = ReferenceName(words.joined(separator: "/")),
        let target = try repository.target(of: parent)
      {
        found.append(Reference(name: parent, target: target))
      }
      words.removeLast()
    }
    for reference in found { try setAside(reference) }
    return found.map(\.name)
  }

  private func setAside(_ reference: Reference) throws(GitError) {
    guard !reference.isSymbolic else {
      throw GitError(
        .conflict, "move aside", on: reference.name.text,
        "it is symbolic; `git symbolic-ref --delete \(reference.name)` removes it")
    }
    let aside = Layout.quarantine(obstacle: reference.name, reference.target)
    // It may itself stand where the quarantine has to be.
    let isAbove = aside.text.hasPrefix(reference.name.text + "/")
    if isAbove { try repository.move(reference.name, from: reference.target, to: nil) }
    if try repository.target(of: aside) == nil {
      try repository.move(aside, from: nil, to: reference.target)
    }
    if !isAbove { try repository.move(reference.name, from: reference.target, to: nil) }
    // A directory of logs is in the way of a log.
    repository.removeLog(of: reference.name)
  }
}
