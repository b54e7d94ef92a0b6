import Fixtures
import Git
import Model
import Store
import Support
import Testing

/// One approved packet, one piece of work that nobody judged, and every way to push main that is
/// not the landing of the packet. Nothing has to be set up anew: nothing is let in.
@Suite struct PushedMoves {
  @Test func onlyTheApprovedResultMovesTheBranch() async throws {
    try await ServerScene.with { scene in
      let base = try scene.heldMain()
      let good = try await scene.fixture.approved("good", ["b.txt": "b\n"])
      let evil = try await scene.fixture.hand("evil", ["c.txt": "c\n"])
      let all = ServerScene.everything
      func main(_ commit: ObjectID) -> String { "\(commit):refs/heads/main" }

      // 1–5: a fast-forward, a merge, a commit; with evidence of others along or without.
      let nothing = "no verdict covers"
      let merged = try await scene.merge(evil)
      for commit in [evil.head, merged] {
        try await scene.expectRefused([main(commit)], saying: nothing)
        try await scene.expectRefused([main(commit), all], saying: "main may not move")
      }
      // Two commits on one another, and both at once with the approved one.
      let honest = try await scene.merge(good)
      let above = try await scene.commit("\(honest)^{tree}", parents: [honest], "above")
      try await scene.expectRefused([main(above), all], saying: "main may not move")
      let double = try await scene.merge(evil, onto: honest)
      try await scene.expectRefused([main(double), all], saying: "main may not move")
      // 10, 20: another commit or another tree than the approved.
      let amended = try await scene.commit("\(good.head)^{tree}", parents: [base], "amended")
      let withAmended = try await scene.commit("\(honest)^{tree}", parents: [base, amended])
      try await scene.expectRefused([main(withAmended), all], saying: "main may not move")
      let otherTree = try await scene.commit("\(merged)^{tree}", parents: [base, good.head])
      try await scene.expectRefused([main(otherTree), all], saying: "the result is tree")
      let squash = try await scene.commit("\(honest)^{tree}", parents: [base])
      try await scene.expectRefused([main(squash), all], saying: "main may not move")
      // 53: the branch's value is not where the branch goes on.
      let root = try await scene.commit("\(base)^{tree}", parents: [])
      let foxtrot = try await scene.commit("\(honest)^{tree}", parents: [root, base])
      try await scene.expectRefused([main(foxtrot), all], saying: "first-parent chain")
      let octopus = try await scene.commit(
        "\(honest)^{tree}", parents: [base, good.head, evil.head])
      try await scene.expectRefused([main(octopus), all], saying: "main may not move")
      // 26, 51: back, away, anew.
      try await scene.expectRefused([main(root), all], saying: "first-parent chain")
      try await scene.expectRefused([":refs/heads/main"], saying: "may not be deleted")
      try await scene.expectRefused([":refs/heads/main", all], saying: "may not be deleted")
      // 24: what is no commit.
      try await scene.repository.git("tag", "-a", "-m", "x", "note", honest.hex)
      try await scene.expectRefused(["note:refs/heads/main", all], saying: "is no commit")
      // 23: main to a file system that ignores case.
      try await scene.expectRefused(["\(evil.head):refs/heads/MAIN"], saying: "MAIN")
      try await scene.expectRefused(["\(evil.head):refs/Heads/main"], saying: "refs/Heads/main")
      // 28: half of it.
      try await scene.expectRefused([main(evil.head), all], saying: nothing, atomic: false)

      try await scene.expectTaken([main(honest), all])
      #expect(try scene.heldMain() == honest)
      try await scene.expectRefused([main(base), all], saying: "first-parent chain")
    }
  }

  @Test func aBranchThatIsAnothersNameIsNoWayRound() async throws {
    try await ServerScene.with { scene in
      let evil = try await scene.fixture.hand("evil", ["c.txt": "c\n"])
      try await scene.server.require(
        "git", ["symbolic-ref", "refs/heads/alias", "refs/heads/main"])
      try await scene.server.require("git", ["symbolic-ref", "refs/heads/far", "refs/heads/alias"])
      try await scene.server.require("git", ["symbolic-ref", "refs/x", "refs/o8/ledger"])
      for name in ["refs/heads/alias", "refs/heads/far", "refs/x"] {
        try await scene.expectRefused(["\(evil.head):\(name)"], saying: "another name of refs/")
      }
      // 7: somebody at the server made main another name of a branch that is free.
      try await scene.expectTaken(["\(evil.head):refs/heads/free"])
      try await scene.server.require("git", ["symbolic-ref", "refs/heads/main", "refs/heads/free"])
      let more = try await scene.merge(evil)
      try await scene.expectRefused(
        ["\(more):refs/heads/main"], saying: "another name of refs/heads/free")
    }
  }

  @Test func twoLandingsFromOneBaseDoNotBothPass() async throws {
    try await ServerScene.with { scene in
      let one = try await scene.fixture.approved("one", ["b.txt": "b\n"])
      let other = try await scene.fixture.approved("other", ["b.txt": "c\n"])
      let first = try await scene.merge(one)
      let second = try await scene.merge(other)
      try await scene.expectTaken(["\(first):refs/heads/main", ServerScene.everything])
      try await scene.expectRefused(
        ["\(second):refs/heads/main", ServerScene.everything], saying: "first-parent chain")
      // 11, 59: the same file on the new base was judged by nobody.
      let tree = "\(second)^{tree}"
      let carried = try await scene.commit(tree, parents: [first, other.head])
      try await scene.expectRefused(["\(carried):refs/heads/main"], saying: "do not carry")
    }
  }

  @Test func ownersMayForceWhatNothingCovers() async throws {
    try await ServerScene.with { scene in
      let base = try scene.heldMain()
      let evil = try await scene.fixture.hand("evil", ["c.txt": "c\n"])
      let merged = try await scene.merge(evil)
      try await scene.force(from: base, to: merged, rewind: false)
      try await scene.expectTaken(["\(merged):refs/heads/main", ServerScene.everything])
      for (spec, command) in [
        ("+\(base):refs/heads/main", "git o8 force main \(base.short) --rewind --reason TEXT"),
        (":refs/heads/main", "git o8 force main --delete --reason TEXT"),
      ] {
        try await scene.expectRefused([spec], saying: command)
      }
      try await scene.repository.git("reset", "-q", "--hard", merged.hex)
      try await scene.force(from: merged, to: base, rewind: true)
      try await scene.expectTaken(["\(base):refs/heads/main", ServerScene.everything])
      #expect(try scene.heldMain() == base)
      // 58: what was forced, or approved, before the rewind is spent.
      try await scene.expectRefused(["\(merged):refs/heads/main"], saying: "before a rewind")
    }
  }
}
