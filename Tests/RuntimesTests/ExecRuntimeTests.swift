import Model
import Runtimes
import Testing

@Suite struct ExecRuntimeTests {
  private let exec = ExecRuntime()

  private func request(_ command: [String], prompt: String = "Do it") -> LaunchRequest {
    LaunchRequest(
      packet: ObjectID(String(repeating: "a", count: 40))!, base: .emptyTree, attempt: 2,
      prompt: prompt, promptFile: "/lane/prompt.md", outbox: "/lane/outbox",
      artifacts: "/lane/artifacts", directory: "/tree", command: command,
      session: .fresh())
  }

  @Test func `a command gets the prompt on standard input and in a file`() throws {
    let plan = try exec.launch(request(["make", "-j2", "a b"], prompt: "Fix it"))
    #expect(plan.executable == "make")
    #expect(plan.arguments == ["-j2", "a b"])
    #expect(plan.input == Array("Fix it".utf8))
    #expect(
      plan.environment == [
        "O8_PACKET": String(repeating: "a", count: 40), "O8_BASE": ObjectID.emptyTree.hex,
        "O8_ATTEMPT": "2", "O8_OUTBOX": "/lane/outbox", "O8_ARTIFACTS": "/lane/artifacts",
        "O8_PROMPT_FILE": "/lane/prompt.md",
      ])
    #expect(plan.letThrough.isEmpty)
    #expect(plan.dialogue == nil)
  }

  @Test(arguments: [[], [""]]) func `no command is refused with the way to give one`(
    command: [String]
  ) {
    let error = #expect(throws: RuntimeRefusal.self) { try exec.launch(request(command)) }
    #expect(error?.reason == .noCommand)
    #expect(error?.hint.contains("-- COMMAND") == true)
  }

  @Test func `an argument that no program can be given is refused`() {
    #expect(throws: RuntimeRefusal(.exec, .unusable("a command with a NUL byte"))) {
      try exec.launch(request(["echo", "a\0b"]))
    }
  }

  @Test func `what exec cannot do is refused by capability`() throws {
    let session = try #require(SessionID("abc"))
    #expect(exec.capabilities == [.streaming, .terminal])
    #expect(throws: RuntimeRefusal(.exec, .unsupported(.resume))) {
      try exec.resume(session, request(["true"]))
    }
    #expect(throws: RuntimeRefusal(.exec, .unsupported(.readOnlyMode))) {
      try exec.reviewDiffs(
        ReviewRequest(brief: "", base: .emptyTree, head: .emptyTree, directory: "/"))
    }
    #expect(throws: RuntimeRefusal(.exec, .notOurs(session))) {
      try exec.interrupt(.discovered(session))
    }
    #expect(try exec.interrupt(.owned(nil)) == .signal)
  }

  @Test func `every line is an event, bytes that are no text included`() throws {
    var parser = try exec.readTranscript(.capture)
    let line = TranscriptLine(
      seq: 7, milliseconds: 5, stream: .error, bytes: [0x61, 0xff, 0x62])
    #expect(
      parser.events(in: line) == [
        TranscriptEvent(
          seq: 7, milliseconds: 5, body: .output(.error, text: "a\u{fffd}b"))
      ])
  }
}
