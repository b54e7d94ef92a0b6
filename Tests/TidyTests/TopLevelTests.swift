import Foundation
import Testing

@Suite("The top level")
struct TopLevelTests {
  private static let listed: Set<String> = [
    "Package.swift", "Sources", "Tests", "Hooks", "Templates", "README.md", "LICENSE",
    ".gitignore", ".ci", ".swift-format",
  ]
  /// What git, builds and editors put there; none of it is tracked.
  private static let untracked: Set<String> = [".git", ".swiftpm", "Package.resolved"]

  @Test("holds exactly what is listed")
  func holdsWhatIsListed() {
    let found = SourceTree.names(in: ".").filter {
      !Self.untracked.contains($0) && !$0.hasPrefix(".build")
    }
    #expect(Set(found) == Self.listed)
  }

  @Test("a hook is a POSIX script of ten lines at most, its logic in the program")
  func hooksAreShort() throws {
    let scripts = SourceTree.names(in: "Hooks").filter { !$0.contains(".") }
    #expect(!scripts.isEmpty)
    for name in scripts {
      let path = SourceTree.root.appendingPathComponent("Hooks/\(name)").path
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.first?.hasPrefix("#!/bin/sh") == true, "\(name)")
      #expect(lines.count - 1 <= 10, "\(name) has \(lines.count - 1) lines")
    }
  }
}
