public import Model

/// What kind of thing went wrong, as far as a CLI's own fields or its last words tell.
public enum Failure: String, CaseIterable, Hashable, Sendable {
  /// Nobody is logged in, or the key is refused.
  case auth
  /// There is no credit left, whatever the clock says.
  case billing
  case rateLimit = "rate_limit"
  case overloaded, server
  /// The conversation no longer fits the model.
  case context
  /// The provider rejects the conversation itself, so that every further turn of it fails.
  case history
  /// There is no such model, or not for this account.
  case model
  case permission, network, other
}

extension Failure {
  /// How a run ends that did not get past this.
  ///
  /// Without credit a provider is as exhausted as at a limit: what helps is to go elsewhere.
  public var outcome: Outcome {
    switch self {
    case .auth: .auth
    case .billing, .rateLimit: .limited
    case .context: .context
    case .history: .history
    case .overloaded, .server, .model, .permission, .network, .other: .failed
    }
  }

  /// How often in a row, without an answer in between, it is reported by a run that nothing more
  /// can come of.
  ///
  /// Retrying mends no key, credit, model or conversation; three is what a CLI needs that refreshes
  /// its login on the way. The rest may mend, and the CLIs known give up by themselves after ten.
  var patience: Int {
    switch self {
    case .auth, .billing, .context, .history, .model: 3
    case .rateLimit, .overloaded, .server, .permission, .network, .other: 12
    }
  }
}
