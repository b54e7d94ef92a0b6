import Foundation
import Git
import Model
import Operations
import Store
import Support
import Trust

/// A repository on which `init` is run, with a home of its own.
struct SetupWorkshop {
  let repository: TestRepository

  static func open(
    options: [String] = [], _ body: (SetupWorkshop) async throws -> Void
  ) async throws {
    try await withRepository(options: options) { repository in
      let shop = SetupWorkshop(repository: repository)
      if options.isEmpty { try await repository.commit(["Makefile": "test:\n\ttrue\n"]) }
      try await body(shop)
    }
  }

  static let now = Instant("2026-11-21T12:00:00Z")!

  func workspace(at path: String? = nil, home: String? = nil) throws -> Workspace {
    var environment = repository.program.environment
    if let home { environment["XDG_CONFIG_HOME"] = home }
    return try Workspace(
      in: path ?? repository.path, program: repository.scratch + "/git-o8",
      environment: environment, now: { Self.now })
  }

  @discardableResult
  func setUp(_ change: (inout SetupRequest) -> Void = { _ in }) async throws -> SetupReport {
    var request = SetupRequest()
    request.hooks = .leave
    change(&request)
    return try await workspace().setUp(request)
  }

  func open() throws -> Repository { try Repository.discover(from: repository.path) }

  /// Every reference, the configuration and the hooks.
  func picture() async throws -> [String] {
    let hooks = try FileManager.default.contentsOfDirectory(
      atPath: repository.gitDirectory + "/hooks")
    return [
      try await repository.git("for-each-ref"), try repository.read(".git/config"),
      hooks.sorted().joined(separator: " "),
    ]
  }
}
