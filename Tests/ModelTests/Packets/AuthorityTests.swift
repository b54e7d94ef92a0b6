import Model
import Testing

@Suite struct Authorities {
  @Test func gateRunsCountOnlyFromAGateOrAnOperator() throws {
    var story = PacketStory()
    story.start()
    story.submit()
    story.gate(signed: false)
    story.gate(by: "eve")
    let packet = try #require(story.packet())
    #expect(packet.gates.isEmpty)
    #expect(
      packet.ignored.map(\.reason.reason) == [
        "it is not signed", "it is not signed by a principal that holds operator or gate",
      ])
  }

  @Test func gateRunsNameTheSubmittedHead() throws {
    var story = PacketStory()
    story.start()
    story.submit()
    story.gate(objectID(0xc1))
    #expect(story.packet()?.gates.isEmpty == true)
    #expect(story.packet()?.ignored.map(\.reason.kind) == [.stale])
  }

  @Test(arguments: [
    ("eve", true, Role.operator, "it is not signed by a principal that holds operator"),
    ("ann", false, .operator, "it is not signed"),
    ("bot", true, .worker, "a worker signs no verdicts"),
    ("zed", true, .operator, "it is not signed with a key of zed"),
  ])
  func verdictsWithoutAuthorityAreShownWithTheReason(
    author: String, signed: Bool, role: Role, why: String
  ) throws {
    var story = PacketStory()
    story.reachReview()
    story.judge(.approve, role: role, by: author, signed: signed)
    let packet = try #require(story.packet())
    #expect(packet.state == .review)
    #expect(packet.verdicts.map(\.why) == [why])
  }

  @Test func nothingHasAuthorityWithoutAPolicy() {
    var story = PacketStory()
    story.reachReview()
    story.judge(.approve)
    #expect(story.packet(nil)?.state == .review)
    #expect(story.packet(nil)?.verdicts.map(\.isValid) == [false])
  }

  @Test func twoSeatsNeedTwoHumansUnlessSelfReviewIsAllowed() {
    var story = PacketStory()
    story.reachReview()
    story.judge(.approve)
    story.judge(.approve, role: .reviewer, by: "ann-claude")
    #expect(story.packet(.with(.refused, reviewers: 1))?.state == .review)
    #expect(story.packet(.with(.allowed, reviewers: 1))?.state == .approved)
    story.judge(.approve, role: .reviewer, by: "eve")
    #expect(story.packet(.with(.refused, reviewers: 1))?.state == .approved)
  }

  @Test func whatWasPresentedCannotAskForLessThanPolicy() {
    var story = PacketStory()
    story.reachReview()
    story.judge(.approve)
    #expect(story.packet(.with(.allowed, reviewers: 2))?.state == .review)
  }

  @Test func aPrincipalsLastDecisionCounts() throws {
    var story = PacketStory()
    story.reachReview()
    story.judge(.approve)
    story.judge(.reject)
    let packet = try #require(story.packet())
    #expect(packet.state == .rejected)
    #expect(packet.verdicts.map(\.why) == ["ann decided again later", nil])
  }

  @Test func policyReservesWhatItNames() {
    var story = PacketStory()
    story.add(.cancelled(reason: "no"))
    #expect(story.packet()?.state == .cancelled)
    #expect(story.packet(.with(.allowed, may: ["cancel": [.operator]]))?.state == .queued)
    #expect(story.packet(.with(.allowed, may: ["cancelled": [.operator]]))?.state == .queued)
    story.add(.cancelled(reason: "no"), by: "ann", signed: true)
    #expect(story.packet(.with(.allowed, may: ["cancel": [.operator]]))?.state == .cancelled)
  }

  @Test func aHostileRequirementCostsNoMemory() {
    var story = PacketStory()
    story.start()
    story.submit()
    var body = Presented.sample(story.started)
    body.require = [.reviewer: Int(Int32.max)]
    story.add(.presented(body))
    story.judge(.approve)
    #expect(story.packet(.with(.refused))?.state == .review)
  }

  @Test func theSignedCopyOfAnEventWins() throws {
    var story = PacketStory()
    story.reachReview()
    story.judge(.approve)
    var bare = story.events[story.events.count - 1]
    bare.id = objectID(0x01)
    bare.signers = []
    story.append(bare)
    let packet = try #require(story.packet())
    #expect(packet.state == .approved && packet.verdicts.count == 1)
  }

  @Test func anAttemptIsTheSameUnderTheIdOfEitherCopy() throws {
    var story = PacketStory()
    story.start()
    var copy = story.events[1]
    copy.id = objectID(0x01)
    copy.signers = [.of("bot")]
    story.append(copy)
    story.add(.submitted(Submitted(started: story.events[1].id, head: PacketStory.head)))
    let packet = try #require(story.packet())
    #expect(packet.current == copy.id && packet.state == .gating)
  }

  @Test func aRejectionOfAnEarlierHeadBlocksUntilItIsTakenBack() {
    var story = PacketStory()
    story.reachReview()
    story.submit(objectID(0xc1))
    story.judge(.reject, role: .reviewer, by: "eve")
    story.present(objectID(0xc1))
    story.judge(.approve, objectID(0xc1))
    #expect(story.packet()?.state == .review)
    story.judge(.approve, objectID(0xc1), role: .reviewer, by: "eve")
    #expect(story.packet()?.state == .approved)
  }

  @Test func whoWorkedOnItNeitherGatesNorApprovesUnlessSelfReviewIsAllowed() throws {
    var story = PacketStory()
    var started = Started.sample()
    started.worker = PrincipalName("ann")
    story.add(.started(started))
    story.submit()
    story.gate()
    story.present()
    story.judge(.approve)
    let refused = try #require(story.packet(.with(.refused)))
    #expect(refused.gates.isEmpty && refused.state == .review)
    #expect(refused.verdicts.map(\.why) == ["ann worked on this packet"])
    #expect(story.packet(.with(.allowed))?.state == .approved)
  }

  @Test func anApprovalNamesTheAuthorsWhoCannotApprove() throws {
    var story = PacketStory()
    story.reachReview()
    story.judge(.approve, role: .reviewer, by: "eve")
    var verdict = Verdict.sample(.approve)
    verdict.authors = [PrincipalName("eve")!]
    story.add(.verdict(verdict), by: "ann", signed: true)
    #expect(story.packet(.with(.refused, reviewers: 1))?.state == .review)
    #expect(story.packet(.with(.allowed, reviewers: 1))?.state == .approved)
  }
}
