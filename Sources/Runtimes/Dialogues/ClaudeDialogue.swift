internal import Model

/// The talk with `claude` over `--input-format stream-json`: a message is a line, and what the
/// program has taken up it repeats with `"isReplay":true`.
///
/// A message that comes while a tool runs is taken up after that call, and one `result` ends both;
/// one that comes later begins a turn of its own, with a `result` of its own. What sums a conversation
/// up is a message too, with a result; only then the prompt is said.
struct ClaudeDialogue: Dialogue {
  private let prompt: String
  /// Of the messages whose repetition will be heard: how many were said, and how many repeated.
  private var said = 0
  private var repeated = 0
  private var isPromptCounted = false
  private var hasResult = false
  private var isInterrupted = false
  private var isCompacting: Bool

  /// A repetition is longer than what it repeats, by a few names and ids.
  static let countedBytes = Dialogues.lineBytes / 8

  init(prompt: String, compactsFirst: Bool = false) {
    self.prompt = prompt
    isCompacting = compactsFirst
  }

  mutating func begin() -> [UInt8] { isCompacting ? line("/compact") : sayPrompt() }

  private mutating func sayPrompt() -> [UInt8] {
    isPromptCounted = prompt.utf8.count <= Self.countedBytes
    return say(prompt)
  }

  mutating func hear(_ line: ArraySlice<UInt8>) -> [UInt8] {
    guard let event = JSONRecord(line) else { return [] }
    switch event["type"]?.string {
    case "result" where isCompacting && !isInterrupted:
      // Whether it could be summed up or not: what is said next finds out.
      isCompacting = false
      return sayPrompt()
    case "user" where isCompacting: break
    case "user" where event["isReplay"]?.bool == true:
      repeated += 1
      hasResult = false
    case "result": hasResult = true
    case "control_request": return refusal(of: event)
    default: break
    }
    return []
  }

  mutating func steer(_ text: String) -> [UInt8]? {
    isOver || isInterrupted || isCompacting ? nil : say(text)
  }

  mutating func interrupt() -> [UInt8]? {
    guard !isOver else { return nil }
    isInterrupted = true
    hasResult = false
    return JSONText.line([
      "type": "control_request", "request_id": "o8-interrupt",
      "request": ["subtype": "interrupt"],
    ])
  }

  var isOver: Bool {
    guard hasResult else { return false }
    // A version that repeats nothing has said with its result all that it will say.
    return isInterrupted || repeated >= said || repeated == 0
  }

  var taken: Int { max(0, repeated - (isPromptCounted ? 1 : 0)) }

  private mutating func say(_ text: String) -> [UInt8] {
    if text.utf8.count <= Self.countedBytes { said += 1 }
    return line(text)
  }

  private func line(_ text: String) -> [UInt8] {
    JSONText.line(["type": "user", "message": ["role": "user", "content": .string(text)]])
  }

  /// It asks for nothing in the modes that it is started in. If it ever did, it would wait for ever.
  private func refusal(of request: JSONRecord) -> [UInt8] {
    guard let id = request["request_id"]?.string else { return [] }
    return JSONText.line([
      "type": "control_response",
      "response": [
        "subtype": "error", "request_id": .string(id), "error": "nobody is there to answer",
      ],
    ])
  }
}
