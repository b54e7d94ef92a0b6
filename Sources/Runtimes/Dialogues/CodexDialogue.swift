internal import Model

/// The talk with `codex app-server`: requests and their answers, a line of JSON each.
///
/// One conversation and one turn, which messages are added to while it runs; a message that comes
/// as the turn ends begins another. The program ends once standard input is closed.
struct CodexDialogue: Dialogue {
  /// What the conversation is, as the program calls it.
  enum Thread: Sendable {
    case new
    case known(SessionID)
  }

  private let thread: Thread
  /// What is told about the conversation: its directory, sandbox and model.
  private let setting: [String: JSONValue]
  /// What is said next, the oldest first.
  private var waiting: [String]
  private var threadID: String?
  private var turnID: String?
  /// The messages that were handed over, by the number of the request.
  private var handed: [Int: String] = [:]
  private var asked: [Int: Question] = [:]
  private var lastNumber = 0
  private var isInterrupted = false
  private var isBeginning = true
  /// Until the conversation is summed up, which is a turn of its own, nothing is said in it.
  private var isCompacting: Bool
  private(set) var isOver = false
  private(set) var taken = 0

  private enum Question { case initialize, thread, compaction, turn, steer, interrupt }

  init(
    _ thread: Thread, setting: [String: JSONValue], prompt: String, compactsFirst: Bool = false
  ) {
    isCompacting = compactsFirst
    self.thread = thread
    self.setting = setting
    self.waiting = [prompt]
  }

  mutating func begin() -> [UInt8] {
    ask(
      .initialize, "initialize",
      [
        "clientInfo": ["name": "git-o8", "title": "git o8", "version": "1"],
        // A message comes whole when it is complete; its pieces would be most of the transcript.
        "capabilities": ["optOutNotificationMethods": JSONValue(Self.pieces)],
      ])
  }

  private static let pieces = [
    "item/agentMessage/delta", "item/reasoning/textDelta", "item/reasoning/summaryTextDelta",
    "item/reasoning/summaryPartAdded", "item/plan/delta", "item/commandExecution/outputDelta",
    "item/fileChange/outputDelta", "item/fileChange/patchUpdated", "turn/diff/updated",
  ]

  mutating func hear(_ line: ArraySlice<UInt8>) -> [UInt8] {
    guard let message = JSONRecord(line) else { return [] }
    if let method = message["method"]?.string {
      guard let id = message["id"] else { return hear(method, message["params"]) }
      return answer(to: method, id)
    }
    guard let number = message["id"]?.int, let question = asked.removeValue(forKey: number)
    else { return [] }
    return hear(message, on: question, number)
  }

  mutating func steer(_ text: String) -> [UInt8]? {
    guard !isOver, !isInterrupted else { return nil }
    waiting.append(text)
    return turnID == nil || isCompacting ? [] : speak()
  }

  mutating func interrupt() -> [UInt8]? {
    guard !isOver, let threadID, let turnID else { return nil }
    isInterrupted = true
    return ask(
      .interrupt, "turn/interrupt", ["threadId": .string(threadID), "turnId": .string(turnID)])
  }

  /// Answers to what was asked of the program.
  private mutating func hear(
    _ message: JSONRecord, on question: Question, _ number: Int
  ) -> [UInt8] {
    let result = message["result"]
    switch question {
    case .initialize:
      guard result != nil else { return end() }
      return JSONText.line(["method": "initialized"]) + open()
    case .thread:
      guard let id = result?["thread"]?["id"]?.string else { return end() }
      threadID = id
      guard isCompacting else { return speak() }
      return ask(.compaction, "thread/compact/start", ["threadId": .string(id)])
    case .compaction:
      // Where it cannot be summed up, what is said next finds out whether there is room.
      guard result == nil else { return [] }
      isCompacting = false
      return speak()
    case .turn:
      guard let id = result?["turn"]?["id"]?.string else { return end() }
      turnID = turnID ?? id
      return waiting.isEmpty ? [] : speak()
    case .steer:
      guard let text = handed.removeValue(forKey: number) else { return [] }
      if result == nil {
        // The turn had just ended, so that the message begins another.
        waiting.insert(text, at: 0)
        return turnID == nil ? speak() : []
      }
      taken += 1
    case .interrupt: break
    }
    return []
  }

  private mutating func hear(_ event: String, _ content: JSONRecord?) -> [UInt8] {
    // Those of its helpers are told too.
    guard let content, content["threadId"]?.string == threadID, threadID != nil else { return [] }
    switch event {
    case "turn/started": turnID = content["turn"]?["id"]?.string ?? turnID
    case "turn/completed":
      turnID = nil
      isCompacting = false
      if waiting.isEmpty && handed.isEmpty || isInterrupted { return end() }
      return handed.isEmpty ? speak() : []
    default: break
    }
    return []
  }

  private mutating func open() -> [UInt8] {
    switch thread {
    case .new: return ask(.thread, "thread/start", setting)
    case .known(let id):
      let which: [String: JSONValue] = ["threadId": .string(id.text), "excludeTurns": true]
      return ask(.thread, "thread/resume", setting.merging(which) { $1 })
    }
  }

  /// Hands over what waits: to the turn that runs, or as a turn of its own.
  private mutating func speak() -> [UInt8] {
    guard let threadID, !waiting.isEmpty else { return [] }
    var content: [String: JSONValue] = ["threadId": .string(threadID)]
    guard let turnID else {
      // One of them is the prompt, which is nobody's steering.
      taken += waiting.count - (isBeginning ? 1 : 0)
      isBeginning = false
      content["input"] = input(waiting)
      waiting = []
      return ask(.turn, "turn/start", content)
    }
    content["expectedTurnId"] = .string(turnID)
    let texts = waiting
    waiting = []
    var said: [UInt8] = []
    for text in texts {
      content["input"] = input([text])
      said += ask(.steer, "turn/steer", content)
      handed[lastNumber] = text
    }
    return said
  }

  private func input(_ texts: [String]) -> JSONValue {
    .array(texts.map { ["type": "text", "text": .string($0)] })
  }

  private mutating func ask(
    _ question: Question, _ method: String, _ content: [String: JSONValue]
  ) -> [UInt8] {
    lastNumber += 1
    asked[lastNumber] = question
    return JSONText.line([
      "id": .integer(Int64(lastNumber)), "method": .string(method), "params": .object(content),
    ])
  }

  private mutating func end() -> [UInt8] {
    isOver = true
    return []
  }

  /// It was told never to ask. What it asks all the same is declined, for nobody is there.
  private func answer(to method: String, _ id: JSONRecord) -> [UInt8] {
    guard let id = id.int.map({ .integer(Int64($0)) }) ?? id.string.map(JSONValue.string) else {
      return []
    }
    let result: JSONValue? =
      switch method {
      case "item/commandExecution/requestApproval", "item/fileChange/requestApproval":
        ["decision": "decline"]
      case "applyPatchApproval", "execCommandApproval": ["decision": "denied"]
      case "item/tool/requestUserInput": ["answers": [:]]
      case "mcpServer/elicitation/request": ["action": "decline"]
      default: nil
      }
    let body =
      result.map { (name: "result", value: $0) }
      ?? (name: "error", value: ["code": -32601, "message": "nobody is there to answer"])
    return JSONText.line(["id": id, body.name: body.value])
  }
}
