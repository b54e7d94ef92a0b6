import Lanes
public import Model

/// What a worker says from its lane. It needs no repository, no policy and no key: a lane may keep
/// all of them from it.
public struct WorkerVoice: Sendable {
  private let outbox: WorkerOutbox
  private let packet: ObjectID?

  /// How long a question waits where nobody says how long: agents give up on commands that take
  /// longer.
  public static let waitSeconds = 600
  /// A day: who waits longer had better end.
  public static let waitSecondsMost = 86_400

  /// - Parameter environment: the worker's, in which its lane named the outbox.
  public init(_ what: Said.What, environment: [String: String]) throws(Problem) {
    guard let directory = environment["O8_OUTBOX"], directory.hasPrefix("/") else {
      throw Problem(
        .usage, "git o8 \(what.command) is said by a worker in its lane, and this is none",
        hint: what.hintOutside)
    }
    outbox = WorkerOutbox(directory)
    guard outbox.isThere else {
      throw Problem(
        .environment, "the outbox of this lane is gone: \(directory)",
        hint: "$O8_OUTBOX names it; print what there is to say, and end")
    }
    packet = environment["O8_PACKET"].flatMap { ObjectID($0) }
  }

  /// Leaves a message for the lane; returns the name under which a reply will stand.
  @discardableResult
  public func say(_ what: Said.What, _ text: String) throws -> String {
    if let fault = WorkerMessage.fault(of: text) {
      throw Problem(
        .usage, fault, hint: "longer texts go to $O8_ARTIFACTS, as a file for people")
    }
    var message = WorkerMessage(what, text, packet: packet)
    message.givesReceipt = what == .question
    return try outbox.post(message)
  }

  /// Says that the work meets points of acceptance, by their numbers in the prompt.
  public func claim(_ points: [Int], _ text: String?) throws {
    let why =
      WorkerMessage.fault(of: points)
      ?? text.flatMap { $0.isEmpty ? nil : WorkerMessage.fault(of: $0) }
    if let why {
      throw Problem(.usage, why, hint: "git o8 report --met 1 --met 2, as the prompt numbers them")
    }
    try outbox.post(WorkerMessage(.claim, text ?? "", points: points, packet: packet))
  }

  /// Asks, and waits for the answer.
  public func ask(_ text: String, waitingSeconds seconds: Int) async throws -> String? {
    guard (0...Self.waitSecondsMost).contains(seconds) else {
      throw Problem(.usage, "a question waits for a day at most, not \(seconds) seconds")
    }
    let name = try say(.question, text)
    guard seconds > 0 else { return nil }
    switch await outbox.awaitReply(to: name, seconds: seconds) {
    case .answer(let answer):
      // Where that fails the answer comes once more.
      try? outbox.confirm(name)
      return answer
    case .refused(let why):
      throw Problem(
        .refused, "there will be no answer: \(SafeText.singleLine(why, limit: 200))",
        hint: "go on as you judge best")
    case nil:
      throw Problem(
        .timeout, "nobody has answered yet",
        hint: "go on with what does not depend on it, or end: who comes next is told the answer")
    }
  }
}

extension Said.What {
  /// The command that says it.
  public var command: String {
    switch self {
    case .question: "question"
    case .report: "report"
    case .observation: "observe"
    case .proposal: "propose"
    case .claim: "report --met"
    }
  }

  fileprivate var hintOutside: String {
    switch self {
    case .question: "git o8 answer replies to what a worker asked; git o8 steer tells it something"
    case .report, .claim: "git o8 dispatch --report opens a packet that delivers a report"
    case .observation, .proposal:
      "in this version only workers do; git o8 dispatch opens a packet on what you found"
    }
  }
}
