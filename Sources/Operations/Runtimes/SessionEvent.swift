public import Model
import Runtimes

/// One thing that happened in a conversation, as it is shown.
public struct SessionEvent: Hashable, Sendable {
  /// The line of the transcript, counted from 1.
  public var seq: Int
  public var part: Int
  /// Milliseconds since 1970, where they are known.
  public var milliseconds: Int64?
  /// Such as `message`.
  public var kind: String
  /// Who or what it is about: a role, a tool, a path.
  public var subject: String?
  public var text: String

  public var at: Instant? { milliseconds.flatMap { Instant(seconds: $0 / 1000) } }
}

extension SessionEvent {
  init(_ event: TranscriptEvent) {
    self.init(
      seq: event.seq, part: event.part, milliseconds: event.milliseconds, kind: "", text: "")
    switch event.body {
    case .start(let session, let model):
      (kind, subject, text) = ("start", session?.text, model ?? "")
    case .message(let role, let said): (kind, subject, text) = ("message", role.rawValue, said)
    case .toolCall(_, let name, let input): (kind, subject, text) = ("tool_call", name, input)
    case .toolResult(_, let result, let outcome):
      (kind, subject, text) = ("tool_result", outcome.rawValue, result)
    case .fileChange(let path, let change):
      (kind, subject, text) = ("file_change", path, change.rawValue)
    case .usage(let usage):
      (kind, text) = ("usage", "\(usage.inputTokens) in, \(usage.outputTokens) out")
    case .limit(let limit): (kind, subject, text) = ("limit", limit.resets?.text, limit.text)
    case .error(let failure, let what): (kind, subject, text) = ("error", failure.rawValue, what)
    case .end(let end):
      kind = "end"
      switch end {
      case .completed: text = "completed"
      case .aborted: text = "aborted"
      case .failed(let why): text = "failed: \(why)"
      }
    case .output(let channel, let line):
      (kind, subject, text) = ("output", channel.rawValue, line)
    }
  }
}
