import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("A lane's gates")
struct LaneGateTests {
  @Test("run once for a tree and a definition, whichever packet asks")
  func runOnce() async throws {
    try await withTemporaryDirectory { directory in
      let gate = GovernedFixture.gate("check", "echo ran >> '\(directory)/runs'")
      try await LaneScene.with(gates: [gate]) { scene in
        let one = try await scene.dispatch("echo two > a.txt", title: "One")
        let two = try await scene.dispatch("echo two > a.txt", title: "Two")
        #expect(two.packet.state == .review)
        #expect(try String(contentsOfFile: directory + "/runs", encoding: .utf8) == "ran\n")
        let (first, second) = (one.packet.gates[0].gate, two.packet.gates[0].gate)
        #expect(first.tree == second.tree)
        #expect(first.log == second.log)
        // What another packet holds is no evidence for this one: it has its own, signed.
        #expect(one.packet.gates[0].id != two.packet.gates[0].id)
      }
    }
  }

  @Test("run again where the remembered evidence is not what it says")
  func memoryIsNotBelieved() async throws {
    try await withTemporaryDirectory { directory in
      let gate = GovernedFixture.gate("check", "echo ran >> '\(directory)/runs'")
      try await LaneScene.with(gates: [gate]) { scene in
        let one = try await scene.dispatch("echo two > a.txt", title: "One")
        let gates = scene.repository.gitDirectory + "/o8/gates"
        let file = try #require(FileManager.default.contentsOfDirectory(atPath: gates).first)
        // Another event of that very packet, which says nothing of gates.
        try Data("\(one.packet.id) \(one.packet.id)\n".utf8)
          .write(to: URL(fileURLWithPath: "\(gates)/\(file)"))
        _ = try await scene.dispatch("echo two > a.txt", title: "Two")
        #expect(try String(contentsOfFile: directory + "/runs", encoding: .utf8) == "ran\nran\n")
      }
    }
  }

  @Test("judge what would land on the branch as it is now, and a conflict waits for a person")
  func conflict() async throws {
    try await LaneScene.with { scene in
      let script = """
        if test "$O8_ATTEMPT" = 1; then
          echo lane > a.txt
          exit 1
        elif test "$O8_ATTEMPT" != 2; then
          cat > prompt.txt
          git merge -q "$O8_BASE" || { echo both > a.txt; git add -A; git commit -qm merged; }
        fi
        """
      let failed = try await scene.dispatch(script)
      try await scene.repository.commit(["a.txt": "main\n"])
      _ = try await scene.workspace.edit(failed.packet.id.hex, WorkChange(attempts: 3))
      let sent = try await scene.workspace.retry(failed.packet.id.hex, .here { _ in })
      #expect(sent.packet.state == .waiting)
      #expect(sent.halt == "conflicts with main: a.txt")
      let resumed = try await scene.workspace.resume(
        sent.packet.id.hex, message: nil, .here { _ in })
      #expect(resumed.packet.state == .review)
      let head = try #require(resumed.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "both")
      let prompt = try await scene.text(of: "prompt.txt", at: head)
      #expect(prompt.contains("## Conflict with main"))
      #expect(prompt.contains("- a.txt"))
    }
  }

  @Test("that nobody here may sign leave the packet where a person can run them")
  func noKey() async throws {
    let gate = GovernedFixture.gate("check", "true")
    try await LaneScene.with(gates: [gate]) { scene in
      let key = try await scene.repository.git("config", "o8.signingKey")
      try await scene.repository.git("config", "o8.signingKey", "/no/such/key")
      let sent = try await scene.dispatch("echo two > a.txt")
      #expect(sent.packet.state == .gating)
      #expect(sent.halt?.hasPrefix("the gates' results are not signed") == true)
      try await scene.repository.git("config", "o8.signingKey", key)
      let gated = try await scene.workspace.gate(sent.packet.id.hex) { _ in }
      #expect(gated.packet.state == .review)
      #expect(gated.packet.gates.count == 1)
    }
  }

  @Test("send a static error back without running a command")
  func scope() async throws {
    let gate = GovernedFixture.gate("check", "true")
    try await LaneScene.with(gates: [gate]) { scene in
      let sent = try await scene.dispatch("echo two > a.txt") { $0.scope = ["src/**"] }
      #expect(sent.packet.state == .failed)
      #expect(sent.packet.gates.isEmpty)
      #expect(
        sent.warnings == ["the scope src/** matches no file of main yet: it lets only new ones in"])
      let failed = try #require(sent.packet.log.last { $0.kind == .failed })
      let report = try await scene.text(of: "report.md", at: failed.id)
      #expect(report.contains("## Rules"))
    }
  }

  @Test("judge adopted work, which a person mends")
  func adopted() async throws {
    let gate = GovernedFixture.gate("check", "grep -q good a.txt")
    try await LaneScene.with(gates: [gate]) { scene in
      try await scene.repository.git("checkout", "-qb", "mine")
      try await scene.repository.commit(["a.txt": "bad\n"], message: "My work")
      let sent = try await scene.workspace.adopt(
        nil, title: nil, scope: [], base: nil, .here { _ in })
      #expect(sent.packet.title == "My work")
      #expect(sent.packet.state == .running)
      let overview = try scene.workspace.overview()
      #expect(overview.active.isEmpty)
      #expect(overview.inbox.errands.map(\.reason) == ["red: check; mend it on mine"])
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.resume("My work", message: nil)
      }
      #expect(problem?.hint?.contains("mend it on mine") == true)
      let head = try await scene.repository.commit(["a.txt": "good\n"], message: "Mend")
      let gated = try await scene.workspace.gate("My work") { _ in }
      #expect(gated.packet.state == .review)
      #expect(gated.packet.head?.hex == head)
      let docket = try scene.workspace.docket(
        for: VerdictRequest(.revise, on: gated.packet.id.hex, summary: "Not yet."))
      _ = try await scene.workspace.sign(docket)
      #expect(
        try scene.workspace.inbox().errands.map(\.reason) == ["is to be revised; mend it on mine"])
    }
  }

  @Test("judge adopted work whose branch is in another clone, and tell how it comes here")
  func adoptedElsewhere() async throws {
    try await LaneScene.with { scene in
      let sign = scene.repository.scratch + "/fixed"
      let gate = GovernedFixture.gate("check", "test -e \(sign)")
      var policy = try scene.fixture.governed().policy
      policy.gates = [gate]
      try await scene.fixture.write(policy)
      try await scene.repository.git("checkout", "-qb", "mine")
      let head = try await scene.repository.commit(["a.txt": "two\n"], message: "My work")
      try await scene.repository.git("checkout", "-q", "main")
      let sent = try await scene.workspace.adopt(
        "mine", title: nil, scope: [], base: nil, .here { _ in })
      #expect(sent.packet.state == .running)
      let first = sent.packet.log.first { $0.kind == .refreshed }
      #expect(first?.summary.hasSuffix(": main as it stands") == true)
      // As in a clone to which the packet came by a fetch.
      try await scene.repository.git("branch", "-qD", "mine")
      let id = sent.packet.id.short
      let way = "git branch mine \(head.prefix(7)) brings its branch here; mend it on mine"
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.resume("My work", message: nil)
      }
      #expect(problem?.hint == "\(way), then git o8 gate \(id)")
      #expect(
        try scene.workspace.inbox().errands.map(\.reason) == ["red: check; \(way)"])
      #expect(
        try await scene.workspace.report(on: id).notes == ["\(way), then git o8 gate \(id)"])
      let red = try await scene.workspace.gate(id) { _ in }
      #expect(red.packet.state == .running && red.mending == "\(way), then git o8 gate \(id)")
      #expect(red.packet.head?.hex == head)
      #expect(FileManager.default.createFile(atPath: sign, contents: nil))
      let green = try await scene.workspace.gate(id) { _ in }
      #expect(green.packet.state == .review && green.packet.head?.hex == head)
      #expect(try scene.fixture.open().target(of: ReferenceName(branch: "mine")!) == nil)
    }
  }

  @Test("judge a person's commit on the lane's branch")
  func personsCommit() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two > a.txt")
      let path = try #require(sent.worktree)
      try Data("three\n".utf8).write(to: URL(fileURLWithPath: path + "/a.txt"))
      try await scene.repository.git("-C", path, "commit", "-qam", "by hand")
      let gated = try await scene.workspace.gate(sent.packet.id.hex) { _ in }
      #expect(gated.packet.state == .review)
      let head = try #require(gated.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "three")
    }
  }
}
