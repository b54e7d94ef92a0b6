import Model
import Support
import Testing

/// An envelope as a writer makes it, around a body of any kind.
private func envelope(seed: Int) -> (Envelope, EventBody) {
  var bodies = RandomBodies(
    random: SeededRandom(seed: UInt64(seed)), known: [objectID(1), objectID(2)])
  let body = seed.isMultiple(of: 18) ? .opened(bodies.opened()) : bodies.body()
  let envelope = Envelope(
    repo: objectID(1), kind: body.kind!, packet: objectID(2), parents: [objectID(3)], clock: 7,
    author: PrincipalName("ann")!, at: Instant(seconds: 1_790_000_000)!, nonce: "n",
    attachments: [
      "prompt.md": Attachment(
        sha256: Digest(bytes: [UInt8](repeating: 5, count: 32))!, size: 12)
    ],
    subject: body.summary, state: "running", fields: body.fields)
  return (envelope, body)
}

@Suite struct EventTexts {
  @Test(arguments: 0..<200)
  func decodingWhatWasEncodedIsTheSame(seed: Int) throws {
    let (written, body) = envelope(seed: seed)
    let read = try Envelope(text: written.text())
    #expect(read.text() == written.text())
    #expect(EventBody(read) == body)
    #expect(read.subject == written.subject && read.attachments == written.attachments)
  }

  @Test(arguments: 0..<200)
  func mutatedBytesThrowOrReadAsWhatTheySay(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let text = envelope(seed: seed).0.text()
    for _ in 0..<40 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        guard let index = bytes.indices.randomElement(using: &random) else { break }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
        default: bytes.removeLast(bytes.count - index)
        }
      }
      // A digit that became another digit is another event; nothing is ever two texts of one.
      if let read = try? Envelope(text: bytes) {
        #expect(read.text() == bytes)
        _ = EventBody(read).summary
      }
    }
  }

  @Test(arguments: 0..<200)
  func aSummaryIsASubject(seed: Int) throws {
    try envelope(seed: seed).0.check()
  }

  @Test func aSummaryOfManyBytesFits() throws {
    let character = "e" + String(repeating: "\u{301}", count: 400)
    let long = String(repeating: character, count: 120)
    for text in [long, String(repeating: "x", count: 10_000), "a\nb\u{1b}[31m\u{202e}"] {
      let summary = EventBody.cancelled(reason: text).summary
      #expect(summary.utf8.count <= Limits.subjectBytes && !summary.isEmpty)
      #expect(!summary.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }
  }

  @Test(arguments: [
    #"{"kind":"steered"}"#, "[]", "null", "", "{", #"{"v":2}"#,
  ])
  func whatLacksAnEnvelopeIsRefused(text: String) {
    #expect(throws: FormatError.self) { try Envelope(text: Array((text + "\n").utf8)) }
  }

  @Test func theNewlineAtTheEndIsPartOfTheText() throws {
    let text = envelope(seed: 1).0.text()
    #expect(throws: FormatError.self) { try Envelope(text: Array(text.dropLast())) }
    #expect(throws: FormatError.self) { try Envelope(text: text + [0x0a]) }
  }

  @Test func knownKindsWithWrongFieldsAreKeptAsUnknown() throws {
    var (written, _) = envelope(seed: 1)
    written.kind = .verdict
    written.fields = ["decision": "approve"]
    let read = try Envelope(text: written.text())
    guard case .unknown(let reason) = EventBody(read) else {
      Issue.record("it was read as something")
      return
    }
    #expect(reason == "`authors` is no array")
  }
}
