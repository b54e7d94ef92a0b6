public import Model

extension Packet {
  /// What a worker said, and the reply to a question.
  func document(of saying: Saying) -> JSONValue {
    var answer: String?
    if case .answered(let text) = saying.reply { answer = text }
    return [
      "event": .string(saying.id.hex), "at": .string(saying.at.text),
      "attempt": JSONValue(attempts.first { $0.id == saying.words.started }?.number),
      "what": .string(saying.words.what.rawValue), "text": .string(saying.words.text),
      "points": JSONValue(saying.words.points),
      "answer": JSONValue(answer), "dismissed": .bool(saying.reply == .dismissed),
    ]
  }
}

extension AcceptancePoint {
  /// `claimed` is the attempt whose worker says that its work meets the point; null where none does.
  public var document: JSONValue {
    ["number": JSONValue(number), "text": .string(text), "claimed": JSONValue(claimant)]
  }
}

extension Artifact {
  var document: JSONValue {
    [
      "name": .string(path), "size": .integer(kept.size), "sha256": .string(kept.sha256.hex),
      "blob": .string(kept.blob.hex), "holder": .string(kept.holder.text),
    ]
  }
}
