import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Testing

@testable import Operations

@Suite("Files that a worker leaves for people")
struct ArtifactTests {
  @Test("are kept by attempt, and outlive their lane", arguments: [Isolation.worktree, .clone])
  func kept(isolation: Isolation) async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        cd $O8_ARTIFACTS; echo $O8_ATTEMPT > n.txt; mkdir -p a/b; printf '\\377\\0' > a/b/bytes
        test $O8_ATTEMPT = 2
        """, attempts: 2
      ) { $0.isolation = isolation }
      let id = sent.packet.id.hex
      _ = try await scene.workspace.cancel(id, reason: nil)
      let (_, files) = try await scene.workspace.artifacts(of: id)
      #expect(
        files.map { "\($0.attempt) \($0.artifact.path) \($0.isHere)" }
          == ["1 a/b/bytes true", "1 n.txt true", "2 a/b/bytes true", "2 n.txt true"])
      #expect(try await scene.workspace.artifact("a/b/bytes", of: id) == [0xff, 0])
      #expect(try await scene.workspace.artifact("n.txt", of: id) == Array("2\n".utf8))
      #expect(
        try await scene.workspace.artifact("n.txt", of: id, attempt: 1) == Array("1\n".utf8))
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.artifact("../n.txt", of: id)
      }
      #expect(problem?.kind == .noSuchThing)
    }
  }

  @Test("are ordinary files with safe names, within limits")
  func hostile() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        echo two > a.txt; cd "$O8_ARTIFACTS"; echo secret > ../key
        ln -s ../key link; ln -s .. up; mkfifo pipe; mkdir -p 1/2/3/4/5/6 .git
        echo x > 1/2/3/4/5/6/deep; echo x > .git/config; echo x > "$(printf 'new\\nline')"
        truncate -s 1G huge; echo x > "$(printf '\\033[2J')"; mkdir shut; echo x > shut/x
        chmod 000 shut; echo good > good
        """)
      #expect(sent.packet.state == .review)
      let paths = sent.packet.attempts[0].end?.artifacts.map(\.path) ?? []
      let open = paths.filter { !$0.hasPrefix("shut") }
      #expect(open == ["\\u{1b}[2J", "_.git/config", "good", "new\\nline"])
      let notes = scene.notes(sent.packet).joined(separator: "\n")
      for why in [
        "link: it is no ordinary file", "pipe: it is no ordinary file", "huge: it has more than",
        "up: it is no ordinary file", "it lies too deep",
      ] {
        #expect(notes.contains(why), "\(why)")
      }
    }
  }

  @Test("are limited in number and size")
  func limits() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        cd "$O8_ARTIFACTS"; i=100; while test $i -lt 400; do echo $i > $i; i=$((i+1)); done
        """)
      #expect(sent.packet.attempts[0].end?.artifacts.count == 200)
      let large = try await scene.dispatch(
        "cd \"$O8_ARTIFACTS\"; for i in 1 2 3 4 5; do head -c 5000000 /dev/zero > $i; done",
        title: "Large")
      #expect(large.packet.attempts[0].end?.artifacts.map(\.path) == ["1", "2", "3"])
    }
  }

  @Test("that another clone holds are said to be there")
  func elsewhere() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo x > $O8_ARTIFACTS/x; echo two > a.txt")
      let id = sent.packet.id.hex
      let kept = try #require(sent.packet.attempts[0].end?.artifacts.first?.kept)
      let data = try await scene.repository.git(
        "for-each-ref", "--format=%(refname)", "refs/o8-data")
      for name in data.split(separator: "\n") {
        try await scene.repository.git("update-ref", "-d", String(name))
      }
      try await scene.repository.git("reflog", "expire", "--expire=now", "--all")
      try await scene.repository.git("gc", "-q", "--prune=now")
      let (_, files) = try await scene.workspace.artifacts(of: id)
      #expect(files.map(\.isHere) == [false])
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace.artifact("x", of: id)
      }
      #expect(problem?.hint?.contains("\(kept.holder) has it") == true)
    }
  }
}
