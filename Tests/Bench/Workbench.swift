import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Trust

/// What the measurements share: the program under test and a place for repositories.
struct Workbench {
  let options: Options
  let program: String

  static func with(
    _ options: Options, _ body: (Workbench) async throws -> [Row]
  ) async throws -> [Row] {
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("git-o8").path
    let program =
      options.program.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path } ?? beside
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw UsageProblem(description: "there is no program at \(program)")
    }
    return try await body(Workbench(options: options, program: program))
  }

  /// A number of files or packets, divided by `--scale`.
  func scaled(_ count: Int) -> Int { max(1, count / options.scale) }

  /// A governed repository with `count` small files; gone afterwards.
  func withRepository(
    files count: Int, _ body: (GovernedFixture, Spawn) async throws -> [Row]
  ) async throws -> [Row] {
    var files: [String: String] = [:]
    for number in 0..<count { files["d\(number % 100)/f\(number).txt"] = "file \(number)\n" }
    return try await GovernedFixture.with(files) { fixture in
      try await fixture.repository.git("pack-refs", "--all")
      try await fixture.repository.git("repack", "-adq")
      var environment = fixture.environment
      environment["PATH"] = "/usr/local/bin:/usr/bin:/bin"
      return try await body(
        fixture, Spawn(directory: fixture.repository.path, environment: environment))
    }
  }
}
