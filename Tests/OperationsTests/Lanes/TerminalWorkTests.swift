import Fixtures
import Foundation
import Lanes
import Model
import Runtimes
import Support
import Testing

@testable import Operations

@Suite("A worker at a terminal")
struct TerminalWorkTests {
  /// Nothing answers in time on a machine that is out of breath for so long.
  static let seconds = 60

  @Test("does its packet with what is typed there")
  func typed() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.atTerminal("echo ready; read -r line; echo \"$line\" > a.txt")
      let id = sent.packet.id.hex
      try await scene.until(id, logs: "ready")
      let steered = try await scene.workspace.steer(id, message: "two words")
      #expect(steered.way == .typed)
      let done = try await scene.awaitReview(id)
      #expect(done.log.map(\.summary).contains("typed at its terminal: two words"))
      #expect(done.attempts[0].end?.outcome == .changed)
      let head = try #require(done.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two words")
    }
  }

  @Test("is a command: no answer to what it asked is typed there, where it would be run")
  func answered() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.atTerminal(
        """
        test $O8_ATTEMPT = 1 && git o8 question 'Which?' --wait 0s
        exec bash -c 'read -r -t 5 line; echo "[$line]" >> typed.txt'
        """)
      let id = sent.packet.id.hex
      try await scene.eventuallyHolds {
        try await scene.workspace.report(on: id).packet.state == .waiting
      }
      _ = try await scene.workspace.answer(id, text: "rm -rf x")
      let done = try await scene.awaitReview(id)
      let head = try #require(done.head)
      let typed = try await scene.text(of: "typed.txt", at: head).split(separator: "\n")
      #expect(Set(typed) == ["[]"])
    }
  }

  @Test("takes no keys as a message")
  func keys() async throws {
    try await LaneScene.with { scene in
      let id = try await scene.atTerminal("echo ready; sleep 60").packet.id.hex
      try await scene.until(id, logs: "ready")
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.steer(id, message: "a\u{3}b")
      }
      #expect(problem?.kind == .usage)
      let held = try await scene.workspace.interrupt(id)
      #expect(held.state == .waiting && held.attempts[0].end?.outcome == .interrupted)
    }
  }

  @Test("is a person's own shell where nothing else is asked for, however they leave it")
  func shell() async throws {
    try await LaneScene.with { scene in
      let shell = scene.repository.scratch + "/shell"
      try Data("#!/bin/sh\necho $O8_PACKET > a.txt; exit 130\n".utf8)
        .write(to: URL(fileURLWithPath: shell))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: shell)
      let sent = try await scene.atTerminal(nil, in: ["SHELL": shell], .here { _ in })
      #expect(sent.packet.state == .review && sent.packet.work.runtime == "exec")
      #expect(sent.packet.attempts[0].end?.exit == 0)
    }
  }

  @Test("is not asked again by itself, for nobody may be there")
  func ended() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.atTerminal("echo no; exit 3", attempts: 3, .here { _ in })
      #expect(sent.packet.state == .waiting && sent.packet.attempts.count == 1)
      #expect(sent.packet.pause?.text.contains("failed, exit 3: no") == true)
      #expect(sent.packet.attempts[0].end?.outcome == .failed)
    }
  }

  @Test("that is an agent waiting for its next word is ended, and what it did is handed in")
  func silent() async throws {
    try await LaneScene.with { scene in
      let agent = scene.repository.scratch + "/agent"
      try Data(
        "#!/bin/sh\ntest \"$1\" = --say || exit 0\necho \"$2\" | head -n 1 > a.txt; printf 'next? '; sleep 600\n"
          .utf8
      )
      .write(to: URL(fileURLWithPath: agent))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: agent)
      let manifest = scene.repository.scratch + "/mine.runtime"
      try Data(
        "name = mine\nprogram = \(agent)\nlaunch = {prompt}\nterminal = --say {prompt}\n".utf8
      ).write(to: URL(fileURLWithPath: manifest))
      try await scene.repository.git("config", "o8.runtimeManifest", manifest)
      try await scene.repository.git("config", "o8.silenceSeconds", "1")
      let sent = try await scene.atTerminal(nil, .here { _ in }) { $0.runtime = "mine" }
      let end = try #require(sent.packet.attempts.first?.end)
      #expect(sent.packet.state == .review && end.outcome == .changed)
      #expect(end.notes.contains("ended: it was silent, with nobody at its terminal"))
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "# At a terminal")
    }
  }

  @Test("that began a conversation without a word goes on with it")
  func goesOn() async throws {
    try await LaneScene.with { scene in
      let home = scene.repository.scratch + "/ann"
      let session = "0f0e0d0c-0b0a-4908-8706-050403020100"
      let script = """
        #!/bin/sh
        case $1 in
        --version | --help | exec) echo codex-cli 1.0 ;;
        resume) echo "$2" > a.txt ;;
        *)
          echo two > a.txt
          mkdir -p \(home)/.codex/sessions/2026/11/21
          echo '{"timestamp":"\(GovernedFixture.now.text)","payload":{"id":"\(session)","cwd":"'"$PWD"'"}}' \\
            > \(home)/.codex/sessions/2026/11/21/rollout-x-\(session).jsonl
        esac
        """
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      try Data(script.utf8).write(to: URL(fileURLWithPath: home + "/codex"))
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: home + "/codex")
      let path = "\(home):\(scene.fixture.environment["PATH"] ?? "")"
      let environment = ["HOME": home, "PATH": path, "OPENAI_API_KEY": "x"]
      let sent = try await scene.atTerminal(nil, in: environment, .here { _ in }) {
        $0.runtime = "codex"
      }
      #expect(sent.packet.attempts.first?.end?.session == session)
      let workspace = try Workspace(
        in: scene.repository.path, program: LaneScene.programPath,
        environment: scene.fixture.environment.merging(environment) { $1 },
        now: { GovernedFixture.now })
      let id = sent.packet.id.hex
      let docket = try workspace.docket(
        for: VerdictRequest(.revise, on: id, summary: "Not yet.", findings: []))
      _ = try await workspace.sign(docket)
      let done = try await scene.awaitReview(id)
      #expect(done.attempts.map(\.session) == [nil, session])
      #expect(try await scene.text(of: "a.txt", at: #require(done.head)) == session)
    }
  }

  @Test("closes its packet with a report that was asked for")
  func report() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.atTerminal("git o8 report 'All is well.'", .here { _ in }) {
        $0.delivers = .report
      }
      #expect(sent.packet.state == .reported)
    }
  }

  @Test("is not replayed")
  func replay() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.atTerminal("exit 1", .here { _ in })
      #expect(sent.packet.state == .failed)
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.replay(sent.packet.id.hex, with: .any)
      }
      #expect(problem?.message.contains("at a terminal") == true)
      let again = try await scene.workspace.retry(sent.packet.id.hex, .here { _ in })
      #expect(again.packet.attempts.count == 2)
    }
  }

  @Test("is none where tmux is missing, and nothing is opened")
  func absent() async throws {
    try await LaneScene.with { scene in
      let bare = scene.repository.scratch + "/bare"
      try FileManager.default.createDirectory(
        atPath: bare, withIntermediateDirectories: true)
      let problem = await #expect(throws: Problem.self) {
        _ = try await scene.atTerminal("true", in: ["PATH": bare])
      }
      #expect(problem?.kind == .environment && problem?.hint?.contains("install tmux") == true)
      #expect(try await scene.repository.git("for-each-ref", "refs/o8/packets").isEmpty)
    }
  }

  @Test("leaves no tmux and no program when its lane is killed, and goes on afterwards")
  func killed() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.atTerminal(
        "test $O8_ATTEMPT = 1 || exit 0; echo two > a.txt; sleep 600 & echo ready; sleep 600",
        attempts: 2)
      let id = sent.packet.id.hex
      try await scene.until(id, logs: "ready")
      let lane = try #require(scene.processes(saying: "lane run \(id)").first)
      #expect(kill(lane, SIGKILL) == 0)
      try await scene.eventuallyHolds { scene.processes(in: sent.packet.id).isEmpty }
      #expect(scene.processes(in: sent.packet.id).isEmpty)
      let went = try await scene.workspace.resume(id, message: nil, .here { _ in })
      #expect(went.packet.attempts[0].end?.outcome == .crashed)
      #expect(went.packet.state == .review && went.packet.attempts.count == 2)
    }
  }

  @Test("in a cage sees neither tmux nor the lane, and hears the interrupting key", .caged)
  func caged() async throws {
    try await LaneScene.with { scene in
      let common = scene.repository.gitDirectory
      let sent = try await scene.atTerminal(
        """
        trap 'echo heard >> a.txt; exit 0' INT
        ls \(common)/o8/lanes/*/terminal* > a.txt 2>&1; echo "${TMUX-none} $$" >> a.txt
        test -t 0 && echo typed >> a.txt; echo ready; while :; do sleep 0.1; done
        """
      ) { $0.isolation = .sandbox }
      let id = sent.packet.id.hex
      try await scene.until(id, logs: "ready")
      let held = try await scene.workspace.interrupt(id)
      #expect(held.attempts[0].end?.exit == 0)
      let head = try #require(held.attempts[0].end?.head)
      let lines = try await scene.text(of: "a.txt", at: head).split(separator: "\n")
      #expect(lines.first?.hasPrefix("ls: cannot access") == true)
      #expect(lines.dropFirst(2) == ["typed", "heard"])
      #expect(lines[1].hasPrefix("none "))
      #expect(scene.processes(in: sent.packet.id).isEmpty)
    }
  }

  @Test("that no cage can hold is not started", .caged)
  func unseen() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.atTerminal("true", .here { _ in }) {
        $0.isolation = .sandbox
        $0.command = [scene.repository.scratch + "/absent"]
      }
      #expect(sent.packet.state == .failed)
    }
  }
}
