import Fixtures
import Foundation
import Support
import Testing

@testable import Operations

@Suite("Whatever clones do, they agree in the end and nothing is lost")
struct ConvergenceTests {
  /// Seeds that failed once stay, beside those that are looked at in every run.
  private static let kept: [UInt64] = [87]
  /// `O8_SEEDS=5000 swift test --filter Convergence` looks at more.
  private static let count =
    ProcessInfo.processInfo.environment["O8_SEEDS"].flatMap { UInt64($0) } ?? 500
  /// Seeds whose clones lie beside each other, above one store of objects.
  private static let portion: UInt64 = 25
  private static let portions = stride(from: 0, to: count, by: Int(portion)).map {
    $0..<min($0 + portion, count)
  }

  @Test(arguments: portions) func allSeedsConverge(seeds: Range<UInt64>) async throws {
    try await Self.look(at: Array(seeds))
  }

  @Test func whatFailedOnceConverges() async throws { try await Self.look(at: Self.kept) }

  /// Records the first of the seeds that fails, by the fewest steps with which it does.
  private static func look(at seeds: [UInt64]) async throws {
    try await GovernedFixture.with { base in
      for seed in seeds {
        let course = SharingCourse(seed: seed)
        guard let failure = await failure(of: course, from: base) else { continue }
        let least = await minimised(course, from: base)
        let why = await Self.failure(of: least, from: base) ?? failure
        Issue.record(
          """
          seed \(seed): \(why)
          \(least.clones) clones, common remote: \(least.common), skews \(least.skews)
          \(least.steps.map { "  \($0)" }.joined(separator: "\n"))
          """)
        return
      }
    }
  }

  /// What goes wrong on a course; nil where nothing does.
  private static func failure(
    of course: SharingCourse, from base: GovernedFixture
  ) async -> String? {
    do {
      try await withTemporaryDirectory { directory in
        try await SharingWorld(course, from: base, in: directory).run()
      }
      return nil
    } catch { return "\(error)" }
  }

  /// The same course without the steps that are not needed for it to fail.
  private static func minimised(
    _ course: SharingCourse, from base: GovernedFixture
  ) async -> SharingCourse {
    var least = course
    var size = max(least.steps.count / 2, 1)
    while size >= 1 {
      var start = 0
      while start < least.steps.count {
        var shorter = least
        shorter.steps.removeSubrange(start..<min(start + size, least.steps.count))
        if await failure(of: shorter, from: base) != nil {
          least = shorter
        } else {
          start += size
        }
      }
      if size == 1 { return least }
      size /= 2
    }
    return least
  }
}
