public import Model

/// What this machine and its user bring to a packet's next step, besides the packet itself.
public struct LaneMeans: Hashable, Sendable {
  public var now: Instant
  /// Which runtimes take up a conversation again, by name.
  public var resuming: Set<String> = []
  /// Which of them can sum one up that has become too long.
  public var compacting: Set<String> = []
  /// The packet's conversations that are on this machine, by their programs' ids.
  public var conversations: Set<String> = []
  /// Which runtimes may stand in for one that cannot work now, the first first.
  public var fallbacks: [String] = []
  /// What providers refuse now, by runtime.
  public var refusals: [String: ProviderRefusal] = [:]
  /// Whether a person wants the next attempt now, whatever was waited for.
  public var isInsisted = false
  /// Which runtimes policy lets be workers; nil where it lets every one.
  public var workers: Set<String>?

  public init(now: Instant) { self.now = now }

  /// Whether policy lets a runtime be a worker.
  func lets(_ runtime: String) -> Bool { workers?.contains(runtime) ?? true }

  /// What keeps a runtime from working now; nil where nothing is known to.
  func refusal(of runtime: String) -> ProviderRefusal? {
    refusals[runtime].flatMap { $0.holds(at: now) ? $0 : nil }
  }
}

/// With what the next attempt of a packet is run.
public enum RuntimeChoice: Hashable, Sendable {
  case use(String)
  /// None of those that may be used works now; what the packet's own waits for.
  case none(ProviderRefusal)
  /// Policy does not let the packet's own work, and says so in these words.
  case barred(String)
}

extension Packet {
  /// The packet's own runtime, or the first that may stand in for it while its provider refuses.
  ///
  /// For one that policy bars, nothing stands in: whoever asked for it decides what else is to be
  /// used.
  func runtime(_ means: LaneMeans) -> RuntimeChoice {
    guard means.lets(work.runtime) else {
      return .barred(Policy.sentence(barring: work.runtime))
    }
    guard let refusal = means.refusal(of: work.runtime) else { return .use(work.runtime) }
    let others = means.fallbacks.filter {
      $0 != work.runtime && means.lets($0) && means.refusal(of: $0) == nil
    }
    return others.first.map { .use($0) } ?? .none(refusal)
  }

  /// The same for an attempt: a replay is done with the very runtime that it replays.
  func runtime(for reason: AttemptReason, _ means: LaneMeans) -> RuntimeChoice {
    guard reason == .replay, let first = attempts.first else { return runtime(means) }
    guard means.lets(first.runtime) else {
      return .barred(Policy.sentence(barring: first.runtime))
    }
    return means.refusal(of: first.runtime).map { .none($0) } ?? .use(first.runtime)
  }

  /// The conversation that an attempt goes on with; nil where it begins one.
  func conversation(for reason: AttemptReason, with runtime: String, _ means: LaneMeans) -> String?
  {
    guard means.resuming.contains(runtime), let last = attempts.last, last.runtime == runtime,
      let end = last.end, let session = end.session ?? last.session,
      means.conversations.contains(session)
    else { return nil }
    switch end.outcome {
    case .context where reason == .compaction: break
    // The conversation itself is what is wrong.
    case .context, .history, .tampered: return nil
    default: break
    }
    switch reason {
    case .first, .replay: return nil
    case .continuation, .points, .compaction, .resume, .revise: return session
    // What two turns of it could not mend, a fresh mind may.
    case .gates: return last.reason == .continuation ? nil : session
    case .retry: return current == nil || isStuck(in: session) ? nil : session
    }
  }

  /// Whether the last two attempts of a conversation came to nothing.
  private func isStuck(in session: String) -> Bool {
    let before = attempts.dropLast().last
    guard let end = before?.end, (end.session ?? before?.session) == session else { return false }
    return end.outcome != .changed && end.outcome != .interrupted && end.outcome != .limited
  }
}
