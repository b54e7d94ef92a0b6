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

@Suite("Reconciling")
struct ReconcileTests {
  private func kinds(_ scene: LandingScene) async throws -> [Reconciliation.Kind] {
    let first = try await scene.workspace().reconcile()
    let references = try await scene.references()
    let second = try await scene.workspace().reconcile()
    #expect(second.actions == [])
    #expect(try await scene.references() == references)
    return first.actions.map(\.kind)
  }

  @Test("where all is in order nothing happens")
  func order() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      #expect(try await kinds(scene) == [])
      #expect(try scene.packet(packet.id).state == .approved)
    }
  }

  @Test("a merge made by hand of an approved lane ends in the ledger")
  func byHand() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let lane = try #require(packet.lane)
      try await scene.repository.git("merge", "-q", "--no-ff", "--no-edit", lane.short)
      let commit = try scene.main()
      #expect(try await kinds(scene) == [.landingRecorded])
      #expect(try scene.packet(packet.id).landedCommit == commit)
      #expect(try scene.fixture.governed().store.note(on: commit) != nil)
      try scene.expectGone(packet)
    }
  }

  @Test(
    "so does a fast-forward, and a merge with later commits above it", arguments: [true, false])
  func byHandOtherwise(isFastForward: Bool) async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let lane = try #require(packet.lane)
      try await scene.repository.git(
        "merge", "-q", isFastForward ? "--ff-only" : "--no-ff", "--no-edit", lane.short)
      let commit = try scene.main()
      try await scene.landByHand(["b.txt": "other\n"])
      #expect(try await kinds(scene) == [.landingRecorded, .breachRecorded])
      #expect(try scene.packet(packet.id).landedCommit == commit)
    }
  }

  @Test("a merge by hand of what nobody approved is no landing")
  func unapprovedByHand() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      let lane = try #require(packet.lane)
      try await scene.repository.git("merge", "-q", "--no-ff", "--no-edit", lane.short)
      #expect(try await kinds(scene) == [.breachRecorded])
      #expect(try scene.packet(packet.id).state == .review)
    }
  }

  @Test("a packet that closed without an entry gets one")
  func unrecorded() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      try await scene.fixture.governed().carryOut(
        .cancel(reason: "no"), on: packet.id, stamp: scene.fixture.stamp)
      #expect(try await kinds(scene) == [.closingRecorded])
      #expect(try scene.packet(packet.id).state == .cancelled)
      try scene.expectGone(packet)
    }
  }

  @Test("references that come back after the closing are recorded as late and go again")
  func late() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      let governed = try scene.fixture.governed()
      let head = try #require(packet.head)
      try await governed.carryOut(
        .cancel(reason: nil), on: packet.id, stamp: scene.fixture.stamp)
      let tip = try #require(try scene.target(Layout.packet(packet.id)))
      #expect(try await kinds(scene) == [.closingRecorded])
      // As a stale clone pushes them, with something that it said meanwhile.
      try governed.repository.move(Layout.packet(packet.id), from: nil, to: tip)
      try governed.repository.move(Layout.heads(packet.id), from: nil, to: head)
      _ = try await governed.store.append(
        [
          EventDraft(
            .steered(message: "late", live: false), of: packet.id, stamp: scene.fixture.stamp,
            state: .review)
        ], to: Layout.packet(packet.id), .packet)
      #expect(try await kinds(scene) == [.cleared])
      #expect(try scene.target(Layout.packet(packet.id)) == nil)
      #expect(try scene.target(Layout.heads(packet.id)) == nil)
      let subject = try await scene.repository.git("log", "-1", "--format=%s", Layout.ledger.text)
      #expect(subject == "late: Fix it")
      #expect(try scene.packet(packet.id).state == .cancelled)
    }
  }

  @Test("a worktree that vanished is forgotten, and its branch stays")
  func vanished() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      try FileManager.default.removeItem(atPath: try scene.worktree(of: packet).path)
      #expect(try await kinds(scene) == [.worktreeForgotten])
      #expect(try scene.target(try #require(packet.lane)) == packet.head)
      #expect(try scene.packet(packet.id).state == .review)
    }
  }

  @Test("a worktree that had to stay when its packet landed goes as soon as it can")
  func kept() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.approve(["a.txt": "two\n"])
      let path = try scene.worktree(of: packet).path
      _ = try await scene.workspace(in: path).merge("fix")
      #expect(FileManager.default.fileExists(atPath: path))
      #expect(try await kinds(scene) == [.cleared])
      try scene.expectGone(packet)
    }
  }

  @Test("notes that were lost are made again from the ledger")
  func notes() async throws {
    try await LandingScene.with { scene in
      _ = try await scene.approve(["a.txt": "two\n"])
      let report = try await scene.workspace().merge("fix")
      let note = try scene.fixture.governed().store.note(on: report.commit)
      try await scene.repository.git("update-ref", "-d", Layout.notes.text)
      #expect(try await kinds(scene) == [.noteWritten])
      #expect(try scene.fixture.governed().store.note(on: report.commit) == note)
    }
  }

  @Test("a lane whose process died is recovered, even within git", arguments: [false, true])
  func died(isLocked: Bool) async throws {
    try await LandingScene.with { scene in
      let (opened, worktree) = try await scene.startedLane()
      try scene.repository.worktree(at: worktree.path).write(["a.txt": "two\n"])
      if isLocked {
        let lock = try await scene.repository.git(
          "-C", worktree.path, "rev-parse", "--git-path", "index.lock")
        #expect(FileManager.default.createFile(atPath: lock, contents: nil))
      }
      #expect(try await kinds(scene) == [.laneRecovered])
      let packet = try scene.packet(opened.id)
      #expect(packet.state == .waiting)
      #expect(packet.attempts.first?.end?.outcome == .crashed)
    }
  }

  @Test("a worktree that was cut off while files came holds no deletions")
  func halfMade() async throws {
    try await LandingScene.with { scene in
      let (opened, worktree) = try await scene.startedLane()
      let base = try scene.main()
      let index = try await scene.repository.git(
        "-C", worktree.path, "rev-parse", "--git-path", "index")
      try FileManager.default.moveItem(atPath: index, toPath: index + ".lock")
      try FileManager.default.removeItem(atPath: worktree.path + "/b.txt")
      #expect(try await kinds(scene) == [.laneRecovered])
      #expect(try scene.packet(opened.id).attempts.first?.end?.head == base)
      #expect(FileManager.default.fileExists(atPath: worktree.path + "/b.txt"))
    }
  }

  @Test("a worktree that git had not put on its branch yet is made anew")
  func headless() async throws {
    try await LandingScene.with { scene in
      let (opened, worktree) = try await scene.startedLane()
      let own = try await scene.repository.git(
        "-C", worktree.path, "rev-parse", "--absolute-git-dir")
      try FileManager.default.removeItem(atPath: own + "/index")
      // What git writes before it moves the worktree to where it belongs.
      try Data((String(repeating: "0", count: 40) + "\n").utf8)
        .write(to: URL(fileURLWithPath: own + "/HEAD"))
      let report = try await scene.workspace().reconcile()
      #expect(report.problems == [])
      #expect(report.actions.map(\.kind) == [.laneRecovered])
      #expect(try scene.packet(opened.id).state == .waiting)
    }
  }

  @Test("only the packet that is named is looked at")
  func named() async throws {
    try await LandingScene.with { scene in
      let first = try await scene.present(["a.txt": "two\n"], titled: "First")
      let second = try await scene.present(["b.txt": "two\n"], titled: "Second")
      for packet in [first, second] {
        try await scene.fixture.governed().carryOut(
          .cancel(reason: nil), on: packet.id, stamp: scene.fixture.stamp)
      }
      let report = try await scene.workspace().reconcile("second")
      #expect(report.actions.map(\.packet) == [second.id])
      #expect(try scene.target(Layout.packet(first.id)) != nil)
    }
  }

  @Test("a packet that no lane has goes on where it stood")
  func stranded() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      let head = try await scene.commit(["a.txt": "three\n"], in: scene.worktree(of: packet))
      try await scene.fixture.governed().carryOut(
        .submit(head: head), on: packet.id, stamp: scene.fixture.stamp)
      try scene.claim(packet.id)
      let report = try await scene.workspace().reconcile()
      #expect(report.actions.map(\.kind) == [.laneStarted])
    }
  }

  @Test("a worktree of gates that died half-made is removed", arguments: [true, false])
  func gatesDied(isHalfMade: Bool) async throws {
    try await LandingScene.with { scene in
      let path = scene.repository.scratch + "/gates-1234567-8"
      try await scene.repository.git(
        "worktree", "add", "-q", "--lock", "--reason", "gates run here", "--detach", path)
      if isHalfMade { try FileManager.default.removeItem(atPath: path + "/.git") }
      #expect(try await scene.workspace().reconcile().remarks.count == 1)
      #expect(!FileManager.default.fileExists(atPath: path))
      #expect(try await scene.workspace().reconcile().remarks == [])
    }
  }
}

extension LandingScene {
  /// A packet of this clone's whose worker has begun, and whose lane nobody holds.
  fileprivate func startedLane() async throws -> (packet: Packet, worktree: LaneWorktree) {
    let governed = try fixture.governed()
    let work = Opened(title: "Fix it", branch: GovernedFixture.main, runtime: "exec")
    let opened = try await governed.open(work, attachments: [:], stamp: fixture.stamp)
    let worktree = try worktree(of: opened)
    let base = try main()
    try await worktree.add(at: base)
    let started = Started(
      number: 1, reason: .first, runtime: "exec", lane: worktree.branch, head: base, base: base)
    try await governed.carryOut(.start(started), on: opened.id, stamp: fixture.stamp)
    try claim(opened.id)
    return (opened, worktree)
  }
}
