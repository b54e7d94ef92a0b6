extension Policy {
  /// The roles to which a kind of event is reserved, named by the kind or by the command that
  /// writes it; nil where anybody may.
  public func reservation(of kind: EventKind) -> Set<Role>? {
    may[kind.text] ?? Self.commands[kind].flatMap { may[$0] }
  }

  /// Why a command of `name`'s would write an event of `kind` that counts for nothing; nil where
  /// policy does not stand in the way.
  public func refusal(to name: PrincipalName, writing kind: EventKind) -> Refusal? {
    guard let roles = reservation(of: kind) else { return nil }
    let held = principals[name]?.roles ?? []
    guard held.isDisjoint(with: roles) else { return nil }
    let what = Self.commands[kind] ?? kind.text
    return Refusal(
      .authority,
      "policy reserves \(what) to \(Self.words(roles, " or ")), and \(name) is "
        + (held.isEmpty ? "nobody it knows" : Self.words(held, ", ")),
      hint: "git o8 policy show tells who may what")
  }

  private static func words(_ roles: Set<Role>, _ separator: String) -> String {
    Role.allCases.filter(roles.contains).map(\.rawValue).joined(separator: separator)
  }

  /// What `may` can reserve so that this version heeds it: commands, and kinds of events.
  public static let reservable: Set<String> = {
    let others: [EventKind] = [.said, .finished, .gated, .returned, .presented, .failed]
    return reservableCommands.union((others + commands.keys).map(\.text))
  }()
  public static var reservableCommands: Set<String> { Set(commands.values) }

  private static let commands: [EventKind: String] = [
    .opened: "dispatch", .cancelled: "cancel", .retried: "retry", .edited: "edit",
    .steered: "steer", .answered: "answer", .resumed: "resume", .refreshed: "refresh",
    .handed: "steer", .started: "start", .paused: "interrupt", .submitted: "submit",
  ]
}
