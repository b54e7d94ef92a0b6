public import Model

extension Packet {
  /// How a packet went that nothing can be done about any more, after "the packet".
  var howItEnded: String {
    switch state {
    case .landed: "has landed\(landedCommit.map { " as \($0.short)" } ?? "")"
    case .reported: "has ended with its report"
    case .cancelled: "was cancelled"
    case .rejected: "was rejected"
    case .queued, .running, .waiting, .gating, .review, .approved, .failed:
      "is \(state.rawValue)"
    }
  }
}

extension Packet {
  /// What who cancelled the packet said; nil where nobody did or said anything.
  public var reasonOfClosing: String? {
    guard state == .cancelled else { return nil }
    for line in log.reversed() where line.ignored == nil {
      if case .cancelled(let reason) = line.body { return reason }
    }
    return nil
  }
}
