import Model
import Testing

/// An agent CLI that `Tests/Agents/stand-in` plays, and what its recording comes to.
struct StandIn: Sendable, CustomTestStringConvertible {
  let runtime: String
  /// What it is called on PATH.
  let program: String
  /// Something that its log has to tell, as logs tell it.
  let says: String
  let usage: Usage?
  let conversation: Conversation
  let limit: Limit

  enum Conversation: Sendable {
    /// It has none that could be continued.
    case none
    case kept
  }

  /// What it says at a limit, with which status it ends, and what that is.
  struct Limit: Sendable {
    let capture: String
    let status: String
    var outcome = Outcome.limited
    /// How long its packet then waits, in seconds.
    var seconds: Int64 = 300
  }

  var testDescription: String { runtime }

  init(
    _ runtime: String, program: String? = nil, says: String = "agent: I will create it.",
    usage: Usage? = nil, conversation: Conversation = .kept, limit: Limit
  ) {
    self.runtime = runtime
    self.program = program ?? runtime
    self.says = says
    self.usage = usage
    self.conversation = conversation
    self.limit = limit
  }

  private static let tokens = Usage(inputTokens: 3000, outputTokens: 150)

  static let all = [
    StandIn(
      "aider", says: "Applied edit to hello.txt", conversation: .none,
      limit: Limit(capture: "aider-429", status: "never")),
    StandIn(
      "amp", says: "agent: Nothing to do.", limit: Limit(capture: "made/amp-limit", status: "1")),
    StandIn(
      "copilot", usage: Usage(outputTokens: 42),
      limit: Limit(capture: "made/copilot-limit", status: "1", seconds: 7200)),
    StandIn(
      "crush", says: "Created hello.txt.", conversation: .none,
      limit: Limit(capture: "made/crush-limit", status: "1")),
    StandIn(
      "cursor", program: "cursor-agent", limit: Limit(capture: "made/cursor-limit", status: "1")),
    StandIn("droid", usage: tokens, limit: Limit(capture: "made/droid-limit", status: "1")),
    StandIn(
      "gemini", usage: tokens,
      limit: Limit(capture: "made/gemini-quota", status: "1", seconds: 65_345)
    ),
    StandIn(
      "goose", says: "Created hello.txt.", limit: Limit(capture: "made/goose-limit", status: "1")),
    StandIn(
      "grok", says: "Created hello.txt.", usage: tokens,
      limit: Limit(capture: "grok-usage_limit", status: "1")),
    StandIn(
      "kimi",
      limit: Limit(capture: "made/kimi-limit", status: "75", outcome: .failed, seconds: 20)),
    StandIn(
      "mistral-vibe", program: "vibe", says: "Created hello.txt.", conversation: .none,
      limit: Limit(capture: "made/vibe-limit", status: "1")),
    StandIn(
      "opencode", says: "agent: I will create hello.txt.",
      usage: Usage(inputTokens: 3000, outputTokens: 150, costMicros: 15_000),
      limit: Limit(capture: "made/opencode-429", status: "never")),
    StandIn("qwen", usage: tokens, limit: Limit(capture: "made/qwen-limit", status: "1")),
  ]
}
