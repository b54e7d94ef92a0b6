import Fixtures
import Foundation
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Test func demo() async throws {
  guard ProcessInfo.processInfo.environment["O8_DEMO"] != nil else { return }
  try await ViewScene.with { scene in
    _ = try await scene.open(
      "Queued \u{1b}[31mred\u{1b}[0m with \u{202e}bidi and a very long title that goes on and on")
    let review = try await scene.reviewed("Fix the parser for numbers")
    try await scene.judge(
      review.id, review.presented, .revise,
      findings: [
        Finding(path: "src/a.txt", line: 1, severity: .error, text: "off by one"),
        Finding(path: nil, line: 0, severity: .note, text: "generally fine"),
      ], summary: "Nearly.\nPlease look again.")
    let h2 = try await scene.work(on: review.id)
    let p2 = try await scene.present(review.id, h2)
    _ = p2
    let ok = try await scene.reviewed("Ready to merge", "src/c.txt")
    try await scene.judge(ok.id, ok.presented, .approve, summary: "Good.")
    let gone = try await scene.open("Gone")
    try await scene.close(gone)
    let landed = try await scene.reviewed("To land", "src/b.txt")
    try await scene.judge(landed.id, landed.presented, .approve)
    try await scene.land(landed.id, landed.presented)
    let failed = try await scene.open("Fails always")
    try await scene.work(on: failed, "src/d.txt")
    try await scene.does(.fail(reason: "3 attempts used up: test"), failed)
    let asks = try await scene.open("Asks something")
    let lane = try #require(try scene.fixture.governed().storyOfPacket(asks)?.lane)
    let base = try #require(try scene.fixture.open().target(of: GovernedFixture.main))
    try await scene.does(
      .start(
        Started(number: 1, reason: .first, runtime: "exec", lane: lane, head: base, base: base)),
      asks)
    try await scene.does(
      .pause(
        .question,
        text:
          "Which database should it be, and why does nobody ever write it down anywhere in the docs?"
      ), asks)
    let target = "/tmp/w/tmp-h4/demo"
    try? FileManager.default.removeItem(atPath: target)
    try FileManager.default.copyItem(
      atPath: (scene.repository.path as NSString).deletingLastPathComponent, toPath: target)
    print(scene.repository.path)
  }
}
