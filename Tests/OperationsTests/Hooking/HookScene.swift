import Fixtures
import Foundation
import Git
import Model
import Operations
import Store
import Support
import Trust

/// A governed repository in which the real program is installed as git's hooks.
struct HookScene: Sendable {
  let fixture: GovernedFixture

  var repository: TestRepository { fixture.repository }

  static func with(
    policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (HookScene) async throws -> Void
  ) async throws {
    try await GovernedFixture.with(policy: change) { fixture in
      let scene = HookScene(fixture: fixture)
      try await scene.install(in: fixture.repository)
      try await body(scene)
    }
  }

  func install(in repository: TestRepository) async throws {
    try await repository.program.require(Self.program, ["hooks", "install"])
  }

  /// Where the program was built: beside the tests.
  static let program =
    URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().path + "/git-o8"

  /// The landings that the ledger claims.
  func claims() throws -> [(packet: ObjectID?, landed: Landed)] {
    let store = try fixture.governed().store
    return try store.chain(.ledger, of: Layout.ledger).events.compactMap { event in
      guard case .landed(let landed) = LedgerBody(event.envelope) else { return nil }
      return (event.envelope.packet, landed)
    }
  }

  /// A branch with a commit that nobody has judged; the work tree stays on main.
  @discardableResult
  func branch(_ name: String) async throws -> ObjectID {
    try await repository.git("switch", "-q", "-c", name, "main")
    let commit = try await repository.commit(["\(name).txt": "\(name)\n"], message: name)
    try await repository.git("switch", "-q", "main")
    return ObjectID(commit)!
  }

  var isClean: Bool {
    get async throws { try await repository.git("status", "--porcelain").isEmpty }
  }
}
