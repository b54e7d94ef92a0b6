public import Model
public import Trust

extension Stamp {
  /// What `actor` says by carrying out `command`: signed where it counts only so.
  public init(
    _ actor: Actor, for command: PacketCommand, under policy: Policy, at: Instant,
    asking prompt: Signer.Prompt = .never
  ) {
    let isSigned = command.alwaysSigned || command.names.contains { policy.may[$0] != nil }
    self.init(actor, at: at, isSigned: isSigned, asking: prompt)
  }
}

extension PacketCommand {
  fileprivate var alwaysSigned: Bool {
    switch self {
    case .recordGate, .judge, .answer: true
    default: false
    }
  }

  /// What policy may call it where it reserves it to a role.
  fileprivate var names: [String] {
    switch self {
    case .start: ["started", "start"]
    case .finish: ["finished"]
    case .submit: ["submitted", "submit"]
    case .recordGate: ["gated"]
    case .present: ["presented"]
    case .sendBack: ["returned", "failed"]
    case .fail: ["failed"]
    case .refresh: ["refreshed", "refresh"]
    case .judge: ["verdict"]
    case .steer: ["steered", "steer"]
    case .hand: ["handed", "steer"]
    case .pause: ["paused", "interrupt"]
    // What waits comes back first.
    case .hold: ["paused", "interrupt", "resumed", "resume"]
    case .answer: ["answered", "answer"]
    // A question has the packet wait.
    case .say: ["said", "paused", "interrupt"]
    case .resume: ["resumed", "resume"]
    case .report: ["reported"]
    case .retry, .replay: ["retried", "retry"]
    case .cancel: ["cancelled", "cancel"]
    case .edit: ["edited", "edit"]
    }
  }
}
