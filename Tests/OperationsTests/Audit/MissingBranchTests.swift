import Fixtures
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Suite("Protected branches that are not here")
struct MissingBranchTests {
  /// A packet has landed on main, and then an owner has deleted the branch.
  private func deleted(
    _ body: (OwnersScene, Handed, _ old: ObjectID) async throws -> Void
  ) async throws {
    try await OwnersScene.with { scene in
      let handed = try await scene.fixture.approved("work", ["b.txt": "b\n"])
      _ = try await scene.workspace().merge(handed.packet.hex)
      let old = try #require(try scene.value())
      try await scene.repository.git("switch", "-q", "-c", "elsewhere")
      _ = try await scene.workspace().force(
        ForceRequest(branch: "main", commit: nil, reason: "it is called trunk now"))
      #expect(try scene.value() == nil)
      try await body(scene, handed, old)
    }
  }

  @Test func oneThatOwnersHaveDeletedIsProvedUpToThere() async throws {
    try await deleted { scene, handed, old in
      for extent in [VerificationExtent.protected, .everything] {
        let found = try await scene.workspace().verification(of: extent)
        #expect(found.isProved, "\(found.problems)")
        let branch = try #require(found.branches.first)
        #expect(branch.tip == old && branch.count == 1)
        #expect(branch.deletion?.by == GovernedFixture.ann)
        #expect(branch.deletion?.reason == "it is called trunk now")
        // What was proved before the deletion says nothing of it; what is remembered since does.
        let again = try await scene.workspace().verification(of: extent, .remembering)
        #expect(again.isRemembered && again.isProved && !found.isRemembered)
        #expect(again.branches.first?.deletion == branch.deletion)
        #expect(again.branches.map(\.steps) == found.branches.map(\.steps))
        try await scene.repository.git(
          "-c", "core.hooksPath=/dev/null", "branch", "main", old.hex)
        #expect(
          try await !scene.workspace().verification(of: extent, .remembering).isRemembered)
        try await scene.repository.git(
          "-c", "core.hooksPath=/dev/null", "branch", "-q", "-D", "main")
      }
      let report = try await scene.workspace().report(on: handed.packet.hex)
      #expect(report.packet.state == .landed)
      #expect(report.notes.contains { $0.contains("main was deleted at \(old.short) by ann") })
    }
  }

  @Test func whoNeverHadItIsToldAndNobodyIsAccused() async throws {
    try await deleted { scene, _, old in
      let clone = try await scene.repository.clone(named: "fresh")
      try await clone.git("fetch", "-q", "origin", "refs/o8/*:refs/o8/*")
      // What it held came along with the other branch, and is lost with that.
      try await clone.git("switch", "-q", "--orphan", "empty")
      try await clone.git("branch", "-q", "-D", "elsewhere")
      for name in ["elsewhere", "work", "HEAD"] {
        try await clone.git("update-ref", "--no-deref", "-d", "refs/remotes/origin/\(name)")
      }
      try await clone.git("reflog", "expire", "--expire=now", "--all")
      try await clone.git("gc", "-q", "--prune=now")
      let workspace = try Workspace(
        in: clone.path, program: HookScene.program, environment: scene.fixture.environment,
        now: { GovernedFixture.now })
      let found = try await workspace.verification(of: .everything)
      #expect(found.problems == [] && found.isProved)
      #expect(
        found.warnings.contains {
          $0.contains("main was deleted at \(old.short) by ann")
            && $0.contains("what it held is not here")
        }, "\(found.warnings)")
      let again = try await workspace.verification(of: .everything, .remembering)
      #expect(again.isRemembered && again.isProved && again.warnings == found.warnings)
      // Once what it held is here there is something to show.
      try await clone.git("fetch", "-q", "origin", old.hex)
      let shown = try await workspace.verification(of: .everything, .remembering)
      #expect(!shown.isRemembered && shown.branches.first?.tip == old)
    }
  }

  @Test func aDeletionThatNoOwnerSignedExplainsNothing() async throws {
    try await OwnersScene.with { scene in
      let old = try #require(try scene.value())
      let epoch = try #require(
        try Judge(scene.fixture.governed()).epoch(of: OwnersScene.main, at: old))
      let eve = Stamp(PrincipalName("eve")!, at: GovernedFixture.now, keys: [scene.eve.key]) {
        [signer = scene.eve] text in [try await signer.sign(text).armored]
      }
      try await scene.fixture.enter(
        .forced(
          Forced(
            branch: OwnersScene.main, old: old, new: nil, rewind: false, reason: "mine now",
            epoch: epoch)), stamp: eve)
      try await scene.repository.git("switch", "-q", "-c", "elsewhere")
      try await scene.repository.git(
        "-c", "core.hooksPath=/dev/null", "branch", "-q", "-D", "main")
      let found = try await scene.workspace().verification(of: .everything)
      #expect(!found.isProved)
      #expect(found.problems.contains { $0.hasPrefix("main is not here") }, "\(found.problems)")
    }
  }

  @Test func aCloneOfOneBranchIsToldHowItGetsTheOther() async throws {
    try await SharedFixture.with { shared in
      let handed = try await shared.ann.approved("work", ["c.txt": "c\n"])
      let ann = try Workspace(
        in: shared.ann.repository.path, program: "/bin/true",
        environment: shared.ann.environment, now: { GovernedFixture.now })
      _ = try await ann.merge(handed.packet.hex)
      _ = try await ann.sync()
      try await shared.ann.repository.git("push", "-q", "origin", "main:refs/heads/topic")
      let clone = try await shared.bare.clone(
        named: "single", options: ["--single-branch", "-b", "topic"])
      try await clone.git("fetch", "-q", "origin", "refs/o8/*:refs/o8/*")
      let workspace = try Workspace(
        in: clone.path, program: "/bin/true", environment: shared.ann.environment,
        now: { GovernedFixture.now })
      let command = "git fetch origin main:refs/remotes/origin/main"
      let found = try await workspace.verification(of: .everything)
      #expect(!found.isProved)
      #expect(
        found.problems == [
          "main is not here, so nothing of it is proved: \(command) brings it"
        ])
      let report = try await workspace.report(on: handed.packet.hex)
      #expect(report.notes.contains { $0.contains("main is not here: \(command)") })
      #expect(!report.notes.contains { $0.contains("went another way") })
      #expect(report.unheld?.cause == .notHere && report.unheld?.command == command)
      let all = try workspace.packets(ListFilter(includesClosed: true))
      #expect(all.packets.map(\.state) == [report.packet.state])
      #expect(all.packets.first?.note == report.unheld?.sentence)
      let make = "git branch main origin/main"
      // git follows only what it fetches.
      let add = "git remote set-branches --add origin main"
      #expect(all.warnings == ["main is not here: \(command), then \(add), then \(make)"])
      #expect(workspace.nextCommand(for: report.packet) == command)
      let refused = await #expect(throws: Problem.self) {
        try await workspace.previewOfMerge(handed.packet.hex)
      }
      #expect(refused?.hint == command)
      let missing = try workspace.overview().missing
      #expect(missing.map(\.commands) == [[command, add, make]])
      let doctor = try await workspace.examination().findings
      #expect(doctor.first { $0.text == "main is not here" }?.weight == .lacking)
      for base in [nil, "main"] {
        let problem = await #expect(throws: Problem.self) {
          try await workspace.dispatch(
            WorkRequest(title: "more", base: base, command: ["true"]), .detached)
        }
        #expect(problem?.hint == "\(command), then: \(add), then: \(make)")
      }
      // What was printed is typed.
      try await clone.git("fetch", "-q", "origin", "main:refs/remotes/origin/main")
      #expect(try await workspace.verification(of: .everything).isProved)
      #expect(
        try workspace.packets(ListFilter(includesClosed: true)).packets.map(\.state) == [.landed])
      #expect(try workspace.overview().missing.map(\.commands) == [[add, make]])
      #expect(
        try await workspace.examination().findings.allSatisfy { $0.text != "main is not here" })
      try await clone.program.require("sh", ["-c", add])
      try await clone.program.require("sh", ["-c", make])
      #expect(try workspace.overview().missing == [])
      #expect(try await clone.git("rev-parse", "--abbrev-ref", "main@{upstream}") == "origin/main")
    }
  }

  @Test func oneThatNobodyHasPushedIsAskedForAgainAndNotMadeAnew() async throws {
    try await SharedFixture.with { shared in
      try await shared.ann.repository.git("push", "-q", "origin", "main:refs/heads/topic")
      try await shared.bare.git("symbolic-ref", "HEAD", "refs/heads/topic")
      try await shared.bare.git("update-ref", "-d", "refs/heads/main")
      let clone = try await shared.bare.clone(named: "early")
      try await clone.git("fetch", "-q", "origin", "refs/o8/*:refs/o8/*")
      let workspace = try Workspace(
        in: clone.path, program: "/bin/true", environment: shared.ann.environment,
        now: { GovernedFixture.now })
      let missing = try workspace.overview().missing
      #expect(missing.map(\.commands) == [["git fetch origin"]])
      #expect(
        missing.map(\.standing) == ["is not here, and origin had none when it was last asked"])
      #expect(
        try await workspace.verification(of: .everything).problems
          == ["main is not here, so nothing of it is proved: git fetch origin looks again"])
      try await shared.ann.repository.git("push", "-q", "origin", "main")
      try await clone.git("fetch", "-q", "origin")
      #expect(try workspace.overview().missing.map(\.commands) == [["git branch main origin/main"]])
    }
  }

  @Test(arguments: ["unrelated", "earlier"])
  func oneThatOnlyARemoteHasIsHeldToItsWayAsWell(where it: String) async throws {
    try await SharedFixture.with { shared in
      let handed = try await shared.ann.approved("work", ["c.txt": "c\n"])
      let ann = try Workspace(
        in: shared.ann.repository.path, program: "/bin/true",
        environment: shared.ann.environment, now: { GovernedFixture.now })
      let adopted = try shared.ann.value()
      _ = try await ann.merge(handed.packet.hex)
      _ = try await ann.sync()
      let clone = try await shared.bare.clone(named: "ci")
      try await clone.git("fetch", "-q", "origin", "refs/o8/*:refs/o8/*")
      try await clone.git("switch", "-q", "--detach")
      try await clone.git("branch", "-q", "-D", "main")
      let tree = try await clone.git("rev-parse", "HEAD^{tree}")
      let evil =
        it == "earlier" ? adopted.hex : try await clone.git("commit-tree", "-m", "evil", tree)
      let workspace = try Workspace(
        in: clone.path, program: "/bin/true", environment: shared.ann.environment,
        now: { GovernedFixture.now })
      #expect(try await workspace.verification(of: .everything).isProved)
      try await clone.git("update-ref", "refs/remotes/origin/main", evil)
      for extent in [VerificationExtent.everything, .branch("main", wasProtected: false)] {
        let found = try await workspace.verification(of: extent)
        #expect(!found.isProved, "\(extent)")
        #expect(!found.problems.isEmpty)
      }
    }
  }
}
