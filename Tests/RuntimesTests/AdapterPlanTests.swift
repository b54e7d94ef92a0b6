import Model
import Support
import Testing

@testable import Runtimes

/// What the adapters that are not talked with are started with.
@Suite struct AdapterPlanTests {
  private let session = SessionID("ses_1")!

  private func request(_ tier: Tier = .standard) -> LaunchRequest {
    LaunchRequest(
      packet: .emptyTree, base: .emptyTree, attempt: 1, prompt: "Do it",
      promptFile: "/lane/prompt.md", outbox: "/lane/outbox", artifacts: "/lane/artifacts",
      directory: "/work", tier: tier, session: .fresh())
  }

  private let review = ReviewRequest(
    brief: "Judge it", base: .emptyTree, head: .emptyTree, directory: "/work")

  private let home = RuntimeSurroundings(environment: ["HOME": "/home/ann"])

  @Test func `gemini gets the prompt on its input and asks nothing`() throws {
    let gemini = GeminiRuntime(home)
    let plan = try gemini.launch(request(.heavy))
    #expect(plan.input == Array("Do it".utf8))
    #expect(plan.arguments.contains("--approval-mode=yolo"))
    #expect(plan.arguments.contains("--model=pro"))
    #expect(!plan.arguments.contains("--skip-trust"))
    #expect(plan.session == nil)
    #expect(try gemini.resume(session, request()).arguments.contains("--resume=ses_1"))
    #expect(try gemini.reviewDiffs(review).arguments.contains("--approval-mode=default"))
  }

  @Test func `people get a CLI's own program on a conversation, as it is`() throws {
    let codex = try CodexRuntime(home).attach(to: session, in: "/work")
    #expect(codex.arguments == ["resume", "--cd=/work", "ses_1"])
    let claude = try ClaudeRuntime(home).attach(to: session, in: "/work")
    #expect(claude == InteractivePlan(executable: "claude", arguments: ["--resume", "ses_1"]))
    #expect(try GeminiRuntime(home).attach(to: session, in: "/").arguments == ["--resume=ses_1"])
    #expect(try OpenCodeRuntime(home).attach(to: session, in: "/").arguments == ["--session=ses_1"])
    #expect(throws: RuntimeRefusal(.exec, .notInteractive)) {
      _ = try ExecRuntime().attach(to: session, in: "/work")
    }
  }

  @Test func `at a terminal the same program comes up as people know it`() throws {
    var request = request(.light)
    request.surface = .terminal
    let claude = try ClaudeRuntime(home).launch(request)
    #expect(claude.arguments.suffix(2) == ["--model=haiku", "Do it"])
    #expect(claude.arguments.contains("--session-id") && claude.session == request.session)
    #expect(!claude.arguments.contains("--print") && claude.dialogue == nil && claude.input == nil)
    let codex = try CodexRuntime(home).launch(request)
    #expect(codex.arguments.contains(#"--config=projects={"/work"={trust_level="trusted"}}"#))
    #expect(codex.arguments.last == "Do it" && codex.arguments.first == "--sandbox=workspace-write")
    #expect(
      try CodexRuntime(home).resume(session, request).arguments.prefix(2) == ["resume", "ses_1"])
    #expect(
      try GeminiRuntime(home).resume(session, request).arguments == [
        "--approval-mode=yolo", "--resume=ses_1", "--model=flash", "--prompt-interactive=Do it",
      ])
    #expect(try OpenCodeRuntime(home).launch(request).arguments == ["--prompt=Do it"])
    request.command = ["vi"]
    #expect(try ExecRuntime().launch(request).input == nil)
  }

  @Test func `a prompt that is no word of a command line is refused at a terminal`() throws {
    var request = request()
    request.surface = .terminal
    for prompt in ["a\0b", String(repeating: "x", count: 128 << 10)] {
      request.prompt = prompt
      #expect(throws: RuntimeRefusal.self) { try ClaudeRuntime(home).launch(request) }
    }
  }

  @Test func `opencode may do all as a worker and only read as a reviewer`() throws {
    let opencode = OpenCodeRuntime(home)
    let plan = try opencode.launch(request())
    #expect(plan.arguments.prefix(2) == ["run", "--format=json"])
    #expect(plan.environment["OPENCODE_PERMISSION"] == #"{"*":"allow"}"#)
    #expect(try opencode.resume(session, request()).arguments.contains("--session=ses_1"))
    let reading = try opencode.reviewDiffs(review).environment["OPENCODE_PERMISSION"]
    #expect(reading?.hasPrefix(#"{"*":"deny""#) == true)
  }

  @Test func `gemini's conversations are the lane's, and found by the part of their id`() throws {
    let gemini = GeminiRuntime(home)
    let own = HomePlace(".gemini/tmp", .own)
    let shown = try gemini.launch(request()).shown
    #expect(shown.contains(own))
    #expect(shown.contains { $0.path == ".gemini/oauth_creds.json" && $0.access != .writing })
    let id = SessionID("0f0e0d0c-0b0a-4908-8706-050403020100")!
    let plan = try gemini.attach(to: id, in: "/work")
    let files = try #require(plan.files)
    #expect(plan.own == [own])
    let tmp = "/home/ann/.gemini/tmp"
    #expect(files.mayHold("\(tmp)/w/chats/session-2026-11-22T05-00-0f0e0d0c.jsonl"))
    #expect(files.mayHold("\(tmp)/w/chats/session-2026-11-22T05-00-0F0E0D0C.json"))
    #expect(!files.mayHold("\(tmp)/bin/0f0e0d0c"))
  }

  @Test func `a worker of gemini's knows of no directory but its own, and names none for the user`()
    throws
  {
    let shown = try GeminiRuntime(home).launch(request()).shown.first {
      $0.path == ".gemini/projects.json"
    }
    let own = Array(#"{"projects":{"/work":"work"}}"#.utf8) + [UInt8(ascii: "\n")]
    #expect(shown?.access == .standIn(own))
  }

  @Test func `nothing of what opencode keeps is the user's but a copy of their login`() throws {
    let shown = try OpenCodeRuntime(home).launch(request()).shown
    #expect(shown.contains(HomePlace(".local/share/opencode", .own)))
    #expect(shown.contains(HomePlace(".local/state/opencode", .own)))
    #expect(!shown.contains { $0.access == .writing || $0.access == .keeping })
    #expect(shown.contains { $0.path == ".local/share/opencode/auth.json" })
    #expect(try OpenCodeRuntime(home).attach(to: session, in: "/work").files == nil)
  }

  @Test func `a configured model stands for its tier, and one that is asked for before it`() throws
  {
    let claude = try #require(RuntimeName("claude"))
    let surroundings = RuntimeSurroundings(
      environment: ["HOME": "/home/ann"], models: [claude: [.light: "tiny"]])
    let runtime = ClaudeRuntime(surroundings)
    #expect(try runtime.launch(request(.light)).arguments.last == "--model=tiny")
    #expect(try runtime.launch(request(.heavy)).arguments.last == "--model=opus")
    var asked = request(.light)
    asked.model = "asked"
    #expect(try runtime.launch(asked).arguments.last == "--model=asked")
  }

  @Test func `codex is given the keys that its configuration names`() async throws {
    try await withTemporaryDirectory { directory in
      let machine = TestProgram(directory: directory, home: directory)
      let text = """
        [model_providers.mine]
        env_key = "MINE_KEY"
          env_key='OTHER_KEY'
        env_key = "not a name"
        env_key = "SSH_AUTH_SOCK"
        [mcp_servers.x]
        env_key = "GIT_SSH_COMMAND"
        env_key = "LD_PRELOAD"
        """
      _ = try await machine.require(
        "sh", ["-c", "mkdir .codex && cat > .codex/config.toml"], input: text)
      let codex = CodexRuntime(RuntimeSurroundings(environment: ["HOME": directory]))
      let passed = try codex.launch(request()).letThrough
      #expect(passed.isSuperset(of: ["MINE_KEY", "OTHER_KEY", "OPENAI_API_KEY"]))
      #expect(passed.isDisjoint(with: ["not a name", "SSH_AUTH_SOCK", "GIT_SSH_COMMAND"]))
      #expect(!passed.contains("LD_PRELOAD"))
    }
  }

  @Test func `codex is talked with where the program is known to have a server`() async throws {
    try await withTemporaryDirectory { directory in
      let machine = TestProgram(directory: directory, home: directory)
      let text = "#!/bin/sh\necho 'codex-cli 1.0 exec app-server --no-daemon'\n"
      _ = try await machine.require("sh", ["-c", "cat > codex && chmod 755 codex"], input: text)
      let surroundings = RuntimeSurroundings(
        environment: ["HOME": directory, "PATH": "\(directory):/usr/bin:/bin"],
        programs: ProgramMemory(folder: "\(directory)/o8/programs"))
      let codex = CodexRuntime(surroundings)
      #expect(!codex.capabilities.contains(.liveSteering))
      #expect(try codex.launch(request()).arguments.first == "exec")
      let session = SessionID("t1")!
      let alone = "--no-daemon"
      #expect(try !codex.attach(to: session, in: "/work").arguments.contains(alone))
      _ = try await codex.discover(.program)
      #expect(codex.capabilities.contains(.liveSteering))
      let plan = try codex.launch(request())
      #expect(plan.arguments.first == "app-server")
      #expect(plan.dialogue != nil)
      #expect(plan.input == nil)
      // What a person does there is in no server that stays when they have left.
      #expect(try codex.attach(to: session, in: "/work").arguments.prefix(2) == ["resume", alone])
      var atTerminal = request()
      atTerminal.surface = .terminal
      #expect(try codex.launch(atTerminal).arguments.contains(alone))
      #expect(try codex.resume(session, atTerminal).arguments.contains(alone))
      #expect(try codex.reviewDiffs(review).arguments.first == "exec")
    }
  }

  @Test func `codex's output is read by the protocol that its first line shows`() throws {
    let lines = [
      #"{"id":1,"result":{"userAgent":"x"}}"#,
      #"{"id":2,"result":{"thread":{"id":"t1"}}}"#,
      #"{"method":"thread/started","params":{"thread":{"id":"t1"}}}"#,
    ]
    let other = [#"{"type":"thread.started","thread_id":"t2"}"#]
    for (lines, id) in [(lines, "t1"), (other, "t2")] {
      var parser = try CodexRuntime(home).readTranscript(.capture)
      var reading = RunReading()
      for (index, line) in lines.enumerated() {
        let line = TranscriptLine(
          seq: index + 1, milliseconds: nil, stream: .standard, bytes: Array(line.utf8))
        for event in parser.events(in: line) { reading.take(event) }
      }
      #expect(reading.session?.text == id)
    }
  }
}
