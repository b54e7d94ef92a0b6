import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// Workers without a cage can reach the repository; what they do there is seen.
@Suite("Without a cage")
struct TamperTests {
  @Test(
    "a worker that changes what is not its own is refused, and told how to put it back",
    arguments: [
      ("git config core.hooksPath /evil", "core.hookspath appeared", "--unset-all core.hookspath"),
      ("git config filter.x.clean evil", "filter.x.clean appeared", "--unset-all"),
      ("git config user.signingKey evil", "user.signingkey appeared", "--unset-all"),
      ("echo evil > \"$c/hooks/post-commit\"", "hooks/post-commit appeared", "rm '"),
      ("echo '* evil' > \"$c/info/attributes\"", "info/attributes appeared", "rm '"),
      ("echo /x > \"$c/objects/info/alternates\"", "objects/info/alternates appeared", "rm '"),
      (
        "git replace HEAD $(git commit-tree -m e HEAD^{tree})", "refs/replace/",
        "git update-ref -d refs/replace/"
      ),
      (
        "git update-ref refs/heads/main $(git commit-tree -p HEAD -m e HEAD^{tree})",
        "main moved to", "git update-ref refs/heads/main"
      ),
    ])
  func refused(act: String, found: String, remedy: String) async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        "c=$(git rev-parse --git-common-dir)\necho two > a.txt\n\(act)", attempts: 3)
      #expect(sent.packet.state == .failed)
      #expect(sent.packet.attempts.count == 1, "no worker follows unasked")
      let end = try #require(sent.packet.attempts.first?.end)
      #expect(end.outcome == .tampered)
      let note = try #require(end.notes.first { $0.hasPrefix("tamper: ") })
      #expect(note.contains(found))
      #expect(note.contains(remedy))
    }
  }

  @Test("a worker that takes another packet away is refused")
  func otherPacket() async throws {
    try await LaneScene.with { scene in
      let other = try await scene.dispatch("echo other > b.txt", title: "Another")
      let name = Layout.packet(other.packet.id).text
      let sent = try await scene.dispatch("echo two > a.txt; git update-ref -d \(name)")
      let end = try #require(sent.packet.attempts.first?.end)
      #expect(end.outcome == .tampered)
      let note = try #require(end.notes.first { $0.hasPrefix("tamper: ") })
      #expect(note.contains("\(name) lost what it held"))
      #expect(note.contains("git update-ref \(name) "))
    }
  }

  @Test("a person's retry clears it, once it is put back")
  func cleared() async throws {
    try await LaneScene.with { scene in
      let script = """
        test "$O8_ATTEMPT" != 1 || git config core.hooksPath /evil; echo $O8_ATTEMPT > a.txt
        """
      let sent = try await scene.dispatch(script, attempts: 3)
      #expect(sent.packet.state == .failed)
      try await scene.repository.git("config", "--unset", "core.hooksPath")
      let retried = try await scene.workspace.retry(sent.packet.id.hex, .here { _ in })
      #expect(retried.packet.state == .review)
    }
  }

  @Test("what people and other lanes do meanwhile is nobody's fault")
  func legitimate() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        echo two > a.txt
        cd "$(git rev-parse --git-common-dir)/.."
        git branch topic; git tag v1; git config branch.topic.remote origin
        git config user.name Somebody; git remote add mirror /nowhere
        git update-ref refs/remotes/origin/main HEAD
        git update-ref refs/heads/topic $(git commit-tree -p HEAD -m mine HEAD^{tree})
        git branch -D -q topic
        """)
      #expect(sent.packet.state == .review)
      #expect(sent.packet.attempts.first?.end?.notes == [])
    }
  }

  /// A policy that this clone has signed and no remote has, and what leads back behind it.
  private func overtaken(
    _ body: (LaneScene, _ own: ObjectID, _ first: ObjectID, _ back: String) async throws -> Void
  ) async throws {
    try await LaneScene.with { scene in
      let fixture = scene.fixture
      try await fixture.governed().advancePins()
      let pins = try await fixture.repository.id("refs/o8-local/pins")
      let first = try #require(try fixture.target(Layout.policy))
      var policy = try fixture.governed().policy
      policy.attempts = 5
      try await fixture.write(policy)
      let own = try #require(try fixture.target(Layout.policy))
      try await fixture.repository.git("remote", "add", "origin", "/nowhere")
      try await body(
        scene, own, first,
        """
        echo two > a.txt
        git update-ref refs/o8-local/pins \(pins)
        git update-ref refs/o8/policy \(first)

        """)
    }
  }

  @Test("a policy that sync has set aside meanwhile stays aside, and nobody is accused")
  func policySetAside() async throws {
    try await overtaken { scene, own, first, back in
      let kept = try #require(Layout.quarantine(Layout.policy, own))
      // Somebody landed on the remote's main: the policy is too late there.
      let sent = try await scene.dispatch(
        """
        git update-ref \(kept) \(own); git update-ref refs/o8-remotes/origin/policy \(first)
        new=$(git commit-tree -p main -m theirs main^{tree})
        git update-ref refs/remotes/origin/main $new
        git update-ref refs/o8-remotes/origin/ledger refs/o8/ledger
        \(back)
        """)
      #expect(sent.packet.attempts.first?.end?.notes == [])
      #expect(try scene.fixture.target(Layout.policy) == first)
      #expect(try scene.fixture.governed().store.pins()?.policy == first)
    }
  }

  @Test("a policy that a worker takes away comes back, with a copy of it aside or without")
  func policyTakenAway() async throws {
    try await overtaken { scene, own, first, back in
      let kept = try #require(Layout.quarantine(Layout.policy, own))
      for aside in ["", "git update-ref \(kept) \(own)\n"] {
        let sent = try await scene.dispatch(aside + back, title: "Take it \(aside.count)")
        let notes = try #require(sent.packet.attempts.first?.end?.notes)
        #expect(
          notes.contains { $0.hasPrefix("refs/o8/policy was moved to \(first.short)") }, "\(notes)")
        #expect(try scene.fixture.target(Layout.policy) == own)
      }
    }
  }

  @Test("a gate that does it takes the packet back, however green it was")
  func gate() async throws {
    let gate = GovernedFixture.gate("evil", "git config core.fsmonitor evil")
    try await LaneScene.with(gates: [gate]) { scene in
      let sent = try await scene.dispatch("echo two > a.txt", attempts: 3)
      #expect(sent.packet.state == .failed)
      #expect(sent.packet.gates.isEmpty)
      #expect(sent.halt == nil)
    }
  }
}
