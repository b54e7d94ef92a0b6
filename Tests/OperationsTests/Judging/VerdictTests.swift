import Fixtures
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Suite("Verdicts")
struct VerdictTests {
  private func judge(
    _ decision: Decision, _ packet: Packet, in scene: LandingScene, summary: String? = nil,
    findings: [Finding] = []
  ) async throws -> Judgement {
    let workspace = try scene.workspace()
    let request = VerdictRequest(
      decision, on: packet.id.hex, summary: summary, findings: findings)
    return try await workspace.sign(try workspace.docket(for: request))
  }

  @Test("an approval binds what was presented and is signed")
  func approval() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n", "new.txt": "new\n"])
      let docket = try scene.workspace().docket(for: VerdictRequest(.approve, on: "fix"))
      #expect(docket.changes.map(\.path) == ["a.txt", "new.txt"])
      #expect(docket.changes.map(\.kind) == [.modified, .added])
      #expect(docket.verdict.role == .operator)
      #expect(docket.verdict.base == (try scene.main()))
      #expect(docket.verdict.tree == packet.presented?.tree)
      let judgement = try await scene.workspace().sign(docket)
      #expect(judgement.state == .approved)
      #expect(judgement.missing == [:])
      let verdict = try #require(try scene.packet(packet.id).verdicts.first)
      #expect(verdict.isValid)
      #expect(verdict.key == scene.fixture.signer.key)
      #expect(verdict.verdict == docket.verdict)
    }
  }

  @Test("the same approval again signs nothing, another text does")
  func repetition() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      let first = try await judge(.approve, packet, in: scene, summary: "good")
      let again = try await judge(.approve, packet, in: scene)
      #expect(again.isRepeated)
      #expect(again.event == first.event)
      #expect(again.state == .approved)
      #expect(try scene.packet(packet.id).verdicts.count == 1)
      let other = try await judge(.approve, packet, in: scene, summary: "very good")
      #expect(!other.isRepeated)
      #expect(try scene.packet(packet.id).verdicts.count == 2)
    }
  }

  @Test("sensitive paths and submodules are listed in what is signed")
  func sensitive() async throws {
    try await LandingScene.with(
      policy: { $0.rules.sensitive = [Pattern(".gitattributes")!] },
      { scene in
        _ = try await scene.present([".gitattributes": "* text\n", "a.txt": "two\n"])
        let docket = try scene.workspace().docket(for: VerdictRequest(.approve, on: "-"))
        #expect(docket.verdict.sensitive == [".gitattributes"])
      })
  }

  @Test("another head than the expected one, or a lane that moved on, is stale")
  func stale() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      var request = VerdictRequest(.approve, on: packet.id.hex)
      request.expectedHead = "0000000"
      let other = #expect(throws: Problem.self) { try scene.workspace().docket(for: request) }
      #expect(other?.kind == .stale)
      request.expectedHead = packet.presented?.head.short
      _ = try scene.workspace().docket(for: request)
      _ = try await scene.commit(["a.txt": "three\n"], in: scene.worktree(of: packet))
      let moved = #expect(throws: Problem.self) { try scene.workspace().docket(for: request) }
      #expect(moved?.kind == .stale)
      #expect(moved?.hint?.contains("git o8 gate") == true)
    }
  }

  @Test("what was presented meanwhile is not what gets signed")
  func race() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      let docket = try scene.workspace().docket(for: VerdictRequest(.approve, on: "fix"))
      let head = try await scene.commit(["a.txt": "three\n"], in: scene.worktree(of: packet))
      try await scene.submit(head, of: packet.id)
      let refusal = await #expect(throws: Refusal.self) {
        try await scene.workspace().sign(docket)
      }
      #expect(refusal?.kind == .stale)
    }
  }

  @Test("findings send a packet back with what they say")
  func revision() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      let finding = try #require(Finding(argument: "src/a:b.c:12:error:off: by one"))
      #expect(finding.path == "src/a:b.c")
      #expect(finding.text == "off: by one")
      let judgement = try await judge(.revise, packet, in: scene, findings: [finding])
      #expect(judgement.state == .running)
      let pending = try #require(try scene.packet(packet.id).pending)
      #expect(pending.reason == .revise)
      #expect(pending.findings == [finding])
      // Until its worker has been at it again, only a rejection says anything.
      for decision in [Decision.approve, .revise] {
        let early = #expect(throws: Refusal.self) {
          try scene.workspace().docket(
            for: VerdictRequest(decision, on: packet.id.hex, summary: "now"))
        }
        #expect(early?.kind == .state)
        #expect(early?.hint?.hasSuffix("git o8 verdict \(packet.id.short) reject ends it") == true)
      }
      _ = try scene.workspace().docket(for: VerdictRequest(.reject, on: packet.id.hex))
    }
  }

  @Test("a revision that says nothing is no use")
  func silence() async throws {
    try await LandingScene.with { scene in
      _ = try await scene.present(["a.txt": "two\n"])
      let problem = #expect(throws: Problem.self) {
        try scene.workspace().docket(for: VerdictRequest(.revise, on: "fix", summary: " \n"))
      }
      #expect(problem?.kind == .usage)
    }
  }

  @Test("a rejected packet is closed by the ledger, its lane and references go, nothing is lost")
  func rejection() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      let head = try #require(packet.head)
      let judgement = try await judge(.reject, packet, in: scene, summary: "not this way")
      #expect(judgement.state == .rejected)
      #expect(judgement.closing?.isCleared == true)
      #expect(judgement.closing?.kept == [])
      #expect(try scene.target(Layout.packet(packet.id)) == nil)
      #expect(try scene.target(Layout.heads(packet.id)) == nil)
      #expect(try scene.target(try #require(packet.lane)) == nil)
      let archive = try #require(try scene.target(Layout.archive(GovernedFixture.now)))
      #expect(try scene.fixture.open().isAncestor(head, of: archive))
      let closed = try scene.packet(packet.id)
      #expect(closed.state == .rejected)
      let subject = try await scene.repository.git("log", "-1", "--format=%s", Layout.ledger.text)
      #expect(subject == "rejected: Fix it")
      let again = #expect(throws: Problem.self) {
        try scene.workspace().docket(for: VerdictRequest(.approve, on: packet.id.hex))
      }
      #expect(again?.kind == .refused)
    }
  }

  @Test("whoever holds no key of the policy is told so before anything is written")
  func stranger() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      let tip = try scene.target(Layout.packet(packet.id))
      let other = KeyMaker(directory: scene.repository.scratch + "/other")
      _ = try other.key(for: GovernedFixture.ann)
      try await scene.repository.git("config", "o8.signingKey", other.path)
      let problem = #expect(throws: Problem.self) {
        try scene.workspace().docket(for: VerdictRequest(.approve, on: "fix"))
      }
      #expect(problem?.kind == .refused)
      #expect(try scene.target(Layout.packet(packet.id)) == tip)
    }
  }
}
