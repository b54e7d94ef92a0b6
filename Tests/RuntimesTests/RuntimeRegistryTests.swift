import Runtimes
import Testing

@Suite struct RuntimeRegistryTests {
  @Test func `one failing and one silent adapter stop no other`() async {
    let registry = RuntimeRegistry([
      Stub("claude", .ready), Stub("codex", .failing), Stub("gemini", .silent), ExecRuntime(),
    ])
    let findings = await registry.discover(.program, within: 1)
    #expect(findings.map(\.name.text) == ["claude", "codex", "exec", "gemini"])
    #expect(findings.map(\.isReady) == [true, false, false, false])
    #expect(findings[1].answer == .failed("Broken()"))
    #expect(findings[3].answer == .failed("no answer within 1 seconds"))
  }

  @Test func `a runtime is looked up by name, and an unknown one lists the known`() throws {
    let registry = RuntimeRegistry([ExecRuntime()])
    #expect(try registry.runtime(named: .exec).name == .exec)
    let error = #expect(throws: RuntimeRefusal.self) {
      try registry.runtime(named: #require(RuntimeName("clod")))
    }
    #expect(error?.description == "there is no runtime clod (known: exec)")
  }

  @Test func `a packet that names none gets the only one that is ready`() async throws {
    let one = RuntimeRegistry([Stub("claude", .ready), Stub("codex", .failing), ExecRuntime()])
    let chosen = try await RuntimeRegistry.onlyReady(among: one.discover(.program))
    #expect(chosen.text == "claude")

    let none = await RuntimeRegistry([ExecRuntime()]).discover(.program)
    #expect(throws: RuntimeRefusal(nil, .noneReady)) { try RuntimeRegistry.onlyReady(among: none) }

    let two = await RuntimeRegistry([Stub("codex", .ready), Stub("claude", .ready)])
      .discover(.program)
    let names = try ["claude", "codex"].map { try #require(RuntimeName($0)) }
    #expect(throws: RuntimeRefusal(nil, .severalReady(names))) {
      try RuntimeRegistry.onlyReady(among: two)
    }
  }

  @Test(arguments: ["", "Claude", "-x", "a b", "1a", String(repeating: "a", count: 41)])
  func `a name that would not fit a command line is none`(text: String) {
    #expect(RuntimeName(text) == nil)
  }

  @Test(arguments: ["", "-c", "a b", "a\nb", "ä", String(repeating: "a", count: 201)])
  func `a session id that could be an option or break a line is none`(text: String) {
    #expect(SessionID(text) == nil)
  }
}

private struct Broken: Error {}

/// An adapter whose discovery is scripted; it is never asked for anything else.
private struct Stub: Runtime {
  enum Script { case ready, failing, silent }

  let name: RuntimeName
  let capabilities: Capabilities = []
  private let script: Script

  init(_ name: String, _ script: Script) {
    self.name = RuntimeName(name)!
    self.script = script
  }

  func discover(_ wanted: DiscoveryRequest) async throws -> Discovery {
    switch script {
    case .ready: return Discovery(.found(path: "/bin/\(name)", version: "1", login: .ready))
    case .failing: throw Broken()
    case .silent:
      // Answers only when it is cancelled, long after anybody would have waited.
      try? await Task.sleep(for: .seconds(3600))
      return Discovery(.absent)
    }
  }

  func readTranscript(
    _ origin: TranscriptOrigin
  ) throws(RuntimeRefusal) -> any TranscriptParser { throw RuntimeRefusal(name, .noCommand) }
  func launch(_ request: LaunchRequest) throws(RuntimeRefusal) -> LaunchPlan {
    throw RuntimeRefusal(name, .noCommand)
  }
  func resume(
    _ session: SessionID, _ request: LaunchRequest
  ) throws(RuntimeRefusal) -> LaunchPlan { throw RuntimeRefusal(name, .noCommand) }
  func interrupt(_ session: SessionReference) throws(RuntimeRefusal) -> InterruptPlan {
    throw RuntimeRefusal(name, .noCommand)
  }
  func reviewDiffs(_ request: ReviewRequest) throws(RuntimeRefusal) -> LaunchPlan {
    throw RuntimeRefusal(name, .noCommand)
  }
}
