extension Workspace {
  /// Refuses what a worker may not do, where its own environment says that this is one. Who
  /// cleans the environment gets further: this is for agents that go astray, not for attackers.
  func refuseInLane(_ act: String) throws(Problem) {
    guard let packet = environment["O8_PACKET"] else { return }
    throw Problem(
      .refused, "cannot \(act) in the lane of \(packet.prefix(7)): a worker decides nothing",
      hint: "say in your report what should change")
  }
}
