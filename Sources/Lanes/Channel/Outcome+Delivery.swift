import Model

extension Outcome {
  /// What a run came to that ended in order, by what its packet is to deliver: a report is told
  /// from what was handed over, never from changed files, and a change never from a report.
  func delivering(_ delivery: Delivery, isReported: Bool) -> Outcome {
    switch self {
    case .changed, .noChanges, .reported:
      guard delivery == .report else { return self == .reported ? .noChanges : self }
      return isReported ? .reported : .noChanges
    case .failed, .timedOut, .stalled, .interrupted, .limited, .auth, .context, .history,
      .crashed, .tampered:
      return self
    }
  }
}

extension Packet {
  /// Whether the worker of an attempt handed a report over: in its own words, or as a file.
  func isReported(_ attempt: Attempt, with artifacts: [Artifact]) -> Bool {
    said.contains { $0.words.started == attempt.id && $0.words.what == .report }
      || artifacts.contains { $0.path == Self.reportFile && $0.kept.size > 0 }
  }

  /// Where a report stands among the files for people.
  static let reportFile = "report.md"

  /// What a person should know of an attempt that was to deliver a report.
  func deliveryNotes(_ outcome: Outcome, head: ObjectID, isNew: Bool) -> [String] {
    guard work.delivers == .report else { return [] }
    var notes: [String] = []
    if isNew {
      notes.append("it changed files, which do not land with a report: \(head.short) keeps them")
    }
    if outcome == .noChanges { notes.append(Self.noReport) }
    return notes
  }

  static let noReport = LaneBrief.noReport
}

extension LaneBrief {
  /// What the end of an attempt notes that was to hand a report over and did not.
  public static let noReport = "it handed over no report"
}
