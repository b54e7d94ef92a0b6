import Fixtures
import Foundation
import Fuzzing
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// What git tells its hooks, or somebody in its place, is answered and never trapped on.
@Suite struct HookInputs {
  private static let updates = Decoder(
    "pushes",
    words: [
      String(repeating: "0", count: 40), String(repeating: "a", count: 40), " ", "\n", "(delete)",
      "refs/heads/main", "HEAD^{/fix it}", "\u{0}", "refs/o8/ledger",
    ]
  ) { bytes in
    let updates: [PushedUpdate]
    do throws(Problem) { updates = try PushedUpdate.all(in: bytes) } catch {
      try law(error.kind == .refused, "what cannot be read is refused")
      return .refused(error.message)
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    try law(updates.count <= lines.count, "a line is one update at most")
    return .taken
  }

  @Test func whatIsKeptIsReadOrRefusedAsItWas() throws {
    for sample in try Corpus.samples(of: "pushes") {
      let answer = try Self.updates.read(sample.bytes)
      #expect(answer.isTaken == sample.name.hasPrefix("taken-"), "\(sample): \(answer)")
    }
  }

  @Test func whatIsMadeOfItIsReadOrRefused() throws {
    let samples = try Corpus.samples(of: "pushes")
    #expect(Self.updates.firstBroken(0..<2000, samples: samples) == nil)
  }

  @Test func everyNameThatIsPushedIsJudged() throws {
    let decoder = try #require(Decoder.all.first { $0.name == "transactions" })
    let samples = try Corpus.samples(of: decoder.name)
    for seed in 0..<1000 as Range<UInt64> {
      let input = decoder.input(seed: seed, samples: samples)
      guard let lines = try? TransactionLine.lines(of: input) else { continue }
      let names = PushedNames(lines)
      #expect(names.references.count + names.problems.count == lines.count, "seed \(seed)")
    }
  }

  @Test func whatIsPushedByAnExpressionWithBlanksIsJudgedToo() async throws {
    try await HookScene.with { scene in
      let bare = scene.repository.scratch + "/bare"
      try await scene.repository.git("clone", "-q", "--bare", ".", bare)
      try await scene.branch("topic")
      let pushed = try await scene.repository.tryGit(
        "push", bare, "topic^{/topic}:refs/heads/main")
      #expect(pushed.exit != 0)
      #expect(pushed.error.contains("nothing was pushed"), "\(pushed.error)")
    }
  }
}
