import Model
import Runtimes
import Testing

/// One recorded run, with how its process ended, what git saw, and what it has to come to.
struct CaptureCase: Sendable, CustomTestStringConvertible {
  let name: String
  let profile: ParserProfile
  let outcome: Outcome
  let exit: Int?
  let signal: Int?
  let changed: Bool
  let hasSession: Bool
  let tokens: [Int]?
  let cost: Int?
  let resets: String?

  var testDescription: String { name }

  static let all = claude + codex + others

  /// Files changed in those that ended with exit status 0, unless something else is said.
  init(
    _ name: String, _ profile: ParserProfile, _ outcome: Outcome, exit: Int? = 0,
    signal: Int? = nil, changed: Bool? = nil, hasSession: Bool = true, tokens: [Int]? = nil,
    cost: Int? = nil, resets: String? = nil
  ) {
    self.name = name
    self.profile = profile
    self.outcome = outcome
    self.exit = exit
    self.signal = signal
    self.changed = changed ?? (exit != 1)
    self.hasSession = hasSession
    self.tokens = tokens
    self.cost = cost
    self.resets = resets
  }

  /// What a manifest says of a program that speaks no protocol.
  var patterns: [FailurePattern] {
    guard profile == .plain else { return [] }
    return [
      FailurePattern(.auth, "^litellm.AuthenticationError"),
      FailurePattern(.rateLimit, "^litellm.RateLimitError"),
      FailurePattern(.rateLimit, "^Ran into this error: Rate limit exceeded"),
      FailurePattern(.context, "^litellm.BadRequestError*context window"),
    ].compactMap { $0 }
  }
}
