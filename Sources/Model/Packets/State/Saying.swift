/// Something that a worker said, and when that was recorded.
public struct Saying: Hashable, Sendable {
  /// The `said` event.
  public var id: ObjectID
  public var at: Instant
  public var words: Said
  /// What became of a question; nil while it is open, and for anything else.
  public internal(set) var reply: Reply?

  public enum Reply: Hashable, Sendable {
    case answered(String)
    /// Its worker was told to go on without.
    case dismissed
  }
}

extension Saying {
  /// An answer as one is told it who may have forgotten the question.
  public static func exchange(_ question: String, _ answer: String) -> String {
    "You asked: \(question)\n\nThe answer: \(answer)"
  }

  /// Whether it is a question of that attempt's worker to which there is no reply.
  func isOpen(in attempt: ObjectID?) -> Bool {
    words.what == .question && words.started == attempt && reply == nil
  }
}

extension Packet {
  /// Notes what a worker said.
  mutating func hear(_ words: Said, _ event: PacketEvent) {
    heard.insert(words.message)
    for point in words.points { claims[point] = words.started }
    said.append(Saying(id: event.id, at: event.at, words: words))
  }

  /// Notes what became of the question that the packet waits on, or of all where there is no
  /// answer to any.
  mutating func settleQuestions(_ answer: String?) {
    for index in said.indices where said[index].isOpen(in: current) {
      guard let answer else {
        said[index].reply = .dismissed
        continue
      }
      guard said[index].words.text == question else { continue }
      said[index].reply = .answered(answer)
      return
    }
  }
}
