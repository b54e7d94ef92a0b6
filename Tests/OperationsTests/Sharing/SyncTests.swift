import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("Sharing with a remote")
struct SyncTests {
  @Test func whatOneWritesTheOtherHasAndASecondTimeThereIsNothingToDo() async throws {
    try await SharingScene.with { scene in
      let one = try await scene.open("One", in: scene.ann)
      let two = try await scene.open("Two", in: scene.bob)
      #expect(try await scene.sync(scene.ann).went.compactMap(\.packet) == [one])
      let report = try await scene.sync(scene.bob)
      #expect(report.came.compactMap(\.packet) == [one])
      #expect(report.went.compactMap(\.packet) == [two])
      #expect(try await scene.sync(scene.ann).came.compactMap(\.packet) == [two])
      #expect(try await scene.isAgreed())
      for clone in scene.fixture.clones {
        let report = try await scene.sync(clone)
        #expect(report.isQuiet, "\(report)")
      }
    }
  }

  @Test func whatAnotherClearsAwayAtTheSameInstantIsNotRefused() async throws {
    try await SharingScene.with { scene in
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      // Between git's own look and the hook somebody else deletes the same, once.
      let hook = """
        #!/bin/sh
        unset GIT_QUARANTINE_PATH
        while read -r old new name; do
          case $new$name in
          0000000000000000000000000000000000000000refs/o8/*)
            git update-ref -d "$name" "$old" && gone=yes ;;
          esac
        done
        test -z "$gone" || { echo "it is at nothing by now" >&2; exit 1; }
        """
      let path = scene.bare.path + "/hooks/pre-receive"
      try Data(hook.utf8).write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      let report = try await scene.sync(scene.ann)
      #expect(report.refusal == nil)
      #expect(report.cleared == [handed.packet])
      #expect(try scene.fixture.atBare(Layout.packet(handed.packet)) == nil)
      try FileManager.default.removeItem(atPath: path)
      #expect(try await scene.sync(scene.ann).isQuiet)
    }
  }

  @Test func whatBothSaidOfOnePacketIsJoined() async throws {
    try await SharingScene.with(clones: 3) { scene in
      let packet = try await scene.open("Shared", in: scene.ann)
      try await scene.settle()
      for (number, clone) in scene.fixture.clones.enumerated() {
        try await scene.say("from \(number)", on: packet, in: clone)
      }
      try await scene.settle()
      #expect(try await scene.isAgreed())
      for clone in scene.fixture.clones {
        #expect(try scene.messages(of: packet, in: clone) == ["from 0", "from 1", "from 2"])
      }
    }
  }

  @Test func ledgersThatWentApartAreOneAgain() async throws {
    try await SharingScene.with(clones: 3) { scene in
      var packets: [ObjectID] = []
      for (number, clone) in scene.fixture.clones.enumerated() {
        let packet = try await scene.open("Packet \(number)", in: clone)
        packets.append(packet)
        try await scene.cancel(packet, in: clone)
      }
      try await scene.settle()
      #expect(try await scene.isAgreed())
      for clone in scene.fixture.clones {
        for packet in packets {
          #expect(try scene.packet(packet, in: clone)?.state == .cancelled)
          #expect(try clone.target(Layout.packet(packet)) == nil)
        }
      }
    }
  }

  @Test func whoeverIsOutrunLooksAgain() async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("Shared", in: scene.ann)
      try await scene.settle()
      try await scene.say("ann", on: packet, in: scene.ann)
      try await scene.say("bob", on: packet, in: scene.bob)
      // Bob is first between Ann's look and her push.
      let remote = OutrunRemote(times: 2) { turn in
        if turn > 0 { try await scene.say("bob again", on: packet, in: scene.bob) }
        try await scene.sync(scene.bob)
      }
      let workspace = try scene.workspace(scene.ann)
      let report = try await workspace.sync(with: remote, in: workspace.governed())
      #expect(report.went.contains { $0.packet == packet })
      try await scene.settle()
      #expect(try await scene.isAgreed())
      #expect(
        try scene.messages(of: packet, in: scene.ann) == ["ann", "bob", "bob again"])
    }
  }

  @Test func aRemoteThatCannotTakeSeveralAsOneGetsOneByOne() async throws {
    try await SharingScene.with { scene in
      try await scene.bare.git("config", "receive.advertiseAtomic", "false")
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      try await scene.sync(scene.ann)
      #expect(try scene.fixture.atBare(GovernedFixture.main) == scene.ann.value())
      #expect(try scene.fixture.atBare(Layout.packet(handed.packet)) == nil)
      #expect(try scene.ann.target(Layout.packet(handed.packet)) == nil)
      try await scene.sync(scene.bob)
      #expect(try scene.packet(handed.packet, in: scene.bob)?.state == .landed)
    }
  }

  @Test func whatNothingCoversDoesNotGoAndTheCommandThatIsNamedTellsWhy() async throws {
    try await SharingScene.with { scene in
      try await scene.ann.repository.commit(["c.txt": "c\n"], message: "by hand")
      let report = try await scene.sync(scene.ann)
      #expect(!report.went.contains { $0.name == GovernedFixture.main })
      #expect(report.needs.map(\.commands) == [["git o8 verify --branch main"]])
      let found = try await scene.workspace(scene.ann)
        .verification(of: .branch("main", wasProtected: false))
      #expect(!found.isProved)
    }
  }

  @Test func aLandingGoesWithWhatProvesIt() async throws {
    try await SharingScene.with { scene in
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      #expect(try scene.ann.target(Layout.packet(handed.packet)) != nil)
      let report = try await scene.sync(scene.ann)
      #expect(report.went.contains { $0.name == GovernedFixture.main })
      #expect(report.cleared == [handed.packet])
      #expect(report.needs.isEmpty && report.refusal == nil)
      #expect(try scene.ann.target(Layout.packet(handed.packet)) == nil)
      let came = try await scene.sync(scene.bob)
      #expect(came.needs.map(\.commands) == [["git merge --ff-only origin/main"]])
      #expect(try scene.packet(handed.packet, in: scene.bob)?.state == .landed)
      try await scene.bob.repository.git("merge", "-q", "--ff-only", "origin/main")
      #expect(try await scene.sync(scene.bob).isQuiet)
      #expect(try await scene.isAgreed())
    }
  }

  @Test func whatTheRemoteRefusesIsSaidInItsWords() async throws {
    try await SharingScene.with { scene in
      try scene.refuse("refs/heads/main", saying: "main is closed on Sundays")
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      let report = try await scene.sync(scene.ann)
      #expect(report.refusal == "main is closed on Sundays")
      // The evidence is welcome all the same.
      #expect(try scene.fixture.atBare(Layout.packet(handed.packet)) != nil)
      #expect(try scene.fixture.atBare(Layout.ledger) == scene.ann.target(Layout.ledger))
      try scene.refuse("refs/o8/", saying: "no records here")
      let packet = try await scene.open("Two", in: scene.ann)
      #expect(try await scene.sync(scene.ann).refusal == "no records here")
      #expect(try scene.fixture.atBare(Layout.packet(packet)) == nil)
      #expect(try scene.ann.target(Layout.packet(packet)) != nil)
    }
  }

  @Test func aRemoteOutOfReachIsAMatterOfTheEnvironment() async throws {
    try await SharingScene.with { scene in
      try await scene.ann.repository.git("remote", "set-url", "origin", "/nowhere/at/all")
      let problem = await #expect(throws: (any Error).self) { try await scene.sync(scene.ann) }
      #expect(problem.map { Problem($0).kind } == .environment)
    }
  }

  @Test func theRemoteIsChosenAsGitWouldAndOthersAreNamed() async throws {
    try await SharingScene.with { scene in
      let repository = scene.ann.repository
      let unknown = await #expect(throws: Problem.self) { try await scene.sync(scene.ann, "up") }
      #expect(unknown?.kind == .noSuchThing)
      try await repository.git("remote", "add", "second", scene.bob.repository.path)
      #expect(try await scene.sync(scene.ann).remote == "origin")
      #expect(try await scene.sync(scene.ann, "second").remote == "second")
      try await repository.git("remote", "rename", "origin", "first")
      try await repository.git("switch", "-q", "-c", "side", "--no-track")
      let several = await #expect(throws: Problem.self) { try await scene.sync(scene.ann) }
      #expect(several?.kind == .usage)
      try await repository.git("switch", "-q", "main")
      #expect(try await scene.sync(scene.ann).remote == "first")
    }
  }

  @Test func anEmptyRemoteGetsEverything() async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("One", in: scene.ann)
      let path = scene.ann.repository.scratch + "/empty.git"
      try await scene.ann.repository.git("init", "-q", "--bare", "-b", "main", path)
      try await scene.ann.repository.git("remote", "add", "empty", path)
      let report = try await scene.sync(scene.ann, "empty")
      #expect(Set(report.went.map(\.name)).isSuperset(of: [Layout.policy, Layout.packet(packet)]))
      // Where a branch goes first is for its owner to say.
      #expect(try await scene.ann.repository.git("--git-dir", path, "branch") == "")
      try await scene.ann.repository.git("config", "branch.main.remote", "empty")
      try await scene.sync(scene.ann, "empty")
      #expect(
        try await scene.ann.repository.git("--git-dir", path, "rev-parse", "main")
          == scene.ann.value().hex)
    }
  }

  @Test func anotherRepositoryIsRefused() async throws {
    try await SharingScene.with { scene in
      try await SharingScene.with { other in
        try await scene.ann.repository.git("remote", "set-url", "origin", other.bare.path)
        let before = try await scene.fixture.shared(scene.ann.repository)
        let problem = await #expect(throws: Problem.self) { try await scene.sync(scene.ann) }
        #expect(problem?.kind == .refused)
        #expect(try await scene.fixture.shared(scene.ann.repository) == before)
      }
    }
  }
}

/// A remote before whose push somebody else is first.
struct OutrunRemote: SharedRemote {
  let name = "origin"
  let times: Int
  let interfere: @Sendable (Int) async throws -> Void
  private let turns = Turns()

  init(times: Int, interfere: @escaping @Sendable (Int) async throws -> Void) {
    self.times = times
    self.interfere = interfere
  }

  private var remote: GitRemote { GitRemote(name: name, timeoutSeconds: nil) }

  func fetch(
    _ wanted: [ReferenceName], to location: RepositoryLocation
  ) async throws -> Fetched {
    try await remote.fetch(wanted, to: location)
  }

  func push(
    _ moves: [ReferenceMove], _ form: PushForm, from location: RepositoryLocation
  ) async throws -> PushAnswer {
    let turn = await turns.next()
    if turn < times { try await interfere(turn) }
    return try await remote.push(moves, form, from: location)
  }

  private actor Turns {
    private var count = 0

    func next() -> Int {
      defer { count += 1 }
      return count
    }
  }
}

extension SharingScene {
  /// Installs a hook in the bare repository that refuses pushes of some references.
  func refuse(_ prefix: String, saying words: String) throws {
    let script = """
      #!/bin/sh
      while read old new name; do
        case $name in \(prefix)*) echo '\(words)' >&2; exit 1 ;; esac
      done
      """
    let path = bare.path + "/hooks/pre-receive"
    try Data(script.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }
}
