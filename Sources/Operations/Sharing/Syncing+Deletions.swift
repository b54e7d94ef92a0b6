import Git
import Model
import Store
import Trust

/// A branch that owners have deleted, that is not here any more, and that the remote still has.
struct DeletedThere {
  let branch: ReferenceName
  let deletion: BranchDeletion
  /// What the remote was seen to hold.
  let value: ObjectID
  let remote: String

  /// What a person has to do.
  var need: SyncReport.Need {
    let (there, name) = (ShellWord.quoted(remote), ShellWord.quoted(branch.short))
    var text = deletion.sentence(on: branch) + ", and \(remote) still has it"
    guard value != deletion.old else {
      return SyncReport.Need(text: text, commands: ["git push \(there) :\(name)"])
    }
    // Their word is about the one value.
    text += " at \(value.short)"
    let refspec = ShellWord.quoted("\(deletion.old):\(branch)")
    return SyncReport.Need(
      text: text, commands: ["git push \(there) \(refspec)", "git push \(there) :\(name)"])
  }
}

extension Syncing {
  /// Owners take away at the remote what owners have deleted; who else meets it is told.
  func deletions() throws -> [ReferenceMove] {
    guard actor.principal?.roles.contains(.owner) ?? false else { return [] }
    return try deletedThere().filter { $0.value == $0.deletion.old }
      .map { ReferenceMove($0.branch, from: $0.value, to: nil) }
  }

  func deletedThere() throws -> [DeletedThere] {
    try branchesThere.sorted().compactMap { branch in
      guard try judge.protects(branch.short), try repository.target(of: branch) == nil,
        let deletion = try judge.deletion(of: branch),
        let tracking = Layout.tracked(remote.name, branch),
        let value = try repository.target(of: tracking)
      else { return nil }
      return DeletedThere(
        branch: branch, deletion: deletion, value: value, remote: remote.name)
    }
  }
}
