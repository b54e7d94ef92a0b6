import Model
import Testing

@testable import Runtimes

@Suite struct CodexDialogueTests {
  /// What a program does with a talk: answers of its own, a line each.
  private struct Talk {
    var dialogue = CodexDialogue(.new, setting: ["cwd": "/w"], prompt: "Do it")
    var said: [JSONRecord] = []

    init(_ dialogue: CodexDialogue? = nil) {
      if let dialogue { self.dialogue = dialogue }
      note(self.dialogue.begin())
    }

    mutating func note(_ bytes: [UInt8]?) {
      said += (bytes ?? []).split(separator: UInt8(ascii: "\n")).compactMap { JSONRecord($0) }
    }

    mutating func hear(_ line: String) { note(dialogue.hear(Array(line.utf8)[...])) }

    /// As far as the first turn runs.
    mutating func start() {
      hear(#"{"id":1,"result":{"userAgent":"x"}}"#)
      hear(#"{"id":2,"result":{"thread":{"id":"t1"}}}"#)
      hear(#"{"id":3,"result":{"turn":{"id":"u1"}}}"#)
      hear(#"{"method":"turn/started","params":{"threadId":"t1","turn":{"id":"u1"}}}"#)
    }

    mutating func complete() {
      hear(#"{"method":"turn/completed","params":{"threadId":"t1","turn":{"id":"u1"}}}"#)
    }

    var methods: [String] { said.compactMap { $0["method"]?.string } }
  }

  @Test func `a turn from its beginning to its end`() {
    var talk = Talk()
    talk.start()
    #expect(talk.methods == ["initialize", "initialized", "thread/start", "turn/start"])
    #expect(talk.said[2]["params"]?["cwd"]?.string == "/w")
    #expect(!talk.dialogue.isOver)
    talk.hear(#"{"method":"turn/completed","params":{"threadId":"helper","turn":{"id":"h"}}}"#)
    #expect(!talk.dialogue.isOver)
    talk.complete()
    #expect(talk.dialogue.isOver)
    #expect(talk.dialogue.taken == 0)
    #expect(talk.dialogue.steer("more") == nil)
  }

  @Test func `a known conversation is taken up again`() {
    var talk = Talk(CodexDialogue(.known(SessionID("t1")!), setting: [:], prompt: "And on"))
    talk.start()
    #expect(talk.methods == ["initialize", "initialized", "thread/resume", "turn/start"])
    #expect(talk.said[2]["params"]?["threadId"]?.string == "t1")
  }

  @Test func `a conversation is summed up before the prompt is said`() {
    var talk = Talk(
      CodexDialogue(
        .known(SessionID("t1")!), setting: [:], prompt: "And on", compactsFirst: true))
    talk.hear(#"{"id":1,"result":{"userAgent":"x"}}"#)
    talk.hear(#"{"id":2,"result":{"thread":{"id":"t1"}}}"#)
    #expect(talk.methods.last == "thread/compact/start")
    talk.hear(#"{"id":3,"result":{}}"#)
    talk.hear(#"{"method":"turn/started","params":{"threadId":"t1","turn":{"id":"c1"}}}"#)
    #expect(talk.dialogue.steer("with it") == [])
    talk.hear(#"{"method":"turn/completed","params":{"threadId":"t1","turn":{"id":"c1"}}}"#)
    #expect(talk.methods.last == "turn/start" && !talk.dialogue.isOver)
    talk.hear(#"{"id":4,"result":{"turn":{"id":"u1"}}}"#)
    talk.complete()
    #expect(talk.dialogue.isOver && talk.dialogue.taken == 1)
  }

  @Test func `one that cannot be summed up hears the prompt all the same`() {
    var talk = Talk(
      CodexDialogue(
        .known(SessionID("t1")!), setting: [:], prompt: "And on", compactsFirst: true))
    talk.hear(#"{"id":1,"result":{"userAgent":"x"}}"#)
    talk.hear(#"{"id":2,"result":{"thread":{"id":"t1"}}}"#)
    talk.hear(#"{"id":3,"error":{"code":-32601,"message":"no such method"}}"#)
    #expect(talk.methods.last == "turn/start")
  }

  @Test func `a message is added to the turn that runs`() {
    var talk = Talk()
    talk.start()
    talk.note(talk.dialogue.steer("and this"))
    #expect(talk.methods.last == "turn/steer")
    #expect(talk.said.last?["params"]?["expectedTurnId"]?.string == "u1")
    #expect(talk.dialogue.taken == 0)
    talk.hear(#"{"id":4,"result":{"turnId":"u1"}}"#)
    #expect(talk.dialogue.taken == 1)
    talk.complete()
    #expect(talk.dialogue.isOver)
  }

  @Test func `a message that came too late begins a turn of its own`() {
    var talk = Talk()
    talk.start()
    talk.note(talk.dialogue.steer("too late"))
    talk.complete()
    #expect(!talk.dialogue.isOver)
    talk.hear(#"{"id":4,"error":{"code":-32600,"message":"no active turn"}}"#)
    #expect(talk.methods.last == "turn/start")
    #expect(talk.dialogue.taken == 1)
    talk.hear(#"{"id":5,"result":{"turn":{"id":"u2"}}}"#)
    talk.complete()
    #expect(talk.dialogue.isOver)
  }

  @Test func `a message before the first turn is said with it`() {
    var talk = Talk()
    #expect(talk.dialogue.steer("early") == [])
    talk.start()
    #expect(talk.said.last?["params"]?["input"]?.elements.count == 2)
    #expect(talk.dialogue.taken == 1)
  }

  @Test func `an interrupt ends the turn and the talk`() {
    var talk = Talk()
    #expect(talk.dialogue.interrupt() == nil)
    talk.start()
    talk.note(talk.dialogue.steer("dropped"))
    talk.note(talk.dialogue.interrupt())
    #expect(talk.methods.last == "turn/interrupt")
    talk.complete()
    #expect(talk.dialogue.isOver)
  }

  @Test(arguments: [
    [#"{"id":1,"error":{"code":1,"message":"no"}}"#],
    [#"{"id":1,"result":{}}"#, #"{"id":2,"error":{"message":"no rollout found"}}"#],
    [
      #"{"id":1,"result":{}}"#, #"{"id":2,"result":{"thread":{"id":"t1"}}}"#,
      #"{"id":3,"error":{"message":"no model"}}"#,
    ],
  ])
  func `a refusal ends the talk`(lines: [String]) {
    var talk = Talk()
    for line in lines { talk.hear(line) }
    #expect(talk.dialogue.isOver)
  }

  @Test func `what it asks is declined`() {
    var talk = Talk()
    talk.start()
    talk.hear(#"{"id":"a-7","method":"item/commandExecution/requestApproval","params":{}}"#)
    #expect(talk.said.last?["result"]?["decision"]?.string == "decline")
    #expect(talk.said.last?["id"]?.string == "a-7")
    talk.hear(#"{"id":8,"method":"attestation/generate","params":{}}"#)
    #expect(talk.said.last?["error"] != nil)
  }

  @Test(arguments: [
    "", "{", #"{"id":99,"result":{}}"#, #"{"id":1}"#, #"{"method":"turn/completed"}"#,
  ])
  func `what is no answer changes nothing`(line: String) {
    var talk = Talk()
    talk.start()
    let before = talk.said.count
    talk.hear(line)
    #expect(talk.said.count == before)
    #expect(!talk.dialogue.isOver)
  }
}
