import Foundation
import Hooks
import Model
import Operations
import Support
import Testing

/// The script is asked, with a program that only leaves a trace when it is started.
@Suite struct BranchFilterTests {
  private let oid = String(repeating: "a", count: 40)

  private func starts(
    _ names: [String], protecting patterns: [String]?, state: String = "prepared",
    isMoved: Bool = true
  ) async throws -> Bool {
    let folder = URL(fileURLWithPath: "\(TestPlace.base)/o8-filter-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    if let patterns {
      try BranchFilter.text(protecting: patterns.map { Pattern($0)! })
        .write(to: folder.appending(path: BranchFilter.fileName), atomically: true, encoding: .utf8)
    }
    try "#!/bin/sh\ncat >>'\(folder.path)/judged'\n".write(
      to: folder.appending(path: "git-o8"), atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.path + "/git-o8")
    let script = HookScript.referenceTransaction.text(
      program: "'\(folder.path)/git-o8'", userDirectory: "'\(folder.path)/none'")
    let path = folder.path + "/reference-transaction"
    try script.write(toFile: path, atomically: true, encoding: .utf8)
    let old = String(repeating: isMoved ? "b" : "a", count: 40)
    let input = names.map { "\(old) \(oid) \($0)\n" }.joined()
    let shell = TestProgram(directory: folder.path, home: folder.path)
    try await shell.require("/bin/sh", ["-f", path, state], input: input)
    guard let judged = try? Data(contentsOf: folder.appending(path: "judged")) else { return false }
    #expect(String(decoding: judged, as: UTF8.self) == input)
    return true
  }

  @Test(arguments: [
    "refs/heads/feature", "refs/heads/o8/fix-3f9a2c1", "refs/heads/maintenance", "HEAD",
    "refs/remotes/origin/mainly", "refs/tags/main", "refs/heads/not/main", "refs/stash",
    "refs/o8/ledger",
  ])
  func whatCannotBeProtectedNeverStartsTheProgram(name: String) async throws {
    #expect(try await !starts([name], protecting: ["main", "release/*"]))
  }

  @Test func whatStaysWhereItIsNeverDoes() async throws {
    #expect(try await !starts(["HEAD", "refs/heads/main"], protecting: ["main"], isMoved: false))
  }

  @Test func whatARemoteHasOfItIsToldWhenItHasMoved() async throws {
    let name = "refs/remotes/origin/main"
    #expect(try await starts([name], protecting: ["main"], state: "committed"))
    #expect(try await !starts([name + "x"], protecting: ["main"], state: "committed"))
  }

  @Test(arguments: [
    "refs/heads/main", "refs/heads/MAIN", "refs/HEADS/Main", "refs/heads/release/1",
    "refs/heads/ma\u{131}n", "refs/heads/\u{212a}", "refs/heads/release/deep/er",
  ])
  func whatMightBeProtectedDoes(name: String) async throws {
    #expect(try await starts(["HEAD", name, "refs/tags/x"], protecting: ["main", "release/*"]))
  }

  @Test(arguments: [
    ("**", "refs/heads/x"), ("**/x", "refs/heads/x"), ("a/**", "refs/heads/a"),
    ("a/**/b", "refs/heads/a/b"), ("m?in", "refs/heads/main"),
    ("stra\u{df}e", "refs/heads/STRASSE"),
    ("a b", "refs/heads/axb"), ("-x", "refs/heads/-x"), ("a-[b]", "refs/heads/a-zbz"),
  ])
  func aPatternStopsAtLeastWhatItFits(pattern: String, name: String) async throws {
    #expect(try await starts([name], protecting: [pattern]))
  }

  @Test func onlyTheStatesThatMatterAreJudged() async throws {
    #expect(try await starts(["refs/heads/main"], protecting: ["main"], state: "committed"))
    for state in ["aborted", "preparing", "unheard-of"] {
      #expect(try await !starts(["refs/heads/main"], protecting: ["main"], state: state))
    }
  }

  @Test func withoutTheFileEveryBranchIsJudged() async throws {
    #expect(try await starts(["refs/heads/feature"], protecting: nil))
    #expect(try await starts(["refs/HEADS/feature"], protecting: nil))
    #expect(
      try await !starts(["HEAD", "refs/remotes/origin/x", "refs/o8/ledger"], protecting: nil))
  }

  @Test func longTransactionsArriveWhole() async throws {
    let names = (0..<500).map { "refs/remotes/origin/branch-\($0)" }
    #expect(try await !starts(names, protecting: ["main"]))
    #expect(try await starts(names + ["refs/heads/main"], protecting: ["main"]))
    #expect(try await starts(["refs/heads/main"] + names, protecting: ["main"]))
  }

  @Test func protectingNothingStopsNothing() async throws {
    #expect(try await !starts(["refs/heads/main", "HEAD"], protecting: []))
  }
}
