import Foundation
import Lanes
import Model
import Support
import Testing

@testable import Operations

/// Whether this machine can make cages: user namespaces may be forbidden, bubblewrap missing.
enum Cages {
  static func work() async -> Bool {
    let world = CageWorld(environment: ProcessInfo.processInfo.environment)
    let standing = try? await withTemporaryDirectory {
      await CageMaker.find(world, rememberingIn: $0)
    }
    if case .works = standing { return true }
    return false
  }
}

extension Trait where Self == ConditionTrait {
  /// For tests that need real cages.
  static var caged: Self {
    .enabled("bubblewrap with user namespaces makes cages here") { await Cages.work() }
  }
}

extension LaneScene {
  /// A worker in a cage, run to where people are next.
  func caged(
    _ script: String, as isolation: Isolation = .sandbox, attempts: Int = 1,
    change: (inout WorkRequest) -> Void = { _ in }
  ) async throws -> Dispatched {
    try await dispatch(script, attempts: attempts) {
      $0.isolation = isolation
      change(&$0)
    }
  }

  /// A caged worker that writes what it finds to `report`; what that says.
  func report(
    _ script: String, change: (inout WorkRequest) -> Void = { _ in }
  ) async throws -> String {
    let sent = try await caged("exec >report 2>&1\n\(script)", change: change)
    let head = try #require(sent.packet.head, "\(sent.packet.state) \(sent.halt ?? "")")
    return try await text(of: "report", at: head)
  }

  /// What no worker may change: settings, hooks, and every reference but those that lanes move.
  func untouchable() async throws -> [String: String] {
    var found: [String: String] = [:]
    for name in ["config", "HEAD", "hooks", "info"] {
      let path = "\(repository.gitDirectory)/\(name)"
      let files = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
      for file in files.map({ "\(path)/\($0)" }) + [path] {
        found[file] = try? String(contentsOfFile: file, encoding: .utf8)
      }
    }
    let references = try await repository.git(
      "for-each-ref", "--format=%(refname) %(objectname) %(symref)", "refs/heads", "refs/tags",
      "refs/replace", "refs/remotes", "refs/o8/policy", "refs/o8/ledger")
    for line in references.split(separator: "\n") where !line.contains("refs/heads/o8/") {
      found[String(line)] = "there"
    }
    return found
  }
}
