import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("What does not belong among the shared references")
struct QuarantineTests {
  @Test func aForeignCommitInAPacketIsSetApartAndTheRestIsShared() async throws {
    try await SharingScene.with { scene in
      let spoilt = try await scene.open("Spoilt", in: scene.ann)
      try await scene.settle()
      let name = Layout.packet(spoilt)
      let tip = try #require(try scene.ann.target(name))
      let foreign = try await scene.bob.repository.git(
        "commit-tree", "-p", tip.hex, "-m", "mine", "HEAD^{tree}")
      try await scene.bob.repository.git("push", "-q", "origin", "\(foreign):\(name)")
      let good = try await scene.open("Good", in: scene.ann)
      try await scene.say("more", on: spoilt, in: scene.ann)
      let report = try await scene.sync(scene.ann)
      let found = try #require(report.quarantined.first)
      #expect(found.name == name && found.tip.hex == foreign && !found.isOurs)
      #expect(try scene.ann.target(try #require(found.kept))?.hex == foreign)
      #expect(try scene.fixture.atBare(Layout.packet(good)) != nil)
      #expect(try scene.messages(of: spoilt, in: scene.ann) == ["more"])
      // The remedy that is printed puts it right.
      let remedy = try #require(found.remedies(at: "origin").first)
      try await scene.ann.repository.git(
        "push", "-q", "--force-with-lease=\(name):\(foreign)", "origin", ":\(name)")
      #expect(remedy.contains("--force-with-lease=\(name):\(foreign)"))
      #expect(try await scene.sync(scene.ann).quarantined.isEmpty)
      #expect(try scene.fixture.atBare(name) == scene.ann.target(name))
    }
  }

  @Test func whatIsSpoiltHereIsNotSent() async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("Spoilt", in: scene.ann)
      let foreign = try await scene.ann.repository.id("HEAD")
      try await scene.ann.repository.git("update-ref", Layout.packet(packet).text, foreign)
      let report = try await scene.sync(scene.ann)
      #expect(report.quarantined.map(\.isOurs) == [true])
      #expect(try scene.fixture.atBare(Layout.packet(packet)) == nil)
    }
  }

  @Test func aTooLargeEventIsSetApart() async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("Large", in: scene.ann)
      try await scene.settle()
      let repository = scene.bob.repository
      let text = String(repeating: "x", count: Limits.blobBytes + 1)
      let blob = try await repository.git("hash-object", "-w", "--stdin", input: text)
      let tree = try await repository.git("mktree", input: "100644 blob \(blob)\tevent.json\n")
      let tip = try #require(try scene.bob.target(Layout.packet(packet)))
      let commit = try await repository.git("commit-tree", "-p", tip.hex, "-m", "x", tree)
      try await repository.git("push", "-q", "origin", "\(commit):\(Layout.packet(packet))")
      let report = try await scene.sync(scene.ann)
      #expect(report.quarantined.first?.reason.contains("too large") == true)
      #expect(try scene.ann.target(Layout.packet(packet)) == tip)
    }
  }

  @Test func aForeignCommitOnTheLedgerCountsForNothingAndStopsNobody() async throws {
    try await SharingScene.with { scene in
      let first = try await scene.open("First", in: scene.bob)
      try await scene.cancel(first, in: scene.bob)
      let ledger = try #require(try scene.bob.target(Layout.ledger))
      // Bob's own entry is below it, and nowhere else.
      let foreign = try await scene.bob.repository.git(
        "commit-tree", "-p", ledger.hex, "-m", "mine", "HEAD^{tree}")
      try await scene.bob.repository.git("push", "-q", "origin", "\(foreign):\(Layout.ledger)")
      let second = try await scene.open("Second", in: scene.ann)
      try await scene.cancel(second, in: scene.ann)
      try await scene.sync(scene.ann)
      #expect(try scene.packet(first, in: scene.ann)?.state == .cancelled)
      #expect(try scene.packet(second, in: scene.ann)?.state == .cancelled)
      try await scene.settle()
      #expect(try await scene.isAgreed())
      let third = try await scene.open("Third", in: scene.bob)
      try await scene.cancel(third, in: scene.bob)
      try await scene.settle()
      #expect(try scene.packet(third, in: scene.ann)?.state == .cancelled)
      #expect(try await scene.sync(scene.ann).isQuiet)
    }
  }

  @Test func aNameThatIsNoneOfOursIsLeftAlone() async throws {
    try await SharingScene.with { scene in
      let blob = try await scene.bob.repository.git(
        "hash-object", "-w", "--stdin", input: "x")
      for name in ["refs/o8/packets/mine", "refs/o8/elsewhere", "refs/o8/hints/bob"] {
        try await scene.bob.repository.git("push", "-q", "origin", "\(blob):\(name)")
      }
      let packet = try await scene.open("Good", in: scene.ann)
      let report = try await scene.sync(scene.ann)
      #expect(report.quarantined.count == 3)
      #expect(try scene.fixture.atBare(Layout.packet(packet)) != nil)
      #expect(
        try scene.ann.open().references(under: Layout.shared)
          .allSatisfy { !$0.name.text.contains("mine") })
    }
  }

  @Test func aBlobWhereAChainBelongsIsSetApart() async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("One", in: scene.ann)
      try await scene.settle()
      let blob = try await scene.bob.repository.git(
        "hash-object", "-w", "--stdin", input: "x")
      let git = scene.bob.repository
      for name in [Layout.packet(packet), Layout.heads(packet), Layout.ledger] {
        try await git.git("push", "-q", "--force", "origin", "\(blob):\(name)")
      }
      let report = try await scene.sync(scene.ann)
      #expect(Set(report.quarantined.map(\.name)).count == 3)
      #expect(try scene.packet(packet, in: scene.ann)?.state == .queued)
    }
  }
}
