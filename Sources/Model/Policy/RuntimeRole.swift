/// What an agent's program may be used for.
public enum RuntimeRole: String, CaseIterable, Hashable, Sendable {
  case worker, reviewer, manager
}

extension Policy {
  /// Whether the runtime of this name may take a role.
  public func lets(_ runtime: String, be role: RuntimeRole) -> Bool {
    runtimes.map { $0[runtime]?.contains(role) ?? false } ?? true
  }

  /// The runtimes that may be workers; nil where every one may.
  public var workers: Set<String>? {
    runtimes.map { Set($0.filter { $0.value.contains(.worker) }.keys) }
  }

  /// The roles that the runtime of this name may take, in the order in which they are written.
  public func roles(of runtime: String) -> [RuntimeRole] {
    RuntimeRole.allCases.filter { lets(runtime, be: $0) }
  }

  /// Why no attempt of the runtime may begin; nil where policy lets it work.
  public func refusal(toWorkWith runtime: String) -> Refusal? {
    guard let workers, !workers.contains(runtime) else { return nil }
    let others = workers.sorted()
    return Refusal(
      .authority, Self.sentence(barring: runtime),
      hint: others.isEmpty
        ? "it lets none: git o8 policy edit --set 'runtimes.\(runtime)=[worker]'"
        : "those it lets: \(others.joined(separator: ", "))")
  }

  /// What is said of a runtime that may not work.
  public static func sentence(barring runtime: String) -> String {
    "policy does not let \(SafeText.singleLine(runtime, limit: 40)) be a worker"
  }
}
