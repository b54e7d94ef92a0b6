extension EventBody {
  /// The kind's own fields of `event.json`.
  public var fields: [String: JSONValue] {
    switch self {
    case .opened(let opened), .edited(let opened): opened.fields
    case .started(let started): started.fields
    case .steered(let message, let live, let typed):
      ["message": .string(message), "live": .bool(live)]
        .merging(typed ? ["typed": .bool(true)] : [:]) { $1 }
    case .paused(let started, let reason, let text, let until):
      [
        "started": JSONValue(started), "reason": .string(reason.rawValue), "text": .string(text),
      ].merging(until.map { ["until": .string($0.text)] } ?? [:]) { $1 }
    case .resumed(let started), .reported(let started): ["started": JSONValue(started)]
    case .answered(let started, let text):
      ["started": JSONValue(started), "text": .string(text)]
    case .handed(let started, let hand):
      ["started": JSONValue(started), "to": .string(hand.rawValue)]
    case .said(let said): said.fields
    case .finished(let finished): finished.fields
    case .submitted(let submitted):
      ["started": JSONValue(submitted.started), "head": JSONValue(submitted.head)]
    case .gated(let gated): gated.fields
    case .returned(let returned):
      [
        "started": JSONValue(returned.started), "head": JSONValue(returned.head),
        "because": JSONValue(returned.because),
      ]
    case .presented(let presented): presented.fields
    case .refreshed(let base, let reason):
      ["base": JSONValue(base), "reason": .string(reason)]
    case .verdict(let verdict): verdict.fields
    case .failed(let started, let reason):
      ["started": JSONValue(started), "reason": .string(reason)]
    case .cancelled(let reason): ["reason": JSONValue(reason)]
    case .retried(let retrial): retrial == .onward ? [:] : ["how": .string(retrial.rawValue)]
    case .unknown: [:]
    }
  }

  public static func known(
    _ kind: EventKind, _ fields: FieldReader
  ) throws(FormatError) -> EventBody? {
    switch kind {
    case .opened: return .opened(try Opened(fields))
    case .edited: return .edited(try Opened(fields))
    case .started: return .started(try Started(fields))
    case .steered:
      return .steered(
        message: try fields.text("message"), live: try fields.truth("live"),
        typed: try fields.optionalTruth("typed") ?? false)
    case .paused:
      return .paused(
        started: try fields.id("started"),
        reason: try fields.convert("reason", PauseReason.init), text: try fields.text("text"),
        until: try fields.convertOptional("until") { Instant($0) })
    case .resumed: return .resumed(started: try fields.id("started"))
    case .answered:
      return .answered(started: try fields.id("started"), text: try fields.text("text"))
    case .handed:
      return .handed(
        started: try fields.id("started"), to: try fields.convert("to", TerminalHand.init))
    case .said: return .said(try Said(fields))
    case .finished: return .finished(try Finished(fields))
    case .submitted:
      return .submitted(
        Submitted(started: try fields.optionalID("started"), head: try fields.id("head")))
    case .gated: return .gated(try Gated(fields))
    case .returned:
      return .returned(
        Returned(
          started: try fields.optionalID("started"), head: try fields.id("head"),
          because: try fields.texts("because")))
    case .presented: return .presented(try Presented(fields))
    case .refreshed:
      return .refreshed(base: try fields.id("base"), reason: try fields.text("reason"))
    case .verdict: return .verdict(try Verdict(fields))
    case .failed:
      return .failed(
        started: try fields.optionalID("started"), reason: try fields.text("reason"))
    case .retried:
      return .retried(try fields.convertOptional("how", Retrial.init) ?? .onward)
    case .cancelled: return .cancelled(reason: try fields.optionalText("reason"))
    case .reported: return .reported(started: try fields.id("started"))
    default: return nil
    }
  }
}
