/// The runtimes this program knows, asked side by side.
public struct RuntimeRegistry: Sendable {
  private let runtimes: [RuntimeName: any Runtime]

  /// A CLI that has not told its version and login by then will not: some wait for a network.
  public static let discoverySeconds = 10

  /// The first of several with one name wins, so a caller puts what the user configured first.
  public init(_ runtimes: [any Runtime]) {
    self.runtimes = Dictionary(
      runtimes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The adapters that are compiled in.
  public static func native(_ surroundings: RuntimeSurroundings) -> [any Runtime] {
    [
      ClaudeRuntime(surroundings), CodexRuntime(surroundings), ExecRuntime(),
      GeminiRuntime(surroundings), OpenCodeRuntime(surroundings),
    ]
  }

  /// An adapter for a program as its manifest describes it.
  public static func described(
    _ manifest: RuntimeManifest, _ surroundings: RuntimeSurroundings
  ) -> any Runtime {
    ManifestRuntime(manifest, surroundings)
  }

  public var names: [RuntimeName] { runtimes.keys.sorted() }

  public func runtime(named name: RuntimeName) throws(RuntimeRefusal) -> any Runtime {
    guard let runtime = runtimes[name] else {
      throw RuntimeRefusal(name, .unknown(known: names))
    }
    if let faulty = runtime as? FaultyRuntime { throw faulty.refusal }
    return runtime
  }

  /// The same, whose program has told of itself what its plans go by: one that was never asked that,
  /// or has replaced itself since, is asked first.
  public func askedRuntime(
    named name: RuntimeName
  ) async throws(RuntimeRefusal) -> any Runtime {
    let runtime = try runtime(named: name)
    if name != .exec { _ = await discover(.program, of: name) }
    return runtime
  }

  /// What every adapter found, by name; one that fails or dawdles says so and stops no other.
  public func discover(
    _ wanted: DiscoveryRequest, of name: RuntimeName? = nil,
    within seconds: Int = discoverySeconds
  ) async -> [RuntimeFinding] {
    let runtimes = name.map { name in self.runtimes.filter { $0.key == name } } ?? self.runtimes
    let (answers, sink) = AsyncStream.makeStream(of: RuntimeFinding.self)
    let searches = runtimes.values.map { runtime in
      Task {
        do {
          sink.yield(RuntimeFinding(runtime, .found(try await runtime.discover(wanted))))
        } catch let refusal as RuntimeRefusal {
          sink.yield(RuntimeFinding(runtime, .unusable(refusal)))
        } catch {
          sink.yield(RuntimeFinding(runtime, .failed("\(error)")))
        }
      }
    }
    let limit = Task {
      try await Task.sleep(for: .seconds(seconds))
      sink.finish()
    }
    var findings: [RuntimeName: RuntimeFinding] = [:]
    if !searches.isEmpty {
      for await finding in answers {
        findings[finding.name] = finding
        if findings.count == searches.count { break }
      }
    }
    limit.cancel()
    for search in searches { search.cancel() }
    return runtimes.values.map {
      findings[$0.name] ?? RuntimeFinding($0, .failed("no answer within \(seconds) seconds"))
    }.sorted { $0.name < $1.name }
  }

  /// The runtime for a packet that names none: the only one found and logged in.
  public static func onlyReady(
    among findings: [RuntimeFinding]
  ) throws(RuntimeRefusal) -> RuntimeName {
    let ready = findings.filter(\.isReady).map(\.name)
    switch ready.count {
    case 0: throw RuntimeRefusal(nil, .noneReady)
    case 1: return ready[0]
    default: throw RuntimeRefusal(nil, .severalReady(ready.sorted()))
    }
  }
}

/// What one adapter answered.
public struct RuntimeFinding: Hashable, Sendable {
  public let name: RuntimeName
  public let capabilities: Capabilities
  public let answer: Answer

  public enum Answer: Hashable, Sendable {
    case found(Discovery)
    /// It cannot be asked, and never will answer as it is.
    case unusable(RuntimeRefusal)
    case failed(String)
  }

  init(_ runtime: any Runtime, _ answer: Answer) {
    self.name = runtime.name
    self.capabilities = runtime.capabilities
    self.answer = answer
  }

  public var isReady: Bool {
    if case .found(let discovery) = answer { discovery.isReady } else { false }
  }
}
