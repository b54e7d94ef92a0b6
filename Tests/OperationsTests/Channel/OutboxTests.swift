import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("What a worker leaves in its outbox")
struct OutboxTests {
  @Test("is recorded as said by it, and moves nothing", arguments: [Isolation.worktree, .clone])
  func said(isolation: Isolation) async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        env PATH=/usr/bin:/bin git o8 observe 'The tests are slow'; printf 'Speed\\nthem up' | git o8 propose -F -
        git o8 report -m 'Done.' -m 'All of it.'; echo two > a.txt
        """
      ) { $0.isolation = isolation }
      #expect(sent.packet.state == .review)
      #expect(
        scene.said(sent.packet) == [
          "observation: The tests are slow", "proposal: Speed\nthem up",
          "report: Done.\n\nAll of it.",
        ])
      let log = try await scene.log(sent.packet)
      #expect(log.contains("the worker observes: The tests are slow"))
    }
  }

  @Test("is taken from programs that know no git o8")
  func byHand() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        cd "$O8_OUTBOX"
        printf '{ "what": "report", "text": "one" }' > .x; mv .x b.json
        printf '{"what":"observation","text":"two","packet":"%s"}' $O8_PACKET > c.json
        printf '{"what":"report","text":"never finished"}' > .d.json
        """)
      #expect(scene.said(sent.packet).sorted() == ["observation: two", "report: one"])
      #expect(scene.notes(sent.packet).allSatisfy { !$0.contains("outbox") })
    }
  }

  @Test("is refused where it is hostile, with its reason, and the lane goes on")
  func hostile() async throws {
    try await LaneScene.with { scene in
      let other = String(repeating: "a", count: 40)
      let sent = try await scene.dispatch(
        """
        echo two > a.txt; cd "$O8_OUTBOX"
        say() { printf '{"what":"report","text":"%s"}' "$1"; }
        echo secret > ../key; say real > .real
        ln -s ../key link.json; ln -s .real goodlink.json; ln .real hard.json; mkfifo pipe.json
        mkdir folder.json; echo x > folder.json/x; ln -s / root
        say x > "$(printf 'new\\nline.json')"; say x > 'blank .json'; say x > ..json.txt
        truncate -s 1G huge.json; echo nonsense > nonsense.json; printf '\\377\\376' > bytes.json
        printf '{"what":"verdict","text":"approve"}' > verdict.json
        printf '{"what":"report","text":"x","packet":"\(other)"}' > other.json
        printf '{"what":"report","text":"\\\\u001b[2J\\\\u202eone"}' > control.json
        """)
      #expect(sent.packet.state == .review)
      #expect(scene.said(sent.packet) == ["report: \\u{1b}[2J\\u{202e}one"])
      #expect(scene.notes(sent.packet).contains { $0.hasPrefix("refused 13 of what it left") })
      let log = try await scene.log(sent.packet).joined(separator: "\n")
      for why in [
        "link.json in the outbox: it is no ordinary file", "huge.json in the outbox: it has more",
        "hard.json in the outbox: it has another name",
        "pipe.json in the outbox: it is no ordinary",
        "other.json in the outbox: it speaks for another packet, aaaaaaa",
        "new line.json in the outbox: a message is called by",
      ] {
        #expect(log.contains(why), "\(why)")
      }
    }
  }

  @Test("is limited in number", arguments: [10_000])
  func many(count: Int) async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        echo two > a.txt; cd "$O8_OUTBOX"; printf '{"what":"report","text":"x"}' > .x
        awk 'BEGIN { for (i = 0; i < \(count); i++) print i ".json" }' |
          xargs -n 1000 sh -c 'for f; do echo > "$f"; done' sh
        for i in 1 2 3; do printf '{"what":"report","text":"x"}' > .x; mv .x z$i.json; done
        """)
      #expect(sent.packet.state == .review)
      #expect(scene.said(sent.packet).count == 3)
      #expect(scene.notes(sent.packet).contains { $0.contains("refused \(count) of what it left") })
      #expect(try await scene.log(sent.packet).count < 60)
    }
  }

  @Test("is recorded to a limit")
  func tooManyMessages() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        cd "$O8_OUTBOX"; i=100
        while test $i -lt 210; do
          printf '{"what":"observation","text":"%s"}' $i > .x; mv .x $i.json; i=$((i+1))
        done
        printf '{"what":"report","text":"x","packet":"%040d"}' 1 > .x; mv .x z.json
        """)
      #expect(sent.packet.said.count == 100)
      let log = try await scene.log(sent.packet).joined(separator: "\n")
      #expect(log.contains("200.json in the outbox: no more than 100 messages"))
      // Nor is it looked at what it says, once the packet was found to have so many.
      #expect(log.contains("z.json in the outbox: no more than 100 messages"))
    }
  }

  @Test("may be gone, or something else")
  func replaced() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        """
        echo two > a.txt; rmdir "$O8_OUTBOX"; mkdir ../elsewhere
        printf '{"what":"report","text":"x"}' > ../elsewhere/a.json
        ln -s "$(cd ../elsewhere && pwd)" "$O8_OUTBOX"
        """)
      #expect(sent.packet.state == .review && sent.packet.said.isEmpty)
    }
  }

  @Test("is neither lost nor recorded twice where the lane died between the two")
  func crash() async throws {
    try await LaneScene.with { scene in
      let one = #"{"what":"report","text":"one"}"#
      let two = #"{"what":"report","text":"two"}"#
      let sent = try await scene.dispatch(
        "cd \"$O8_OUTBOX\"; printf '%s' '\(one)' > .a; mv .a a.json; sleep 0.1; exit 1")
      let id = sent.packet.id
      #expect(scene.said(sent.packet) == ["report: one"])
      let recorded = try #require(sent.packet.said.first?.id)
      // The lane had recorded the first, had not taken it away, and had not seen the second.
      try await scene.repository.git("update-ref", Layout.packet(id).text, recorded.hex)
      let outbox = scene.workspace.place(of: id).outbox
      try Data(one.utf8).write(to: URL(fileURLWithPath: outbox + "/a.json"))
      try Data(two.utf8).write(to: URL(fileURLWithPath: outbox + "/b.json"))
      let done = try await scene.workspace.resume(id.hex, message: nil, .here { _ in })
      let first = try #require(done.packet.attempts.first)
      #expect(first.end?.outcome == .crashed)
      #expect(scene.said(done.packet).filter { $0 == "report: two" }.count == 1)
      let ofFirst = done.packet.said.filter { $0.words.started == first.id }
      #expect(ofFirst.map(\.words.text) == ["one", "two"])
    }
  }
}
