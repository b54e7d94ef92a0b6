import Model
import Testing

private func policy(_ selfReview: SelfReview) throws -> Policy {
  var policy = try Samples.policy()
  policy.selfReview = selfReview
  return policy
}

@Test func aHumanOfTwoRolesTakesTheSeatThatNobodyElseCan() throws {
  let approvals = [
    Approval(try name("ann"), as: .operator), Approval(try name("ann"), as: .reviewer),
    Approval(try name("ben"), as: .operator),
  ]
  let need: [Role: Int] = [.operator: 1, .reviewer: 1]
  #expect(Seats.missing(require: need, approvals: approvals, policy: try policy(.refused)) == [:])
}

@Test func twoNamesOfOneHumanFillOneSeatUnlessSelfReviewIsAllowed() throws {
  let approvals = [
    Approval(try name("ann"), as: .operator), Approval(try name("ann-claude"), as: .reviewer),
  ]
  let need: [Role: Int] = [.operator: 1, .reviewer: 1]
  #expect(
    Seats.missing(require: need, approvals: approvals, policy: try policy(.refused))
      == [.reviewer: 1])
  #expect(Seats.missing(require: need, approvals: approvals, policy: try policy(.allowed)) == [:])
}

@Test func aPrincipalCountsOnceInARoleEvenInSelfReview() throws {
  let twice = [Approval(try name("ann"), as: .operator), Approval(try name("ann"), as: .operator)]
  #expect(
    Seats.missing(require: [.operator: 2], approvals: twice, policy: try policy(.allowed))
      == [.operator: 1])
}

@Test func approvalsInARoleThatIsNotHeldFillNothing() throws {
  let approvals = [
    Approval(try name("bot"), as: .operator), Approval(try name("stranger"), as: .operator),
  ]
  #expect(
    Seats.missing(require: [.operator: 1], approvals: approvals, policy: try policy(.allowed))
      == [.operator: 1])
}

@Test func aPathMayAskForMoreButThePolicysOwnersAreNotAskedForEveryChange() throws {
  var policy = try policy(.refused)
  let pattern = try #require(Pattern("src/**"))
  policy.require.byPath = [PathRequirement(pattern: pattern, byRole: [.reviewer: 2, .owner: 1])]
  #expect(Seats.required(for: ["doc/a"], policy: policy) == [.operator: 1])
  #expect(
    Seats.required(for: ["doc/a", "SRC/b"], policy: policy)
      == [.operator: 1, .reviewer: 2, .owner: 1])
}
