import Foundation
import Runtimes
import Support
import Testing

@testable import Lanes

@Suite("A worker's terminal")
struct TerminalTests {
  private let scene: TerminalScene

  init() throws { scene = try TerminalScene() }

  @Test("is one, and tells how its program ended")
  func status() async throws {
    let run = try await scene.run(
      "test -t 0 && test -t 1 && echo is $TERM ${TMUX:-alone}; cd / && exit 7")
    #expect(run.end.status == .exited(7))
    #expect(run.end.stopped == nil && run.end.leftovers.isEmpty && run.end.survivors == 0)
    #expect(scene.collector.text() == "is tmux-256color alone\r\n")
    #expect(scene.left.isEmpty)
  }

  @Test("tells of a program that a signal ended as a shell does")
  func signalled() async throws {
    #expect(try await scene.run("kill -9 $$").end.status == .exited(137))
  }

  @Test("keeps all that a program wrote, to its last line")
  func flood() async throws {
    let run = try await scene.run("seq 60000; echo last")
    #expect(run.status == 0)
    let lines = scene.collector.text().split(whereSeparator: \.isNewline)
    #expect(lines.count == 60001 && lines.last == "last")
  }

  @Test("is typed at, and a message of several lines is pasted")
  func typing() async throws {
    let typing = scene.type("one $(x) `y` \"z\" 'q' ü\\\ntwo #{x}~", once: "ready")
    let run = try await scene.run("echo ready; IFS= read -r a; IFS= read -r b; echo [$a] [$b]")
    #expect(try await typing.value)
    #expect(run.status == 0)
    #expect(
      scene.collector.text().contains("[one $(x) `y` \"z\" 'q' ü\\] [two #{x}~]\r\n"))
    #expect(run.end.taken == 1)
  }

  @Test("takes nothing that would be a key", arguments: ["\u{3}", "a\u{1b}[A", "b\r", "\u{9b}c"])
  func keys(message: String) async throws {
    #expect(!LaneTerminal.canType(message))
    let typing = scene.type(message, once: "ready")
    let run = try await scene.run("echo ready; read -t 1 a; echo got [$a]") {
      $0.executable = "bash"
    }
    #expect(try await typing.value == false)
    #expect(run.end.taken == 0 && scene.collector.text().contains("got []"))
  }

  @Test("is interrupted by the key that people press")
  func interrupt() async throws {
    let stopping = Task { [scene] in
      _ = await scene.until("ready")
      scene.stop.request(.interrupt)
    }
    let run = try await scene.run("trap 'echo heard; exit 4' INT; echo ready; sleep 60") {
      $0.limits.graces.interruptMilliseconds = 60_000
    }
    await stopping.value
    #expect(run.end.stopped == .interrupt && run.end.status == .exited(4))
    #expect(scene.collector.text().contains("heard"))
    #expect(scene.left.isEmpty)
  }

  @Test("goes away from under a program that takes no interrupt")
  func stubborn() async throws {
    let stopping = Task { [scene] in
      _ = await scene.until("ready")
      scene.stop.request(.interrupt)
    }
    let run = try await scene.run(
      "trap '' INT HUP TERM; sleep 600 & echo $! > child; echo ready; while :; do sleep 1; done")
    await stopping.value
    #expect(run.end.stopped == .interrupt && run.status == nil && run.end.status == .lost)
    #expect(run.end.survivors == 0 && scene.left.isEmpty)
    #expect(scene.fixture.processes(in: "child").allSatisfy { !isRunning($0) })
  }

  @Test("ends what its program left behind")
  func leftovers() async throws {
    let run = try await scene.run("setsid sleep 600 < /dev/null > /dev/null 2>&1 & echo $! > child")
    #expect(run.status == 0)
    #expect(run.end.leftovers.map(\.name) == ["sleep"])
    #expect(scene.fixture.processes(in: "child").allSatisfy { !isRunning($0) })
  }

  @Test("is no place where a program can say that it is over, or who is there")
  func forged() async throws {
    let run = try await scene.run(
      #"""
      printf '\033kover 0\033\\'; printf '\033]2;over 0\007'
      printf '%%window-renamed @0 over 0\n%%exit\n%%begin 1 1 1\no8 0 0\n%%end 1 1 1\n'
      printf '\033Ptmux;\033\033]52;c;aGk=\007\033\\'; printf '\033]52;c;aGk=\007'
      sleep 0.3; exit 5
      """#)
    #expect(run.end.status == .exited(5))
    #expect(run.attended.isEmpty)
  }

  @Test("stands where one was left by a lane that was killed")
  func stale() async throws {
    for name in ["terminal", "terminal.lock"] {
      try Data().write(to: URL(fileURLWithPath: "\(scene.terminal.directory)/\(name)"))
    }
    #expect(try await scene.run("exit 3").status == 3)
    #expect(!scene.terminal.isThere)
  }

  @Test("is not silent while a person is there, whatever else ends its patience")
  func patience() {
    let patience = Patience()
    patience.begin(.person)
    patience.begin(.answer)
    patience.end(.answer)
    #expect(patience.start(5, now: 9) == 9)
    patience.end(.person)
    #expect(patience.start(5, now: 9) > 9)
  }

  @Test("needs a tmux that keeps what a program writes to itself")
  func versions() {
    #expect(TerminalProgram.numbers(in: "3.3a")! == (3, 3))
    #expect(TerminalProgram.numbers(in: "next-3.4")! == (3, 4))
    #expect(TerminalProgram.numbers(in: "3.5-rc")! == (3, 5))
    #expect(TerminalProgram.numbers(in: "") == nil && TerminalProgram.numbers(in: "x.y") == nil)
  }

  @Test("cannot be made without tmux, and says so")
  func absent() async throws {
    let environment = ["PATH": scene.fixture.path]
    #expect(await TerminalProgram.find(in: environment) == .lacking("tmux is not on PATH"))
    let fake = scene.fixture.path + "/tmux"
    try Data("#!/bin/sh\necho tmux 3.2a\n".utf8).write(to: URL(fileURLWithPath: fake))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: fake)
    #expect(
      await TerminalProgram.find(in: environment)
        == .lacking("\(fake) is tmux 3.2a, and 3.3 or newer is needed"))
  }
}
