import Git
import Model
import Store
import Trust

/// Branches that owners have adopted and that this clone does not have: who began them anew would
/// have another history than the one that is judged.
struct MissingBranches {
  let governed: GovernedRepository
  /// Those that may be asked.
  let remotes: [String]

  /// A sentence on each, with the way to it.
  func notes() async throws -> [String] {
    let judge = Judge(governed)
    var notes: [String] = []
    for branch in try judge.governedBranches() where try judge.protects(branch.short) {
      let here = try governed.repository.target(of: branch)
      if let here, let deletion = try judge.deletion(of: branch) {
        let name = ShellWord.quoted(branch.short)
        notes.append(
          "\(deletion.sentence(on: branch)); git o8 force \(name) \(here.short) --reason TEXT "
            + "makes it again, by an owner")
        continue
      }
      guard let adopted = try judge.adoption(of: branch)?.body.commit,
        try judge.remoteValues(of: branch).isEmpty
      else { continue }
      if here != nil {
        guard try !judge.canRead(adopted) else { continue }
        notes.append(
          "\(branch.short) here is not the one that owners adopted at \(adopted.short), which "
            + "no remote here was seen to have: who has that shares it: "
            + "git push -u REMOTE \(ShellWord.quoted(branch.short))")
      } else if try judge.deletion(of: branch) == nil {
        notes += [try await note(on: branch, adoptedAt: adopted)].compactMap { $0 }
      }
    }
    return notes
  }

  /// Nil where no remote could be asked.
  private func note(
    on branch: ReferenceName, adoptedAt adopted: ObjectID
  ) async throws -> String? {
    let name = branch.short
    for remote in remotes {
      let there = try? await governed.location.branches(
        at: remote, timeoutSeconds: RemotePolicy.askSeconds)
      guard let there else { continue }
      let quoted = ShellWord.quoted(remote)
      if there.contains(branch) {
        let refspec = ShellWord.quoted("\(name):refs/remotes/\(remote)/\(name)")
        return "\(name) is protected and not fetched: git fetch \(quoted) \(refspec)"
      }
      return "\(name) was adopted at \(adopted.short), and neither this clone nor \(remote) has "
        + "it: who has it shares it: git push -u \(quoted) \(ShellWord.quoted(name)); another "
        + "\(name), begun here, would be a breach"
    }
    return nil
  }
}
