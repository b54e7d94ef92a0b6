import Testing

@testable import Runtimes

@Suite struct ClaudeDialogueTests {
  private let repeated = #"{"type":"user","message":{"content":"x"},"isReplay":true}"#
  private let result = #"{"duration_ms":1,"total_cost_usd":0.015,"type":"result"}"#

  private func text(_ bytes: [UInt8]?) -> String? {
    bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `the conversation is over with its result`() {
    var dialogue = ClaudeDialogue(prompt: "Do it")
    #expect(
      text(dialogue.begin()) == #"{"message":{"content":"Do it","role":"user"},"type":"user"}"#
        + "\n")
    for line in [#"{"type":"system"}"#, repeated, #"{"type":"assistant"}"#] {
      #expect(dialogue.hear(Array(line.utf8)[...]).isEmpty)
      #expect(!dialogue.isOver)
    }
    _ = dialogue.hear(Array(result.utf8)[...])
    #expect(dialogue.isOver)
    #expect(dialogue.taken == 0)
    #expect(dialogue.steer("more") == nil)
    #expect(dialogue.interrupt() == nil)
  }

  @Test func `a message during a tool call ends with the same result`() {
    var dialogue = ClaudeDialogue(prompt: "Do it")
    _ = dialogue.begin()
    _ = dialogue.hear(Array(repeated.utf8)[...])
    #expect(dialogue.steer("and this")?.isEmpty == false)
    _ = dialogue.hear(Array(repeated.utf8)[...])
    #expect(dialogue.taken == 1)
    _ = dialogue.hear(Array(result.utf8)[...])
    #expect(dialogue.isOver)
  }

  @Test func `a message that came too late for a turn has one of its own`() {
    var dialogue = ClaudeDialogue(prompt: "Do it")
    _ = dialogue.begin()
    _ = dialogue.hear(Array(repeated.utf8)[...])
    _ = dialogue.steer("and this")
    _ = dialogue.hear(Array(result.utf8)[...])
    #expect(!dialogue.isOver)
    _ = dialogue.hear(Array(repeated.utf8)[...])
    #expect(!dialogue.isOver)
    _ = dialogue.hear(Array(result.utf8)[...])
    #expect(dialogue.isOver)
    #expect(dialogue.taken == 1)
  }

  @Test func `a conversation is summed up before the prompt is said`() {
    var dialogue = ClaudeDialogue(prompt: "Do it", compactsFirst: true)
    #expect(text(dialogue.begin())?.contains(#""content":"/compact""#) == true)
    #expect(dialogue.steer("not yet") == nil)
    #expect(dialogue.hear(Array(repeated.utf8)[...]).isEmpty)
    let said = text(dialogue.hear(Array(result.utf8)[...]))
    #expect(said?.contains(#""content":"Do it""#) == true)
    #expect(!dialogue.isOver && dialogue.taken == 0)
    _ = dialogue.hear(Array(repeated.utf8)[...])
    #expect(dialogue.steer("more") != nil)
    _ = dialogue.hear(Array(repeated.utf8)[...])
    _ = dialogue.hear(Array(result.utf8)[...])
    #expect(dialogue.isOver && dialogue.taken == 1)
  }

  @Test func `an interrupt while it is summed up ends it without the prompt`() {
    var dialogue = ClaudeDialogue(prompt: "Do it", compactsFirst: true)
    _ = dialogue.begin()
    #expect(dialogue.interrupt() != nil)
    #expect(dialogue.hear(Array(result.utf8)[...]).isEmpty)
    #expect(dialogue.isOver)
  }

  @Test func `an interrupt ends it with the next result`() {
    var dialogue = ClaudeDialogue(prompt: "Do it")
    _ = dialogue.begin()
    _ = dialogue.hear(Array(repeated.utf8)[...])
    _ = dialogue.steer("never taken up")
    #expect(text(dialogue.interrupt())?.contains(#""subtype":"interrupt""#) == true)
    #expect(dialogue.steer("more") == nil)
    _ = dialogue.hear(Array(#"{"type":"control_response"}"#.utf8)[...])
    #expect(!dialogue.isOver)
    _ = dialogue.hear(Array(result.utf8)[...])
    #expect(dialogue.isOver)
    #expect(dialogue.taken == 0)
  }

  @Test func `a version that repeats nothing is over with its result`() {
    var dialogue = ClaudeDialogue(prompt: "Do it")
    _ = dialogue.begin()
    _ = dialogue.hear(Array(result.utf8)[...])
    #expect(dialogue.isOver)
  }

  @Test func `a prompt whose repetition is too long to be heard is not waited for`() {
    var dialogue = ClaudeDialogue(prompt: String(repeating: "x", count: Dialogues.lineBytes))
    _ = dialogue.begin()
    _ = dialogue.steer("short")
    _ = dialogue.hear(Array(repeated.utf8)[...])
    #expect(dialogue.taken == 1)
    _ = dialogue.hear(Array(result.utf8)[...])
    #expect(dialogue.isOver)
  }

  @Test func `a question is declined so that nothing waits for ever`() {
    var dialogue = ClaudeDialogue(prompt: "Do it")
    let line = #"{"type":"control_request","request_id":"r1","request":{"subtype":"can_use_tool"}}"#
    let answer = text(dialogue.hear(Array(line.utf8)[...]))
    #expect(answer?.contains(#""request_id":"r1""#) == true)
    #expect(answer?.contains(#""subtype":"error""#) == true)
  }

  @Test(arguments: ["", "{", "null", "[1]", #"{"type":"result""#, #"{"type":}"#, "\u{0}", "}{"])
  func `what is no event says nothing`(line: String) {
    var dialogue = ClaudeDialogue(prompt: "Do it")
    #expect(dialogue.hear(Array(line.utf8)[...]).isEmpty)
    #expect(!dialogue.isOver)
  }

  @Test func `controls and foreign signs of a prompt stand in one line`() {
    var dialogue = ClaudeDialogue(prompt: "a\nb\u{1}\"\\ é e\u{301}")
    let said = dialogue.begin()
    #expect(said.filter { $0 == UInt8(ascii: "\n") }.count == 1)
    #expect(
      JSONRecord(said.dropLast())?["message"]?["content"]?.string == "a\nb\u{1}\"\\ é e\u{301}")
  }
}
