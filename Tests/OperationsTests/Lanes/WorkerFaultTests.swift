import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("A worker")
struct WorkerFaultTests {
  @Test("that hangs is ended when its time is up, and what it did is kept")
  func hangs() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two > a.txt; exec sleep 1000") {
        $0.timeoutSeconds = 1
      }
      #expect(sent.packet.state == .failed)
      let end = try #require(sent.packet.attempts.first?.end)
      #expect(end.outcome == .timedOut)
      let head = try #require(end.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
    }
  }

  @Test("that leaves processes behind is done, and they are ended")
  func leavesGrandchildren() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        "setsid sleep 1000 & echo $! > pid.txt; echo two > a.txt")
      #expect(sent.packet.state == .review)
      let head = try #require(sent.packet.head)
      let process = try await scene.text(of: "pid.txt", at: head)
      #expect(!FileManager.default.fileExists(atPath: "/proc/\(process)"))
      let notes = sent.packet.attempts[0].end?.notes ?? []
      #expect(notes.contains { $0.contains("left running") })
    }
  }

  @Test("that deletes its worktree keeps what it committed")
  func deletesWorktree() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        "echo two > a.txt; git commit -qam done; rm -rf \"$PWD\"")
      #expect(sent.packet.state == .review)
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
      #expect(sent.packet.attempts[0].end?.notes.first?.hasPrefix("the worktree is gone") == true)
    }
  }

  @Test("that deletes its worktree finds a new one at its next attempt")
  func deletesWorktreeAndGoesOn() async throws {
    try await LaneScene.with { scene in
      let script = """
        if test "$O8_ATTEMPT" = 1; then rm -rf "$PWD"; else echo two > a.txt; fi
        """
      let sent = try await scene.dispatch(script, attempts: 2)
      #expect(sent.packet.state == .review)
      #expect(sent.packet.attempts.map(\.end?.outcome) == [.noChanges, .changed])
    }
  }

  @Test("that takes the worktree's link to git away does not reach another repository")
  func deletesLink() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("rm .git; echo two > a.txt")
      #expect(sent.packet.state == .review)
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
      #expect(sent.packet.attempts[0].end?.notes.first?.contains("deleted") == true)
      #expect(try await scene.repository.git("status", "--porcelain") == "")
    }
  }

  @Test(
    "cannot lose its lane",
    arguments: [
      "git checkout -qb other; echo two > a.txt; git commit -qam done",
      "git checkout -q --detach; git branch -qD $(git branch --list 'o8/*'); echo two > a.txt",
      "echo two > a.txt; git commit -qam done --amend",
    ])
  func movesBranches(script: String) async throws {
    try await LaneScene.with { scene in
      try await scene.repository.commit(["b.txt": "one\n"])
      let sent = try await scene.dispatch(script)
      #expect(sent.packet.state == .review)
      let (lane, head) = (try #require(sent.packet.lane), try #require(sent.packet.head))
      #expect(try await scene.repository.id(lane.text) == head.hex)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
      #expect(try await scene.repository.id("main") != head.hex)
    }
  }

  @Test("that begins a history of its own cannot be merged, and loses nothing")
  func beginsAnew() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        git update-ref -d "$(git symbolic-ref HEAD)"
        echo two > a.txt; git add -A; git commit -qm done
        """)
      #expect(sent.packet.state == .failed)
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
      #expect(try await scene.repository.id(try #require(sent.packet.lane).text) == head.hex)
    }
  }

  @Test("that writes much is neither stopped nor kept in full")
  func writesMuch() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        "echo two > a.txt; echo first; head -c 64000000 /dev/zero | tr '\\0' 'x' | fold -w 100; "
          + "echo; echo last")
      #expect(sent.packet.state == .review)
      let kept = try #require(sent.packet.attempts[0].end?.transcript)
      #expect(kept.size < 3 << 20)
      let bytes = try scene.fixture.open().blob(kept.blob, limit: 4 << 20)
      #expect(bytes.starts(with: Array("first\n".utf8)))
      #expect(bytes.suffix(5) == Array("last\n".utf8)[...])
      #expect(bytes.contains(Array(" left out ".utf8)))
    }
  }

  @Test("that leaves what no commit can hold is told so")
  func leavesOddFiles() async throws {
    try await LaneScene.with(["a.txt": "one\n", ".gitignore": "*.tmp\n"]) { scene in
      let sent = try await scene.dispatch(
        """
        echo two > a.txt; mkfifo pipe; git init -q nested; echo x > nested/x; echo i > i.tmp
        echo staged > s.txt; git add s.txt; rm s.txt
        """)
      #expect(sent.packet.state == .review)
      let notes = sent.packet.attempts[0].end?.notes ?? []
      #expect(notes.contains { $0.contains("nested") && $0.contains("repository of its own") })
      #expect(notes.contains { $0.contains("pipe") && $0.contains("no ordinary file") })
      let snapshot = Layout.lane(sent.packet.id)
      // The second parent is the index as the worker left it.
      #expect(try await scene.repository.git("show", "\(snapshot)^2:s.txt") == "staged")
    }
  }

  @Test("cannot make an event too large with what it leaves")
  func leavesManyOddFiles() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        "echo two > a.txt; i=0; while test $i -lt 300; do mkfifo p$i; i=$((i+1)); done")
      #expect(sent.packet.state == .review)
      let notes = sent.packet.attempts[0].end?.notes ?? []
      #expect(notes.count == 101)
      #expect(notes.last == "and 200 more")
    }
  }

  @Test("that commits and crashes loses nothing, and its successor may find the work done")
  func crashesAfterCommit() async throws {
    try await LaneScene.with { scene in
      let script = """
        test "$O8_ATTEMPT" = 2 && exit 0
        echo two > a.txt; git commit -qam done; kill -9 $$
        """
      let sent = try await scene.dispatch(script, attempts: 2)
      #expect(sent.packet.attempts.map(\.end?.outcome) == [.crashed, .changed])
      #expect(sent.packet.attempts[0].end?.signal == 9)
      #expect(sent.packet.state == .review)
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
    }
  }

  @Test("that fails is told so at its next attempt")
  func failsOnce() async throws {
    try await LaneScene.with { scene in
      let script = """
        test "$O8_ATTEMPT" = 1 && exit 5
        cat > prompt.txt
        """
      let sent = try await scene.dispatch(script, attempts: 2)
      #expect(sent.packet.attempts.map(\.end?.outcome) == [.failed, .changed])
      let head = try #require(sent.packet.head)
      let prompt = try await scene.text(of: "prompt.txt", at: head)
      #expect(prompt.contains("The attempt before ended with exit status 5."))
    }
  }

  @Test("of a packet whose set-up fails is not started, and the packet waits")
  func setUpFails() async throws {
    try await LaneScene.with(policy: { $0.setup = ["echo no network; exit 1"] }) { scene in
      let sent = try await scene.dispatch("echo two > a.txt")
      #expect(sent.packet.state == .waiting)
      #expect(sent.halt == "set-up step 1 failed: echo no network; exit 1")
    }
  }

  @Test("gets the untracked files that .worktreeinclude names")
  func worktreeInclude() async throws {
    let files = ["a.txt": "one\n", ".worktreeinclude": ".env\n", ".gitignore": ".env\nlog\n"]
    try await LaneScene.with(files) { scene in
      try scene.repository.write([".env": "SECRET=1\n", "log": "no\n"])
      let sent = try await scene.dispatch("cp .env a.txt; test ! -e log")
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "SECRET=1")
    }
  }
}
