import Foundation
import Support
import Testing

/// A repository that `git o8 init` set up, a scripted model, and the real CLIs on `PATH`.
struct AgentScene: Sendable {
  let repository: TestRepository
  let model: ModelServer
  let isolation: String
  private let home: String

  static func with(
    _ script: String, isolation: String = "sandbox", gate: String = "true",
    _ body: (AgentScene) async throws -> Void
  ) async throws {
    try await Seats.shared.with {
      try await play(script, isolation: isolation, gate: gate, body)
    }
  }

  private static func play(
    _ script: String, isolation: String, gate: String, _ body: (AgentScene) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory(in: Agents.place) { place in
      let repository = try await TestRepository.make(in: place)
      try await ModelServer.with(script, in: repository.scratch) { model in
        try await repository.commit(["README.md": "# x\n", "Makefile": "test:\n\t\(gate)\n"])
        let home = repository.scratch + "/user"
        for folder in [".claude", ".codebuddy", ".codex", ".grok"] {
          try FileManager.default.createDirectory(
            atPath: "\(home)/\(folder)", withIntermediateDirectories: true)
        }
        try Data(codexSettings(model.port).utf8).write(
          to: URL(fileURLWithPath: "\(home)/.codex/config.toml"))
        try Data(grokSettings(model.port).utf8).write(
          to: URL(fileURLWithPath: "\(home)/.grok/config.toml"))
        // Without a price list of its own aider asks for one.
        try FileManager.default.createDirectory(
          atPath: "\(home)/.aider/caches", withIntermediateDirectories: true)
        try Data(#"{"x": {}}"#.utf8).write(
          to: URL(
            fileURLWithPath: "\(home)/.aider/caches/model_prices_and_context_window.json"))
        let scene = AgentScene(
          repository: repository, model: model, isolation: isolation, home: home)
        try await repository.git("config", "o8.worktreeRoot", repository.scratch + "/lanes")
        try await scene.o8("init")
        try await body(scene)
        #expect(try scene.strays().isEmpty, "nothing of a lane outlives the test")
      }
    }
  }

  /// What an agent that does its work takes by far less than.
  static let patience = "180s"

  @discardableResult
  func o8(_ words: String..., with extra: [String: String] = [:]) async throws -> String {
    try await repository.program.require(
      Agents.program, words, environment: environment.merging(extra) { $1 })
  }

  @discardableResult
  func tryO8(
    _ words: String..., with extra: [String: String] = [:]
  ) async throws -> (exit: Int32, output: String, error: String) {
    try await repository.program.run(
      Agents.program, words, environment: environment.merging(extra) { $1 })
  }

  /// Gives out work and waits until people are next; the packet as `show --json` has it.
  func done(
    _ title: String, _ runtime: String, _ more: [String] = [], with extra: [String: String] = [:]
  ) async throws -> Shown {
    let words = ["dispatch", title, "-m", title, "--runtime", runtime, "--wait"] + more
    _ = try await repository.program.run(
      Agents.program, words, environment: environment.merging(extra) { $1 })
    return try await show(title)
  }

  func show(_ title: String) async throws -> Shown {
    let text = try await o8("show", title, "--json")
    return try JSONDecoder().decode(Shown.self, from: Data(text.utf8))
  }

  /// The packet when its first attempt has ended, however it goes on.
  func afterFirstAttempt(_ title: String) async throws -> Shown {
    for _ in 0..<900 {
      let packet = try await show(title)
      if packet.attempts.first?.outcome != nil { return packet }
      try await Task.sleep(for: .milliseconds(100))
    }
    return try await show(title)
  }

  /// The newest event of a packet, as it stands in git.
  func newestEvent(of packet: Shown) async throws -> String {
    try await repository.git("show", "refs/o8/packets/\(packet.id):event.json")
  }

  /// Waits until a packet has come to `state`.
  func until(_ title: String, is state: String) async throws {
    for _ in 0..<300 {
      if try await show(title).state == state { return }
      try await Task.sleep(for: .milliseconds(100))
    }
    Issue.record("\(title) never came to \(state)")
  }

  /// Waits until a worker has written `text`.
  func until(_ title: String, writes text: String) async throws {
    for _ in 0..<1500 {
      if try await tryO8("log", title, "--raw").output.contains(text) { return }
      try await Task.sleep(for: .milliseconds(100))
    }
    Issue.record("\(title) never wrote \(text)")
  }

  var environment: [String: String] {
    let path = repository.program.environment["PATH"] ?? "/usr/bin:/bin"
    let folder = URL(fileURLWithPath: Agents.program).deletingLastPathComponent().path
    let address = "http://127.0.0.1:\(model.port)"
    return [
      "PATH": "\(folder):\(Agents.folder):\(path)", "HOME": home, "TMPDIR": "/tmp",
      "XDG_CONFIG_HOME": "\(home)/.config", "O8_ISOLATION": isolation,
      "ANTHROPIC_BASE_URL": address, "ANTHROPIC_API_KEY": "dummy",
      "CLAUDE_CODE_MAX_RETRIES": "2", "API_TIMEOUT_MS": "4000", "OPENAI_API_KEY": "dummy",
      "CODEBUDDY_API_KEY": "dummy", "CODEBUDDY_BASE_URL": "\(address)/v1",
      "OPENAI_API_BASE": "\(address)/v1", "XAI_API_KEY": "dummy",
      "GROK_CLI_CHAT_PROXY_BASE_URL": "\(address)/v1",
      "GROK_MODELS_BASE_URL": "\(address)/v1",
    ]
  }

  private static func codexSettings(_ port: Int) -> String {
    """
    model = "gpt-5.5"
    model_provider = "fake"
    check_for_update_on_startup = false
    [features]
    plugins = false
    [analytics]
    enabled = false
    [otel]
    exporter = "none"
    [model_providers.fake]
    name = "fake"
    base_url = "http://127.0.0.1:\(port)/v1"
    env_key = "OPENAI_API_KEY"
    wire_api = "responses"
    request_max_retries = 2
    stream_max_retries = 2
    stream_idle_timeout_ms = 3000
    """
  }

  private static func grokSettings(_ port: Int) -> String {
    """
    [cli]
    auto_update = false
    [features]
    telemetry = false
    [models]
    default = "fake"
    max_retries = 2
    [model.fake]
    model = "fake-1"
    base_url = "http://127.0.0.1:\(port)/v1"
    api_key = "dummy"
    api_backend = "chat_completions"
    context_window = 200000
    """
  }

  /// Processes that still run in the scene's lanes.
  private func strays() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
      guard Int(name) != nil,
        let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd")
      else { return false }
      return place.hasPrefix(repository.scratch + "/lanes")
    }
  }
}

/// What the tests look at of `show --json`.
struct Shown: Decodable {
  let id: String
  let state: String
  let title: String
  let attempts: [Attempt]
  let events: [Event]

  struct Attempt: Decodable {
    let number: Int
    let runtime: String
    let session: String?
    let outcome: String?
    let exit: Int?
    let usage: Usage?
  }

  struct Usage: Decodable {
    let inputTokens: Int
    let outputTokens: Int
    let costMicros: Int
  }

  struct Event: Decodable {
    let kind: String
    let summary: String
  }

  var outcomes: [String] { attempts.compactMap(\.outcome) }
  func summaries(of kind: String) -> [String] { events.filter { $0.kind == kind }.map(\.summary) }
}
