import Model
import Testing

@Suite struct WorkerMessages {
  @Test(arguments: Said.What.allCases)
  func areReadAsTheyWereWritten(what: Said.What) throws {
    let points = what == .claim ? [1, 3] : []
    var message = WorkerMessage(
      what, "one\n\"two\" \u{1b}[2J naïve", points: points, packet: objectID(7))
    message.givesReceipt = what == .question
    #expect(try WorkerMessage(message.bytes) == message)
    let plain = WorkerMessage(what, what == .claim ? "" : "x", points: points)
    #expect(try WorkerMessage(plain.bytes) == plain)
  }

  @Test func areWrittenByHandInAnyOrder() throws {
    let message = try WorkerMessage(
      Array(#" { "what" : "observation", "text": "slow \u00e9" } "#.utf8))
    #expect(message == WorkerMessage(.observation, "slow é"))
  }

  @Test(arguments: [
    ("", "ends too early"), ("[]", "no JSON object"), ("{}", "`what`"),
    (#"{"what":"order","text":"x"}"#, "impossible value"),
    (#"{"what":"report","text":" \n "}"#, "empty"),
    (#"{"what":"report","text":"x","role":"owner"}"#, "`role`"),
    (#"{"what":"report","text":"x","packet":"abc"}"#, "no id"),
    (#"{"what":"report","what":"question","text":"x"}"#, ""),
    (#"{"what":"report","text":"x"} {}"#, "follows"),
    (#"{"what":"report","text":"\ud800"}"#, ""),
    (#"{"what":"report","text":"x","points":[1]}"#, "only a claim"),
    (#"{"what":"claim"}"#, "`points`"), (#"{"what":"claim","points":[]}"#, "no point"),
    (#"{"what":"claim","points":["1"]}"#, "from 1"), (#"{"what":"claim","points":[0]}"#, "from 1"),
    (#"{"what":"claim","points":[1],"text":" "}"#, "empty"),
    (#"{"what":"question","text":"x","receipt":1}"#, "`receipt`"),
  ])
  func thatMeanNothingAreRefusedWithAReason(text: String, reason: String) {
    let error = #expect(throws: FormatError.self) { _ = try WorkerMessage(Array(text.utf8)) }
    #expect(reason.isEmpty || error?.reason.contains(reason) == true)
  }

  @Test func thatAreTooLongAreRefused() {
    let text = String(repeating: "x", count: WorkerMessage.textBytes + 1)
    #expect(throws: FormatError.self) { try WorkerMessage(WorkerMessage(.report, text).bytes) }
    let file = [UInt8](repeating: 32, count: WorkerMessage.fileBytes + 1)
    #expect(throws: FormatError.self) { try WorkerMessage(file) }
    #expect(throws: FormatError.self) { try WorkerMessage([0xff, 0xfe, 0x00]) }
  }

  @Test func aReceiptSaysOneThing() {
    #expect(WorkerReceipt.isOne(WorkerReceipt.bytes))
    #expect(WorkerReceipt.isOne(Array(#" { "heard" : true } "#.utf8)))
    for text in ["", "{}", #"{"heard":false}"#, #"{"heard":true,"x":1}"#, #"[{"heard":true}]"#] {
      #expect(!WorkerReceipt.isOne(Array(text.utf8)), "\(text)")
    }
  }

  @Test func moreClaimsThanAPacketHasPointsAreRefused() {
    let points = Array(1...WorkerMessage.pointsMost + 1)
    #expect(throws: FormatError.self) {
      try WorkerMessage(WorkerMessage(.claim, "", points: points).bytes)
    }
  }

  @Test func repliesAreReadAsTheyWereWritten() throws {
    for reply in [WorkerReply.answer("8080\n"), .refused("no"), .answer("")] {
      #expect(try WorkerReply(reply.bytes) == reply)
    }
    #expect(throws: FormatError.self) { try WorkerReply(Array("{}".utf8)) }
  }
}
