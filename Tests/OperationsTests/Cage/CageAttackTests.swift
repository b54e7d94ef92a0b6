import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Testing

@testable import Operations

/// Each is a worker, or a gate that runs its code, which tries to get out.
@Suite("Out of the cage", .caged)
struct CageAttackTests {
  @Test("leads no writing into the repository's settings, hooks, references or objects")
  func repository() async throws {
    try await LaneScene.with { scene in
      let before = try await scene.untouchable()
      let sent = try await scene.caged(Self.vandalism + "\necho two > a.txt\ngit commit -qam two")
      #expect(try await scene.untouchable() == before)
      #expect(sent.packet.state == .review, "\(sent.halt ?? "")")
      _ = try await scene.repository.git("fsck", "--strict", "--no-dangling")
      #expect(!FileManager.default.fileExists(atPath: "\(scene.repository.scratch)/owned"))
    }
  }

  private static let vandalism = """
    c=$(git rev-parse --path-format=absolute --git-common-dir)
    g=$(git rev-parse --path-format=absolute --git-dir)
    printf '#!/bin/sh\\ntouch /tmp/owned\\n' > "$c/hooks/post-commit"
    chmod +x "$c/hooks/post-commit"
    git config core.hooksPath "$PWD/evil"
    git config core.fsmonitor "$PWD/evil"
    git config core.sshCommand "$PWD/evil"
    echo '[core]' > "$c/config"; rm -f "$c/config"; mv "$c/config" "$c/x"
    echo '* filter=evil' > "$c/info/attributes"
    echo '/etc' > "$c/objects/info/alternates"
    find "$c/real-objects" -type f -exec rm -f {} +
    find "$c/real-objects" -type f -exec sh -c 'echo > "$0"' {} ';'
    git update-ref refs/heads/main "$(git commit-tree -m evil HEAD^{tree})"
    git branch evil; git tag evil; git replace HEAD "$(git commit-tree -m evil HEAD^{tree})"
    git update-ref refs/o8/policy HEAD; git update-ref -d refs/o8/ledger
    git update-ref refs/o8/packets/$O8_PACKET HEAD
    git symbolic-ref HEAD refs/heads/main; git symbolic-ref HEAD "refs/heads/o8/$(basename "$PWD")"
    printf '[core]\\n\\tfsmonitor = evil\\n' > "$g/config.worktree"
    echo /evil > "$c/commondir"
    """

  @Test("leads no reading of keys, of the home, of other lanes or of the main worktree")
  func reading() async throws {
    try await LaneScene.with { scene in
      let home = try #require(scene.fixture.environment["HOME"])
      try FileManager.default.createDirectory(
        atPath: "\(home)/.ssh", withIntermediateDirectories: true)
      try Data("SECRET".utf8).write(to: URL(fileURLWithPath: "\(home)/.ssh/id_ed25519"))
      try Data("SECRET".utf8).write(to: URL(fileURLWithPath: "\(scene.repository.path)/.env"))
      let other = try await scene.dispatch("echo SECRET > s.txt", title: "Another")
      let key = try await scene.repository.git("config", "o8.signingKey")
      let report = try await scene.report(
        """
        exec 2>/dev/null
        cat ~/.ssh/id_ed25519 '\(home)/.ssh/id_ed25519' '\(key)' '\(scene.repository.path)/.env'
        cat '\(other.worktree ?? "")/s.txt'
        cat '\(scene.repository.gitDirectory)/o8/lanes/\(other.packet.id)/prompt.md'
        cat /etc/shadow; git show 'o8/another-\(other.packet.id.short)'
        git for-each-ref; ls -A '\(home)' /tmp /run /home /root
        env
        """)
      #expect(!report.contains("SECRET"))
      #expect(!report.contains("PRIVATE KEY"))
      #expect(!report.contains("refs/o8/"))
      #expect(!report.contains("another"))
      #expect(!report.contains("daemon:"))
      #expect(!report.contains("SSH_AUTH_SOCK"))
    }
  }

  @Test("leads no way to the agent that holds the key")
  func agent() async throws {
    try await LaneScene.with { scene in
      let socket = "\(scene.repository.scratch)/a"
      try await withAgent(at: socket) {
        let report = try await scene.report(
          "SSH_AUTH_SOCK='\(socket)' ssh-add -l; echo $?; test -e '\(socket)' || echo hidden")
        #expect(report.contains("2\nhidden"))
      }
    }
  }

  @Test("leads no writing through links, and none of the links is followed later")
  func links() async throws {
    try await LaneScene.with { scene in
      let victim = "\(scene.repository.scratch)/victim"
      try Data("whole".utf8).write(to: URL(fileURLWithPath: victim))
      _ = try await scene.caged(
        """
        g=$(git rev-parse --path-format=absolute --git-dir)
        c=$(git rev-parse --path-format=absolute --git-common-dir)
        ln -s '\(victim)' out; echo x > out
        ln '\(victim)' hard && echo x > hard
        echo two > a.txt; git add a.txt
        for f in index HEAD MERGE_HEAD MERGE_MSG; do rm -f "$g/$f"; ln -s '\(victim)' "$g/$f"; done
        mkdir -p "$g/logs"; ln -sf '\(victim)' "$g/logs/HEAD"
        rm -f "$c/packed-refs"; ln -s '\(victim)' "$c/packed-refs"
        rm -f "$O8_OUTBOX/m"; ln -s '\(victim)' "$O8_OUTBOX/m"
        """)
      #expect(try String(contentsOfFile: victim, encoding: .utf8) == "whole")
      let inLane = scene.repository.worktree(
        at: try #require(scene.workspace.location.workTree))
      #expect(try await inLane.git("status", "--porcelain").isEmpty)
    }
  }

  @Test("leads no exchange of the worktree's .git file")
  func gitFile() async throws {
    try await LaneScene.with { scene in
      let report = try await scene.report(
        """
        rm -f .git && echo gone; mv .git x && echo moved; echo 'gitdir: x' > .git && echo written
        cp .git y; ln -f y .git && echo linked; echo end
        """)
      for word in ["gone", "moved", "written", "linked"] { #expect(!report.contains("\(word)\n")) }
      #expect(report.hasSuffix("end"))
    }
  }

  @Test("leads no process that outlives it")
  func outliving() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.caged(
        """
        setsid sh -c 'trap "" TERM INT HUP; sleep 98761.25' >/dev/null 2>&1 &
        (setsid sh -c 'exec env -i sleep 98761.25' &) >/dev/null 2>&1
        echo two > a.txt
        """)
      #expect(sent.packet.state == .review, "\(sent.packet.attempts.first?.end as Any)")
      let sleepers = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter {
        let words = try? Data(contentsOf: URL(fileURLWithPath: "/proc/\($0)/cmdline"))
        return words.map { String(decoding: $0, as: UTF8.self).contains("98761.25") } ?? false
      }
      #expect(sleepers.isEmpty)
    }
  }

  @Test("leads no way to other processes")
  func processes() async throws {
    let own = ProcessInfo.processInfo.processIdentifier
    try await LaneScene.with { scene in
      let report = try await scene.report(
        """
        ls -d /proc/[0-9]* | wc -l
        kill -0 \(own) && test -r /proc/\(own)/mem && echo reached
        grep -E 'Cap(Eff|Prm|Bnd)|NoNewPrivs' /proc/self/status
        mount -t tmpfs x /mnt && echo mounted; cd /proc/sys/vm; s=$(cat swappiness); echo $s > swappiness && echo core; cd /tmp
        mknod /tmp/d b 8 0 && echo device; echo end
        """)
      #expect(!report.contains("reached"))
      #expect(report.split(separator: "\n").first.flatMap { Int($0) } ?? 99 < 8)
      for word in ["mounted", "core", "device"] { #expect(!report.contains("\n\(word)\n")) }
      #expect(report.contains("CapEff:\t0000000000000000"))
      #expect(report.contains("NoNewPrivs:\t1"))
      #expect(report.hasSuffix("end"))
    }
  }

  @Test("leads no waiting on a pipe among its objects", .timeLimit(.minutes(15)))
  func pipe() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.caged(
        """
        objects=$(git rev-parse --git-common-dir)/objects
        mkdir -p "$objects/ab" && mkfifo "$objects/ab/cdefabcdefabcdefabcdefabcdefabcdefabcd"
        echo two > a.txt && git commit -qam two
        """)
      #expect(sent.packet.state == .review, "\(sent.halt ?? "")")
    }
  }

  @Test("leads no network where that is off; a gate has none where only workers are to have it")
  func network() async throws {
    let gate = GovernedFixture.gate(
      "alone", "test \"$(grep -c : /proc/net/dev)\" = 1 && grep -q lo: /proc/net/dev")
    try await LaneScene.with(gates: [gate]) { scene in
      try await scene.repository.git("config", "o8.cageNetwork", "workers")
      let sent = try await scene.caged("grep -c : /proc/net/dev > report")
      #expect(sent.packet.state == .review, "\(sent.halt ?? "")")
      try await scene.repository.git("config", "o8.cageNetwork", "none")
      let report = try await scene.report("grep : /proc/net/dev")
      #expect(report.split(separator: "\n").count == 1)
    }
  }

  @Test("lets out no more than policy does, whatever the machine is set to")
  func networkByPolicy() async throws {
    try await LaneScene.with(
      policy: { policy in
        policy.isolation = .sandbox
        policy.network = CageNetwork.none
      }
    ) { scene in
      try await scene.repository.git("config", "o8.cageNetwork", "all")
      let report = try await scene.report("grep : /proc/net/dev")
      #expect(report.split(separator: "\n").count == 1)
    }
  }

  @Test("leads no command that our own git runs afterwards")
  func laterGit() async throws {
    try await LaneScene.with { scene in
      let owned = "\(scene.repository.scratch)/owned"
      let sent = try await scene.caged(
        """
        printf '#!/bin/sh\\ntouch "\(owned)"\\ncat\\n' > evil; chmod +x evil
        git init -q sub; cd sub
        git config user.name x; git config user.email x@y
        echo '* filter=evil' > .gitattributes; echo one > f; git add .; git commit -qm sub
        git config filter.evil.clean "$PWD/../evil"
        git config core.fsmonitor "$PWD/../evil"
        cp ../evil .git/hooks/post-index-change
        cd ..
        git -c advice.addEmbeddedRepo=false add sub evil; git commit -qm link
        echo two > a.txt; echo changed > sub/f; sleep 0.01; touch sub/f
        printf 'a.txt filter=evil\\n' > .gitattributes
        """)
      #expect(!FileManager.default.fileExists(atPath: owned))
      #expect(sent.packet.head != nil)
    }
  }

  @Test("leads a gate nowhere either")
  func gate() async throws {
    let gate = GovernedFixture.gate(
      "vandal", Self.vandalism + "\nrm -rf .git; test ! -e ~/secret")
    try await LaneScene.with(gates: [gate]) { scene in
      let home = try #require(scene.fixture.environment["HOME"])
      try Data("secret".utf8).write(to: URL(fileURLWithPath: "\(home)/secret"))
      let before = try await scene.untouchable()
      let sent = try await scene.caged("echo two > a.txt")
      #expect(try await scene.untouchable() == before)
      #expect(sent.packet.gates.last?.gate.passed == true)
      _ = try await scene.repository.git("fsck", "--strict", "--no-dangling")
    }
  }
}
