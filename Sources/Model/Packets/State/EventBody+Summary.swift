extension EventBody {
  /// What the event says on one line, as `git log` shows it after the kind; the subject that
  /// writers give it.
  public var summary: String {
    Self.subject(text)
  }

  /// Longer lines make `git log --oneline` unreadable.
  private static let characterLimit = 100

  /// One line of `text` that fits an envelope: a character can be many bytes long.
  public static func subject(_ text: String) -> String {
    var scalars = Normalization.composed(SafeText.singleLine(text, limit: characterLimit))
      .unicodeScalars
    while scalars.count > 0, String(scalars).utf8.count > Limits.subjectBytes {
      scalars.removeLast(scalars.count - scalars.count * 3 / 4)
    }
    return String(scalars)
  }

  private var text: String {
    switch self {
    case .opened(let work), .edited(let work): work.title
    case .started(let body): "attempt \(body.number) with \(body.runtime)\(body.reason.phrase)"
    case .steered(let message, _, true): "typed at its terminal: \(message)"
    case .steered(let message, let live, _):
      live ? "while it works: \(message)" : "for the next attempt: \(message)"
    case .paused(_, let reason, let text, _): "\(reason.phrase)\(Self.after(text))"
    case .resumed: "the attempt goes on"
    case .answered(_, let text): text
    case .handed(_, .person): "a person took over its terminal"
    case .handed(_, .worker): "its terminal was given back"
    case .said(let body): "\(body.what.rawValue): \(body.sentence)"
    case .finished(let body): body.phrase
    case .submitted(let body): "\(body.head.short)"
    case .gated(let body):
      "\(body.name) \(body.passed ? "passed" : "failed") on \(body.head.short) "
        + "in \(body.seconds) s"
    case .returned(let body): "\(body.head.short)\(Self.after(Self.list(body.because)))"
    case .presented(let body):
      "\(body.head.short) on \(body.base.short)\(Self.after(Self.needs(body.require)))"
    case .refreshed(let base, let reason): "on \(base.short)\(Self.after(reason))"
    case .verdict(let body):
      "\(body.decision.rawValue) \(body.head.short) as \(body.role.rawValue)"
        + Self.after(body.summary ?? "")
    case .failed(_, let reason): reason
    case .retried(.onward): "attempts count afresh"
    case .retried(.replay): "the first attempt once more"
    case .cancelled(let reason): reason ?? "no longer wanted"
    case .reported: "a report, no change"
    case .unknown(let reason): reason
    }
  }

  private static func after(_ text: String) -> String { text.isEmpty ? "" : ": \(text)" }

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  private static func needs(_ require: [Role: Int]) -> String {
    let counts = Role.allCases.compactMap { role in
      require[role].flatMap { $0 > 0 ? "\($0) \(role.rawValue)" : nil }
    }
    return counts.isEmpty ? "" : "needs \(list(counts))"
  }
}

extension AttemptReason {
  fileprivate var phrase: String {
    switch self {
    case .first: ""
    case .gates: " after red gates"
    case .revise: " to revise"
    case .retry: " again"
    case .replay: " as at first"
    case .resume: " to go on"
    case .continuation: " to finish"
    case .compaction: " in the conversation summed up"
    case .points: " to meet the points left open"
    }
  }
}

extension PauseReason {
  fileprivate var phrase: String {
    switch self {
    case .question: "asks"
    case .limit: "at the provider's limit"
    case .held: "held"
    }
  }
}

extension Finished {
  fileprivate var phrase: String {
    let how = outcome.rawValue.split(separator: "_").joined(separator: " ")
    let end = exit.map { ", exit \($0)" } ?? signal.map { ", signal \($0)" } ?? ""
    return "\(how)\(end), \(seconds) s"
  }
}
