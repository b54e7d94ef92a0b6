import Git
import Model
import Runtimes
import Support
import Testing
import Trust

@testable import Lanes
@testable import Operations

@Suite("Secrets in what a worker leaves")
struct SharedSecretsTests {
  /// Put together here, so that no line of this file looks like one.
  private static let token = "ghp" + "_" + "a1B2c3D4e5F6g7H8i9J0kLmNoPqRsTuVwXyZ"
  private static let mark = "[secret removed: github-token]"

  private let script = """
    echo "a \(token) b"; echo "\(token)" > "$O8_ARTIFACTS/x.txt"
    printf '\\000\(token)' > "$O8_ARTIFACTS/bytes"; echo "I used \(token)"; exit 1
    """

  private func kept(_ kept: Kept?, _ scene: LaneScene) throws -> String {
    let blob = try #require(kept).blob
    let bytes = try scene.workspace.governed().repository.blob(blob, limit: 4 << 20)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "are taken out of what is shared, and nothing of them stays in the record",
    arguments: [RuleLevel.error, .warning])
  func redacted(level: RuleLevel) async throws {
    try await LaneScene.with(policy: { $0.rules.secrets = level }) { scene in
      let sent = try await scene.dispatch(script)
      let end = try #require(sent.packet.attempts.last?.end)
      #expect(try kept(end.transcript, scene) == "a \(Self.mark) b\nI used \(Self.mark)\n")
      let id = sent.packet.id.hex
      let text = try await scene.workspace.artifact("x.txt", of: id)
      #expect(String(decoding: text, as: UTF8.self) == "\(Self.mark)\n")
      let binary = try await scene.workspace.artifact("bytes", of: id)
      #expect(binary == [0] + Array(Self.token.utf8))
      #expect(
        end.notes.contains(
          "3 secrets taken out of what is kept to be shared: 3 × github-token"))
      #expect(end.notes.contains("not searched for secrets, being binary: bytes"))
      #expect(!end.notes.joined().contains(Self.token), "\(end.notes)")
      // What stays on this machine is what was said.
      let place = scene.workspace.place(of: sent.packet.id)
      var reader = SpoolReader(place.spool, after: 0)
      var spooled: [UInt8] = []
      while let entry = try reader.next() {
        if case .line(let line) = entry { spooled += line.bytes }
      }
      #expect(String(decoding: spooled, as: UTF8.self).contains(Self.token))
    }
  }

  @Test("are in nothing that it says to people")
  func said() async throws {
    try await LaneScene.with(policy: { $0.rules.secrets = .error }) { scene in
      // Its command is recorded as it is, so that the token is put together by it.
      let rest = Self.token.dropFirst("ghp".count)
      let sent = try await scene.dispatch(
        "t=ghp; git o8 report \"I used ${t}\(rest) for it\"; exit 1")
      #expect(scene.said(sent.packet) == ["report: I used \(Self.mark) for it"])
      let all = try await scene.repository.git("log", "--all", "--format=%B", "-p")
      #expect(!all.contains(Self.token))
    }
  }

  @Test("are in none of the words by which a program tells its error")
  func errorWords() async throws {
    try await TalkingWorker.with(
      "echo 'Error: no model for \(Self.token) here'; exit 1",
      manifest: "failure.model = ^Error:", policy: { $0.rules.secrets = .error }
    ) { scene in
      let packet = try await scene.dispatch()
      let end = try #require(packet.attempts.last?.end)
      #expect(end.notes.contains("it said: Error: no model for \(Self.mark) here"), "\(end.notes)")
      #expect(packet.log.allSatisfy { !$0.summary.contains(Self.token) })
    }
  }

  @Test("are in no name that it gives to anything")
  func names() async throws {
    let start = #"{"type":"system","subtype":"init","session_id":"'$t'","model":"'$t'"}"#
    let script = """
      t=ghp; t=${t}\(Self.token.dropFirst("ghp".count)); echo '\(start)'
      echo 1 > "$O8_ARTIFACTS/$t"; echo 2 > "$O8_ARTIFACTS/renamed-1"; echo 3 > "$O8_ARTIFACTS/x"
      mkfifo "$O8_ARTIFACTS/$t.pipe"; echo two > a.txt; exit 1
      """
    try await TalkingWorker.with(
      script, manifest: "parser = claude", policy: { $0.rules.secrets = .error }
    ) { scene in
      let packet = try await scene.dispatch { $0.attempts = 1 }
      let end = try #require(packet.attempts.last?.end)
      #expect(end.artifacts.map(\.path) == ["renamed-1", "renamed-4", "x"])
      #expect(end.session == packet.attempts.last?.session && end.model == nil)
      #expect(end.notes.contains("1 artifact renamed: a secret was the name"), "\(end.notes)")
      let all = try await scene.lanes.repository.git("log", "--all", "--format=%B", "-p")
      #expect(!all.contains(Self.token))
      let trees = try await scene.lanes.repository.git(
        "for-each-ref", "--format=%(refname)", "refs/o8-data")
      for reference in trees.split(separator: "\n") {
        let names = try await scene.lanes.repository.git(
          "ls-tree", "-r", "--name-only", String(reference))
        #expect(!names.contains(Self.token))
      }
    }
  }

  @Test("are not seen in the ids that programs give", arguments: 0..<100)
  func ids(number: Int) {
    var sharable = LaneTakings.Sharable(under: .error)
    for id in [SessionID.fresh().text, "T-\(SessionID.fresh())", "ses_\(SessionID.fresh().text)"] {
      #expect(sharable.word(id) == id)
    }
  }

  @Test("stay where policy has the rule off")
  func off() async throws {
    try await LaneScene.with(policy: { $0.rules.secrets = .off }) { scene in
      let sent = try await scene.dispatch(script)
      let end = try #require(sent.packet.attempts.last?.end)
      #expect(try kept(end.transcript, scene).contains(Self.token))
      #expect(!end.notes.joined().contains("secret"))
    }
  }
}
