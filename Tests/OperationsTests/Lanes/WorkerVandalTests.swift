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

@Suite("A worker that spoils what the lane stands on")
struct WorkerVandalTests {
  /// Every reference that the lane needs, from a worker's shell.
  private static let names = [
    "refs/o8/packets/$O8_PACKET", "refs/o8/heads/$O8_PACKET", "refs/o8/policy", "refs/o8/ledger",
    "refs/o8-local/pins",
  ]

  @Test("loses nothing by deleting it", arguments: names)
  func deletes(name: String) async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        test "$O8_ATTEMPT" = 1 && exit 1
        echo two > a.txt; git update-ref -d "\(name)"
        """, attempts: 2)
      try await scene.expectReviewed(sent)
      let notes = sent.packet.attempts[1].end?.notes ?? []
      let isHeads = name.contains("heads")
      // An attempt that handed nothing in has no heads yet.
      #expect(isHeads || notes.contains { $0.contains("was deleted while its code ran") })
    }
  }

  @Test("loses nothing by pointing it elsewhere", arguments: names.dropLast())
  func moves(name: String) async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        "echo two > a.txt; git update-ref \"\(name)\" $(git commit-tree -m junk HEAD^{tree})")
      try await scene.expectReviewed(sent)
      let kept = try await scene.repository.git("for-each-ref", Layout.quarantines)
      #expect(kept.isEmpty == name.contains("heads"))
    }
  }

  @Test("loses nothing by going back")
  func movesBack() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        "echo two > a.txt; git update-ref refs/o8/packets/$O8_PACKET $O8_PACKET")
      try await scene.expectReviewed(sent)
      #expect(sent.packet.attempts.count == 1)
      let notes = sent.packet.attempts[0].end?.notes ?? []
      #expect(notes.contains { $0.contains("was moved to \(sent.packet.id.short)") })
      #expect(try await scene.repository.git("for-each-ref", Layout.quarantines) == "")
    }
  }

  @Test("loses nothing by writing junk over the file")
  func overwrites() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        "echo two > a.txt; "
          + "echo junk > $(git rev-parse --git-common-dir)/refs/o8/packets/$O8_PACKET")
      try await scene.expectReviewed(sent)
    }
  }

  @Test("does not undo what others said meanwhile")
  func keepsWhatCameMeanwhile() async throws {
    try await LaneScene.with { scene in
      let program = "'\(LaneScene.programPath)'"
      let sent = try await scene.dispatch(
        """
        echo two > a.txt; cd $(git rev-parse --git-common-dir)/..
        env -u O8_PACKET \(program) steer $O8_PACKET "mind the gap" >out 2>&1
        """)
      try await scene.expectReviewed(sent)
      #expect(sent.packet.messages.contains { $0.contains("mind the gap") })
    }
  }

  @Test("from within a gate loses nothing either, and the reviewer is told")
  func gateDeletes() async throws {
    let gate = GovernedFixture.gate(
      "check",
      "for r in packets heads; do git for-each-ref --format='delete %(refname)' "
        + "refs/o8/$r | git update-ref --stdin; done")
    try await LaneScene.with(gates: [gate]) { scene in
      let sent = try await scene.dispatch("echo two > a.txt")
      try await scene.expectReviewed(sent)
      let findings = sent.packet.presented?.findings ?? []
      #expect(findings.count == 2)
      #expect(findings.allSatisfy { $0.text.contains("was deleted while its code ran") })
    }
  }

  @Test("and whose lane is killed before it saw to that loses nothing")
  func laneDies() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two > a.txt")
      let id = sent.packet.id
      // As the lane of an attempt writes it down.
      let tip = try #require(try scene.fixture.open().target(of: Layout.packet(id)))
      let place = LanePlace(of: id, in: scene.repository.gitDirectory)
      try Data("\(Layout.packet(id)) \(tip)\n".utf8)
        .write(to: URL(fileURLWithPath: "\(place.directory)/references"))
      try await scene.repository.git("update-ref", "-d", Layout.packet(id).text)
      let done = try await scene.workspace.reconcile()
      #expect(done.remarks.contains { $0.contains("was deleted while its code ran") })
      #expect(try scene.packet(id)?.state == .review)
      #expect(try await scene.workspace.reconcile().remarks.isEmpty)
    }
  }
}

extension LaneScene {
  /// That the packet came to review with what its worker did, and lands.
  fileprivate func expectReviewed(_ sent: Dispatched) async throws {
    #expect(sent.packet.state == .review)
    let head = try #require(sent.packet.head)
    #expect(try await text(of: "a.txt", at: head) == "two")
    let governed = try fixture.governed()
    #expect(try governed.store.heads(of: sent.packet.id).contains(head))
    #expect(try governed.repository.target(of: Layout.ledger) != nil)
    #expect(try await workspace.reconcile().actions.isEmpty)
  }
}
