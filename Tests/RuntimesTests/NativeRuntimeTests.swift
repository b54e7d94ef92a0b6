import Model
import Testing

@testable import Runtimes

@Suite struct NativeRuntimeTests {
  private let session = SessionID("0f0e0d0c-0b0a-4908-8706-050403020100")!

  private func request(caged: Bool = false, tier: Tier = .standard, model: String? = nil)
    -> LaunchRequest
  {
    LaunchRequest(
      packet: ObjectID(String(repeating: "a", count: 40))!,
      base: ObjectID(String(repeating: "b", count: 40))!, attempt: 2, prompt: "Do it",
      promptFile: "/lane/prompt.md", outbox: "/lane/outbox", artifacts: "/lane/artifacts",
      directory: "/work", model: model, tier: tier, session: session, isCaged: caged)
  }

  private func surroundings(_ more: [String: String] = [:]) -> RuntimeSurroundings {
    RuntimeSurroundings(environment: ["HOME": "/no/home/ann"].merging(more) { $1 })
  }

  @Test func `claude is given its session and spoken with`() throws {
    let plan = try ClaudeRuntime(surroundings()).launch(request())
    #expect(plan.executable == "claude")
    #expect(plan.arguments.contains("stream-json"))
    #expect(plan.arguments.suffix(2) == ["--session-id", session.text])
    #expect(plan.session == session)
    #expect(plan.dialogue != nil)
    #expect(plan.input == nil)
    #expect(plan.outputs == .apart)
    #expect(plan.environment["O8_ATTEMPT"] == "2")
    #expect(plan.environment["DISABLE_AUTOUPDATER"] == "1")
    #expect(plan.letThrough.contains("ANTHROPIC_API_KEY"))
  }

  @Test func `claude asks nobody only where something else holds it`() throws {
    let claude = ClaudeRuntime(surroundings())
    let caged = try claude.launch(request(caged: true))
    #expect(caged.arguments.contains("bypassPermissions"))
    #expect(caged.environment["IS_SANDBOX"] == "1")
    let free = try claude.launch(request())
    #expect(free.arguments.contains("acceptEdits"))
    #expect(!free.arguments.contains("bypassPermissions"))
    #expect(free.environment["IS_SANDBOX"] == nil)
  }

  @Test func `claude goes on with a conversation`() throws {
    let earlier = SessionID("earlier")!
    let plan = try ClaudeRuntime(surroundings()).resume(earlier, request(tier: .heavy))
    #expect(plan.arguments.suffix(3) == ["--resume", "earlier", "--model=opus"])
    #expect(plan.session == earlier)
  }

  @Test func `claude reviews with tools that read`() throws {
    let plan = try ClaudeRuntime(surroundings()).reviewDiffs(review)
    #expect(plan.arguments.contains("--tools=Read,Grep,Glob"))
    #expect(plan.arguments.contains("--setting-sources=user"))
  }

  @Test func `a variable moves what is shown of claude`() throws {
    let usual = try ClaudeRuntime(surroundings()).launch(request())
    #expect(usual.shown.contains(HomePlace(".claude/projects/-work", .keeping)))
    #expect(!usual.shown.contains { $0.path == ".claude/projects" }, "nor other conversations")
    let moved = try ClaudeRuntime(surroundings(["CLAUDE_CONFIG_DIR": "/c"])).launch(request())
    #expect(moved.shown.contains(HomePlace("/c/settings.json", .reading)))
    #expect(!moved.shown.contains { $0.path.hasPrefix(".") })
  }

  @Test func `what runs later without a cage is never written`() throws {
    for runtime in [ClaudeRuntime(surroundings()), CodexRuntime(surroundings())] as [any Runtime] {
      let plan = try runtime.launch(request(caged: true))
      let written = plan.shown.filter { $0.access != .reading }.map(\.path)
      #expect(!written.isEmpty)
      #expect(!written.contains { $0.hasSuffix("settings.json") || $0.hasSuffix("config.toml") })
    }
  }

  @Test func `codex runs to its end`() throws {
    let plan = try CodexRuntime(surroundings()).launch(request(tier: .light, model: "-x"))
    #expect(plan.executable == "codex")
    #expect(plan.arguments.prefix(2) == ["exec", "--json"])
    #expect(plan.arguments.contains("--sandbox=workspace-write"))
    #expect(plan.arguments.contains("--model=-x"))
    #expect(plan.arguments.contains("--config=allow_login_shell=false"))
    #expect(plan.arguments.last == "-")
    #expect(plan.input == Array("Do it".utf8))
  }

  @Test func `codex leaves its sandbox to the cage`() throws {
    let plan = try CodexRuntime(surroundings()).resume(session, request(caged: true))
    #expect(plan.arguments.contains("--dangerously-bypass-approvals-and-sandbox"))
    #expect(plan.arguments.suffix(3) == ["resume", session.text, "-"])
  }

  @Test func `a discovered conversation is not interrupted`() throws {
    for runtime in [ClaudeRuntime(surroundings()), CodexRuntime(surroundings())] as [any Runtime] {
      #expect(throws: RuntimeRefusal(runtime.name, .notOurs(session))) {
        try runtime.interrupt(.discovered(session))
      }
      #expect(try runtime.interrupt(.owned(session)) == .dialogue)
    }
  }

  private var review: ReviewRequest {
    ReviewRequest(
      brief: "Judge it", base: ObjectID(String(repeating: "a", count: 40))!,
      head: ObjectID(String(repeating: "b", count: 40))!, directory: "/work")
  }
}
