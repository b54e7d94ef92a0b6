import Git
import Model
import Store
import Trust

/// A remote whose policy begins with another commit than this clone's: another repository to o8,
/// whatever their branches have in common. Somebody has begun a policy twice, or the remote leads
/// elsewhere.
struct ForeignPolicy: Hashable {
  let remote: String
  /// The identities that the two have.
  let theirs: ObjectID
  let ours: ObjectID
  /// Whether protected branches of this clone are shared with the remote.
  let isFollowed: Bool

  /// Those of the remotes of which a fetch has brought such a policy.
  static func all(in governed: GovernedRepository) throws -> [ForeignPolicy] {
    let (repository, ours) = (governed.repository, governed.policies)
    let suffix = "/" + Layout.policy.text.dropFirst(Layout.shared.count)
    let known = Set(ours.steps.map(\.id))
    let unknown = try repository.references(under: Layout.remotes).filter {
      $0.name.text.hasSuffix(suffix) && !known.contains($0.target)
    }
    guard !unknown.isEmpty else { return [] }
    let followed = try Set(Judge(governed).upstreamRemotes())
    return try unknown.compactMap { reference in
      let remote = String(
        reference.name.text.dropFirst(Layout.remotes.count).dropLast(suffix.count))
      guard try repository.config("remote.\(remote).url") != nil,
        // What is no policy at all is for `sync` to set apart.
        let theirs = (try? PolicyChain(at: reference.target, in: repository))?.repo,
        theirs != ours.repo
      else { return nil }
      return ForeignPolicy(
        remote: remote, theirs: theirs, ours: ours.repo,
        isFollowed: followed.isEmpty || followed.contains(remote))
    }
  }

  var text: String {
    "\(SafeText.singleLine(remote, limit: 100)) is another repository: its policy begins with "
      + "\(theirs.short), and this clone's with \(ours.short), so that neither believes what the "
      + "other has"
  }

  /// Which of the two counts is for a person to say.
  var wayOut: String {
    let name = ShellWord.quoted(remote)
    return "to have \(SafeText.singleLine(remote, limit: 100))'s, give this clone's policy, "
      + "packets and ledger up: git o8 uninstall --refs && git o8 init; if it leads to the wrong "
      + "place: git remote set-url \(name) URL"
  }

  /// Both on one line.
  var sentence: String { "\(text); \(wayOut)" }

  var problem: Problem { Problem(.refused, text, hint: wayOut) }
}
