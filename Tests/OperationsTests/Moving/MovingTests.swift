import Foundation
import Support
import Testing

/// Every way to move a protected branch that we know is stopped or reported: tried with the git
/// that is here and the real program behind its hooks.
@Suite("Ways to move a protected branch", .preparedClone)
struct MovingTests {
  @Test("there are enough, and each has a name of its own")
  func ways() {
    #expect(Way.all.count >= 55)
    #expect(Set(Way.all.map(\.name)).count == Way.all.count)
  }

  // One after the other in each family: all at once would be hundreds of processes.
  @Test("merging", .serialized, arguments: Way.merging)
  func merging(way: Way) async throws { try await attempt(way) }

  @Test("committing", .serialized, arguments: Way.committing)
  func committing(way: Way) async throws { try await attempt(way) }

  @Test("rewriting", .serialized, arguments: Way.rewriting)
  func rewriting(way: Way) async throws { try await attempt(way) }

  @Test("branching", .serialized, arguments: Way.branching)
  func branching(way: Way) async throws { try await attempt(way) }

  @Test("writing", .serialized, arguments: Way.writing)
  func writing(way: Way) async throws { try await attempt(way) }

  @Test("transferring", .serialized, arguments: Way.transferring)
  func transferring(way: Way) async throws { try await attempt(way) }

  @Test("evading", .serialized, arguments: Way.evading)
  func evading(way: Way) async throws { try await attempt(way) }

  @Test("pretending", .serialized, arguments: Way.pretending)
  func pretending(way: Way) async throws { try await attempt(way) }

  private func attempt(_ way: Way) async throws {
    try await PreparedClone.with { scene in
      let said = try await scene.sh(way.script)
      let (value, isAlias) = try await scene.branch()
      let hasMoved = value != scene.main || isAlias
      let finding = try await Finding(scene)
      let what: Comment = "\(said.text)\n\(finding.text)"
      switch way.outcome {
      case .refused, .spoils:
        #expect(!hasMoved, what)
        #expect(said.exit != 0, what)
        #expect(Self.namesTheWayOut(said.text), what)
        #expect(way.outcome == .spoils ? finding.isOfTheRecord : finding.isNothing, what)
      case .stays:
        #expect(!hasMoved, what)
        #expect(finding.isNothing, what)
      case .strays:
        #expect(!hasMoved, what)
        #expect(finding.isOfAnUnadoptedBranch, what)
      case .lands:
        #expect(said.exit == 0 && hasMoved, what)
        #expect(finding.isNothing, what)
      case .moves:
        #expect(hasMoved, what)
        try await finding.expectReport(of: value, in: scene, what)
      case .depends:
        guard hasMoved else { return }
        try await finding.expectReport(of: value, in: scene, what)
      case .unreadable:
        #expect(finding.isUnreadable, what)
      }
    }
  }

  private static func namesTheWayOut(_ text: String) -> Bool {
    text.contains("error: main") && text.contains("hint: ") || text.contains("install git-o8")
  }
}

/// What the next `status` and `verify` say.
private struct Finding {
  private let status: (exit: Int32, text: String)
  private let verify: (exit: Int32, text: String)
  /// What `status` has to say of protected branches.
  private let problems: [String]
  private let uncovered: Int

  init(_ scene: PreparedClone) async throws {
    status = try await scene.o8("status", "--json")
    verify = try await scene.o8("verify")
    let object = try? JSONSerialization.jsonObject(with: Data(status.text.utf8))
    let document = object as? [String: Any] ?? [:]
    let branches = document["branches"] as? [[String: Any]] ?? []
    problems = document["problems"] as? [String] ?? []
    uncovered = branches.reduce(0) { $0 + ($1["uncovered"] as? Int ?? 0) }
  }

  var text: String { "status: \(status)\nverify: \(verify)" }

  var isNothing: Bool {
    status.exit == 0 && verify.exit == 0 && problems.isEmpty && uncovered == 0
  }

  var isOfTheRecord: Bool {
    [status, verify].allSatisfy {
      $0.exit != 0 && ($0.text.contains("refs/o8/") || $0.text.contains("no policy governs"))
    }
  }

  var isOfAnUnadoptedBranch: Bool {
    status.exit == 0 && verify.exit == 3 && uncovered == 0
      && problems.contains { $0.contains("is protected and no owner has adopted it") }
  }

  var isUnreadable: Bool {
    [status, verify].allSatisfy { $0.exit != 0 && $0.text.contains("refs/heads/main") }
  }

  /// That both say so, and `verify` which commit it is: the one that came, or the one that went.
  func expectReport(
    of value: String?, in scene: PreparedClone, _ comment: Comment
  ) async throws {
    #expect(status.exit == 0 && (uncovered > 0 || !problems.isEmpty), comment)
    #expect(verify.exit == 3, comment)
    let places = [value, scene.main].compactMap { $0?.prefix(7) }
    #expect(places.contains { verify.text.contains($0) }, comment)
    #expect(problems.allSatisfy { $0.contains("main") }, comment)
    guard uncovered > 0, let value else { return }
    let isForward = try await scene.clone.run(
      "git", ["merge-base", "--is-ancestor", scene.main, value])
    guard isForward.exit == 0, value != scene.main else { return }
    let range = try await scene.o8("verify", "\(scene.main)..\(value)")
    #expect(range.exit == 3 && range.text.contains(value.prefix(7)), "\(range) \(comment)")
  }
}
