import Fixtures
import Foundation
import Model
import Support
import Testing

@testable import Operations

@Suite("Points of acceptance that a worker claims")
struct PointsTests {
  @Test(
    "are recorded as said by it, from every isolation, and shown to who judges", .caged,
    arguments: [Isolation.worktree, .clone, .sandbox])
  func claimed(isolation: Isolation) async throws {
    try await LaneScene.with { scene in
      let packet = try await scene.dispatch(
        "git o8 report --met 2 -m 'make test' && echo two > a.txt"
      ) {
        $0.isolation = isolation
        $0.acceptance = ["On time.", "Tested."]
      }.packet
      // A command has no conversation in which it could be asked.
      #expect(packet.state == .review && packet.attempts.count == 1)
      #expect(scene.said(packet) == ["claim: make test"])
      #expect(packet.points.map(\.claimant) == [nil, 1])
      let errand = try #require(try scene.workspace.inbox().errands.first)
      #expect(errand.kind == .judge)
      let docket = try scene.workspace.docket(
        for: VerdictRequest(.approve, on: packet.id.hex))
      #expect(docket.points == packet.points)
      #expect(errand.unclaimed == [AcceptancePoint(1, "On time.", claimedIn: nil)])
    }
  }

  @Test("that are none are refused, and the worker is told")
  func unknown() async throws {
    try await LaneScene.with { scene in
      let packet = try await scene.dispatch(
        """
        git o8 report --met 0; test $? = 1 || exit 8
        git o8 report --met 3 || exit 9
        echo '{"what":"claim","points":[1],"text":"by hand"}' > $O8_OUTBOX/.x
        mv $O8_OUTBOX/.x $O8_OUTBOX/x.json
        echo two > a.txt
        """
      ) { $0.acceptance = ["On time.", "Tested."] }.packet
      #expect(packet.points.map(\.claimant) == [1, nil])
      #expect(
        scene.notes(packet) == ["refused 1 of what it left in its outbox; the log names the first"]
          || scene.notes(packet) == ["refused 1 of what it left in its outbox"])
      #expect(try await scene.log(packet).contains { $0.contains("has no point 3, only 1 to 2") })
    }
  }

  @Test("are asked about once, in the same conversation, before the gates")
  func asked() async throws {
    try await TalkingWorker.with(
      """
      case $O8_ATTEMPT in
      1) echo two > a.txt ;;
      2) cp $O8_PROMPT_FILE asked.txt; git o8 report --met 1 ;;
      esac
      """
    ) { scene in
      let packet = try await scene.dispatch { $0.acceptance = ["On time.", "Tested."] }
      #expect(packet.state == .review)
      #expect(packet.attempts.map(\.reason) == [.first, .points])
      #expect(packet.attempts.map(\.end?.outcome) == [.changed, .changed])
      #expect(Set(packet.attempts.map(\.session)).count == 1 && packet.attemptsUsed == 1)
      #expect(packet.points.map(\.claimant) == [2, nil])
      let asked = try await scene.lanes.text(of: "asked.txt", at: try #require(packet.head))
      #expect(asked.contains("1. On time.\n2. Tested.") && asked.contains("points left open"))
    }
  }

  @Test("that are all claimed cost no further turn, nor does a worker that fails when it is asked")
  func notAskedTwice() async throws {
    try await TalkingWorker.with("git o8 report --met 1 --met 2; echo two > a.txt") { scene in
      let packet = try await scene.dispatch { $0.acceptance = ["On time.", "Tested."] }
      #expect(packet.state == .review && packet.attempts.count == 1)
    }
    try await TalkingWorker.with("echo $O8_ATTEMPT >> a.txt; exit $((O8_ATTEMPT - 1))") { scene in
      let packet = try await scene.dispatch { $0.acceptance = ["On time."] }
      #expect(packet.state == .review)
      #expect(packet.attempts.map(\.end?.outcome) == [.changed, .failed])
      #expect(packet.openPoints.count == 1)
    }
  }
}
