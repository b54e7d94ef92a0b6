import Git
import Model
import Support
import Testing
import Trust

@testable import Operations

/// One that behaves as no agent should, what its attempt comes to, and what is told of it.
struct OddAgent: Sendable, CustomTestStringConvertible {
  let name: String
  let script: String
  let outcome: Outcome
  /// Something that a note of the attempt holds.
  var note: String?
  /// Something that its log holds.
  var log: String?
  var session: String? = "one"

  var testDescription: String { name }

  private static let works = "echo \"$begins\"; echo two > a.txt"

  static let all = [
    OddAgent(
      name: "that goes on in the background and ends at once",
      script: "echo \"$begins\"; (sleep 2; echo late > late.txt) &",
      outcome: .crashed, note: "left running: "),
    OddAgent(
      name: "that hides its background in a session of its own and keeps its output open",
      script: "\(works); setsid sleep 1000 & sleep 0.1; echo \"$ends\"", outcome: .changed,
      note: "left running: sleep"),
    OddAgent(
      name: "that asks on the terminal",
      script: "\(works); (echo 'Trust this?' > /dev/tty) || echo 'no terminal' >&2; echo \"$ends\"",
      outcome: .changed, log: "output error: no terminal"),
    OddAgent(
      name: "whose git asks for a password",
      script: """
        \(works); GIT_CONFIG_COUNT=0 git -c credential.helper= credential fill <<X || echo 'not told' >&2
        protocol=https
        host=example.org

        X
        echo "$ends"
        """, outcome: .changed, log: "output error: not told"),
    OddAgent(
      name: "with two conversations in one run",
      script: "\(works); echo \"$begins\" | sed s/one/two/; echo \"$ends\" | sed s/one/two/",
      outcome: .changed),
    OddAgent(
      name: "that talks on after its end",
      script: "\(works); echo \"$ends\"; echo '{\"type\":\"rate_limit_event\",\"rate_limit_info\":"
        + "{\"status\":\"allowed\"}}'; echo 'bye'",
      outcome: .changed, log: "output standard: bye"),
    OddAgent(
      name: "that ends and never began",
      script: "echo two > a.txt; echo \"$ends\"", outcome: .changed, session: nil),
    OddAgent(
      name: "whose last line is only half there", script: "\(works); printf '%.60s' \"$ends\"",
      outcome: .crashed),
    OddAgent(
      name: "whose last line lacks its newline", script: "\(works); printf %s \"$ends\"",
      outcome: .changed),
    OddAgent(
      name: "that writes what is no text",
      script: "\(works); printf '\\377\\376 odd\\n{\"type\":\"\\377\"}\\n'; echo \"$ends\"",
      outcome: .changed, log: "\u{fffd}\u{fffd} odd"),
    OddAgent(
      name: "that says what nobody knows, in no order",
      script: "echo '{\"type\":\"news\",\"x\":[1]}'; echo \"$ends\"; \(works); echo \"$ends\"",
      outcome: .changed, log: "{\"type\":\"news\""),
  ]
}

@Suite("An agent")
struct OddAgentTests {
  @Test("does not lead its lane astray", arguments: OddAgent.all)
  func odd(agent: OddAgent) async throws {
    try await OddAgentScene.with(agent.script) { scene in
      let packet = try await scene.dispatch()
      let log = try await scene.log(of: packet)
      let end = try #require(packet.attempts.first?.end)
      #expect(end.outcome == agent.outcome, "\(log) \(end.notes)")
      #expect(end.session == agent.session)
      if let note = agent.note {
        #expect(end.notes.contains { $0.contains(note) }, "\(end.notes)")
      }
      if let line = agent.log { #expect(log.contains { $0.contains(line) }, "\(log)") }
      guard agent.outcome == .changed else { return }
      #expect(packet.state == .review)
      let head = try #require(packet.head)
      #expect(try await scene.lanes.text(of: "a.txt", at: head) == "two")
    }
  }

  @Test("that replaces itself is run as what it has become, and nobody says what that is")
  func update() async throws {
    let script = """
      echo "$begins"
      if [ "$O8_ATTEMPT" = 1 ]; then
        sed 's/odd 1.0.0/odd 2.0.0/; s/^echo one$/echo two/' "$0" > "$0.new"
        chmod 755 "$0.new"; mv "$0.new" "$0"; exit 7
      fi
      echo two > a.txt; echo "$ends"
      """
    try await OddAgentScene.with(script) { scene in
      let packet = try await scene.dispatch(attempts: 2)
      #expect(packet.state == .review)
      #expect(packet.attempts.map(\.end?.outcome) == [.failed, .changed])
      #expect(packet.attempts.first?.version == "1.0.0")
      #expect(packet.attempts.last?.version != "1.0.0")
    }
  }

  @Test("that names another conversation than the one it was given is not believed")
  func strangeConversation() async throws {
    let script = """
      test "$O8_ATTEMPT" = 1 && { echo "$begins"; exit 7; }
      echo "$begins" | sed s/one/two/; echo two > a.txt; echo "$ends" | sed s/one/two/
      """
    try await OddAgentScene.with(script) { scene in
      let packet = try await scene.dispatch(attempts: 2)
      #expect(packet.attempts.map(\.session) == [nil, "one"])
      #expect(packet.attempts.map(\.end?.session) == ["one", "one"])
    }
  }

  @Test("that says nothing is ended when its first word is due")
  func silent() async throws {
    try await OddAgentScene.with("sleep 1000") { scene in
      try await scene.lanes.repository.git("config", "o8.firstWordSeconds", "1")
      let packet = try await scene.dispatch()
      #expect(packet.attempts.first?.end?.outcome == .stalled)
    }
  }

  /// Put together here, so that no line of this file looks like one.
  private static let token = "ghp" + "_" + "a1B2c3D4e5F6g7H8i9J0kLmNoPqRsTuVwXyZ"

  @Test("that prints a secret has it taken out of what is shared")
  func secret() async throws {
    let says =
      #"{"type":"assistant","message":{"role":"assistant","content":[{"type":"text","text":"it is "#
      + Self.token + #""}]},"session_id":"one"}"#
    let script = "echo \"$begins\"; echo '\(says)'; echo two > a.txt; echo \"$ends\""
    try await OddAgentScene.with(script, policy: { $0.rules.secrets = .error }) { scene in
      let packet = try await scene.dispatch()
      let kept = try #require(packet.attempts.first?.end?.transcript)
      let repository = try scene.lanes.workspace.governed().repository
      let text = String(decoding: try repository.blob(kept.blob, limit: 1 << 20), as: UTF8.self)
      #expect(!text.contains(Self.token))
      #expect(text.contains("[secret removed: github-token]"))
      // It still reads as what it was.
      #expect(text.contains(#""type":"assistant""#))
    }
  }
}
