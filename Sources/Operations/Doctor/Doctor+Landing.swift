import Git
import Model
import Trust

extension Doctor {
  /// How this clone stands to the remote on whose branches packets land, by what it was last seen
  /// to have; and whether a policy of its own comes too late for any.
  mutating func lookAtLanding() async throws {
    guard let governed else { return }
    let judge = Judge(governed)
    for remote in try judge.remotesOfBranches() {
      let timing = PolicyTiming(governed: governed, judge: judge, remote: remote)
      guard let problem = try timing.problem() else { continue }
      add(
        .policy, .lacking, problem.sentence,
        .run("git o8 sync \(ShellWord.quoted(remote))", "sets it aside, to be signed again"))
    }
    guard let remote = try judge.landRemote() else { return }
    do { try await location.refuseSeveralPlaces(of: remote) } catch let problem as Problem {
      add(.remotes, .lacking, problem.message, problem.hint.map(Remedy.words))
    }
    for reference in try repository.references(under: "refs/heads/") {
      // What an owner took away from a branch is told where the branches are.
      guard try judge.protects(reference.name.short),
        try judge.rewindNotFollowed(on: reference.name, at: reference.target) == nil
      else { continue }
      do { _ = try LandingGround(of: reference.name, judge, then: "git o8 doctor") } catch {
        let problem = Problem(error)
        add(.branches, .lacking, problem.message, problem.hint.map(Remedy.words))
      }
    }
  }
}
