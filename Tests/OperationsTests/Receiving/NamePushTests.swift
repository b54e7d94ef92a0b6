import Git
import Model
import Store
import Support
import Testing

@testable import Operations

@Suite struct PushedLines {
  /// Whatever git says, or somebody in its place, is answered and never trapped on.
  @Test(arguments: 0..<200)
  func anyInputIsReadOrRefused(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let id = String(repeating: "a", count: 40)
    let pieces = [
      "\(id) \(id) refs/heads/main\n", "\(id) ", " ", "\n", "refs/o8/packets/\(id)", "\u{0}",
      "refs/heads/\u{e9}", "ref:refs/x ", String(repeating: "0", count: 40), "/", "..", "@{",
      "refs/o8/hints/a%2e/b", "refs/o8-data/2026-11/a..b",
    ]
    var input: [UInt8] = []
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      input += Array(pieces.randomElement(using: &random)!.utf8)
      if Int.random(in: 0..<5, using: &random) == 0 {
        input.append(UInt8.random(in: .min ... .max, using: &random))
      }
    }
    guard let lines = try? TransactionLine.lines(of: input) else { return }
    let names = PushedNames(lines)
    #expect(names.references.count + names.problems.count == lines.count)
  }
}

/// Names alone decide; what they would hold is not looked at.
@Suite struct PushedNamesAndCollisions {
  @Test func namesThatNobodySharesAreRefused() async throws {
    try await ServerScene.with { scene in
      let id = String(repeating: "a", count: 40)
      // 21, 27, 37, 39.
      let names = [
        "refs/replace/\(id)", "refs/Replace/\(id)", "refs/o8-local/pins",
        "refs/o8-remotes/origin/ledger", "refs/o8/else", "refs/o8/packets/x",
        "refs/o8/packets/\(id)/x", "refs/o8/packets/\(id.uppercased())", "refs/o8/ledger/x",
        "refs/o8/heads/-x", "refs/O8/ledger", "refs/o8/Ledger", "refs/o8/hints/ann",
        "refs/o8/hints/Ann/laptop", "refs/o8/hints/ann/a/b", "refs/o8-data/2026-13/ann",
        "refs/o8-data/2026-11/Ann", "refs/o8-data/2026-11", "refs/o8-more/x", "refs/o8",
        "refs/HEADS/x",
      ]
      for name in names {
        try await scene.expectRefused(["main:\(name)"], saying: "\(name) may not be pushed")
      }
      for name in ["refs/notes/o8", "refs/o8-data/2026-11/ann", "refs/tags/x", "refs/heads/x"] {
        try await scene.expectTaken(["main:\(name)"])
      }
      // What stands there from before may go.
      try await scene.server.require("git", ["update-ref", "refs/replace/\(id)", "main"])
      try await scene.expectTaken([":refs/replace/\(id)"])
    }
  }

  @Test func branchesThatCaseAloneTellsApartAreRefused() async throws {
    try await ServerScene.with { scene in
      try await scene.expectTaken(["main:refs/heads/Topic/a", "main:refs/heads/über"])
      for name in ["topic/a", "TOPIC/A", "topic", "Topic/A/b", "ÜBER", "u\u{308}ber"] {
        try await scene.expectRefused(["main:refs/heads/\(name)"], saying: "ignores case")
      }
      try await scene.expectRefused(
        ["main:refs/heads/one", "main:refs/heads/One"], saying: "the push names it twice")
      try await scene.expectTaken(["main:refs/heads/Topic/b", ":refs/heads/Topic/a"])
      try await scene.expectTaken(["main:refs/heads/topic/a"])
    }
  }
}
