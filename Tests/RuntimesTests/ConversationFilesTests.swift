import Model
import Testing

@testable import Runtimes

/// Which files of a worker's are a conversation's.
extension SessionTests {
  private static let talk = "0f0e0d0c-0b0a-4908-8706-050403020100"

  @Test func `a file of gemini's is of the conversation that its record tells too`() async throws {
    let folder = ".gemini/tmp/w/chats/session-2026-11-22T05-0"
    let other = Self.talk.replacing("0100", with: "0101")
    try await home([
      ("\(folder)0-0f0e0d0c.jsonl", #"{"sessionId":"\#(Self.talk)"}"#),
      ("\(folder)1-0f0e0d0c.jsonl", #"{"sessionId":"\#(other)"}"#),
      ("\(folder)2-0f0e0d0c.jsonl", "nothing"),
      (".gemini/tmp/bin/0f0e0d0c", "#!/bin/sh"),
    ]) { surroundings in
      let home = UserFile.real(surroundings.home ?? "")
      let shelf = GeminiRuntime(surroundings).shelf
      let files = shelf.files(of: SessionID(Self.talk)!)
      func holds(_ path: String) -> Bool { files.hold("\(home)/\(path)", as: "\(home)/\(path)") }
      #expect(holds("\(folder)0-0f0e0d0c.jsonl"))
      #expect(!holds("\(folder)1-0f0e0d0c.jsonl") && !holds("\(folder)2-0f0e0d0c.jsonl"))
      #expect(!holds(".gemini/tmp/bin/0f0e0d0c"))
      #expect(!holds(".gemini/tmp/../tmp/w/chats/session-2026-11-22T05-00-0f0e0d0c.jsonl"))
      for id in ["rg", "chats", Self.talk.uppercased()] {
        let none = shelf.files(of: SessionID(id)!)
        #expect(!none.mayHold("\(home)/.gemini/tmp/w/chats/session-2026-11-22T05-00-\(id).json"))
      }
    }
  }
}
