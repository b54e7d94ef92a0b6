import Model
import Runtimes
import Store
import Trust

extension Lane {
  /// What there is to decide the next step by, as it is now.
  func means() throws -> LaneMeans {
    var means = LaneMeans(now: setting.now())
    means.workers = policy.workers
    let agents = agents
    guard !agents.isEmpty else { return means }
    means.resuming = Set(agents.filter(canResume))
    means.compacting = Set(agents.filter { capabilities(of: $0).contains(.compaction) })
    means.conversations = place.conversations
    means.fallbacks = setting.fallbacks
    means.isInsisted = place.isInsisted
    means.refusals =
      means.isInsisted
      ? [:] : try governed.store.refusals(of: setting.actor.name, at: means.now)
    return means
  }

  /// The runtimes that this packet may meet and that have providers and conversations; none where
  /// its worker is a command of the caller's own.
  private var agents: Set<String> {
    let met = Set(packet.attempts.map(\.runtime) + [packet.work.runtime]).filter(Self.isAgent)
    return met.isEmpty ? [] : met.union(setting.fallbacks)
  }

  private func runtime(_ name: String) -> (any Runtime)? {
    RuntimeName(name).flatMap { try? setting.runtimes.runtime(named: $0) }
  }

  private func capabilities(of runtime: String) -> Capabilities {
    self.runtime(runtime)?.capabilities ?? []
  }

  private func canResume(_ runtime: String) -> Bool {
    guard packet.work.surface == .stream || self.runtime(runtime)?.resumesAtTerminal == true else {
      return false
    }
    return capabilities(of: runtime).contains(.resume)
  }

  private static func isAgent(_ runtime: String) -> Bool { runtime != RuntimeName.exec.text }

  /// Whether the worker of now can have one more turn in the same conversation.
  var canContinue: Bool {
    get throws {
      let means = try means()
      guard packet.mayContinue, case .use(let name) = packet.runtime(means) else { return false }
      return packet.conversation(for: .continuation, with: name, means) != nil
    }
  }

  /// Has the user's other lanes and clones know what a provider said to an attempt: that it refuses,
  /// or that it works again.
  func tellProvider(of attempt: Attempt, _ end: Finished) async {
    guard Self.isAgent(attempt.runtime) else { return }
    let now = setting.now()
    let refusal: ProviderRefusal?
    switch end.outcome {
    case .limited:
      refusal = ProviderRefusal(
        kind: .limited, text: end.said ?? "its limit is reached", since: now,
        until: end.resets ?? now.adding(seconds: Packet.unknownLimitSeconds))
    case .auth:
      refusal = ProviderRefusal(
        kind: .auth, text: end.said ?? "it is not logged in", since: now,
        until: now.adding(seconds: Self.authSeconds))
    case .changed, .noChanges, .reported: refusal = nil
    default: return
    }
    do {
      let known = try governed.store.refusals(of: setting.actor.name, at: now)[attempt.runtime]
      guard known != nil || refusal != nil else { return }
      try await governed.store.tell(
        refusal, of: attempt.runtime, by: setting.actor.name, clone: setting.clone, at: now)
    } catch {
      // It is a courtesy: the packet itself says how the attempt ended.
      spool.note("the other lanes were not told of \(attempt.runtime): \(error)")
    }
  }

  /// How long other lanes leave a provider alone that knows nobody of this login; whoever logs in
  /// has them go on sooner with `resume`.
  private static let authSeconds: Int64 = 600
}
