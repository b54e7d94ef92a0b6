import Fixtures
import Foundation
import Model
import Support
import Testing

@testable import Operations

@Suite("Status says when git does not ask o8")
struct HookGlanceTests {
  private func problem(
    _ scene: HookScene, program: String = HookScene.program
  ) throws -> String? {
    let workspace = try Workspace(
      in: scene.repository.path, program: program, environment: scene.fixture.environment,
      now: { GovernedFixture.now })
    return try workspace.overview().hooksProblem
  }

  private func expect(
    _ expected: String?, _ scene: HookScene, program: String = HookScene.program,
    at place: SourceLocation = #_sourceLocation
  ) throws {
    let found = try problem(scene, program: program)
    #expect(found == expected, sourceLocation: place)
  }

  private func expect(
    beginning: String, _ scene: HookScene, at place: SourceLocation = #_sourceLocation
  ) throws {
    let found = try problem(scene)
    #expect(found?.hasPrefix(beginning) == true, sourceLocation: place)
  }

  @Test("nothing where they are in force, for a program elsewhere too")
  func inForce() async throws {
    try await HookScene.with { scene in
      try expect(nil, scene)
      try expect(nil, scene, program: "/opt/git-o8")
    }
  }

  @Test("git led elsewhere, as husky does")
  func ledElsewhere() async throws {
    try await HookScene.with { scene in
      try await scene.repository.git("config", "core.hooksPath", ".husky/_")
      try expect("are not asked: core.hooksPath leads git to .husky/_", scene)
      try await scene.install(in: scene.repository)
      try expect(nil, scene)
    }
  }

  @Test("none, one of another tool, one that cannot be run, one of another program")
  func damaged() async throws {
    try await HookScene.with { scene in
      let folder = scene.repository.gitDirectory + "/hooks"
      let script = folder + "/reference-transaction"
      let text = try String(contentsOfFile: script, encoding: .utf8)
      func write(_ text: String) throws {
        try text.write(toFile: script, atomically: false, encoding: .utf8)
      }
      try write(text.replacingOccurrences(of: HookScene.program, with: "/nowhere/git-o8"))
      try expect("call a program that is gone: /nowhere/git-o8", scene)
      try write(text.replacingOccurrences(of: "n=0;", with: "n=1;"))
      try expect("are of another version of git-o8", scene)
      try write("#!/bin/sh\nexit 0\n")
      try expect(beginning: "are not installed", scene)
      try write(text)
      try expect(nil, scene)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: script)
      try expect("are not run: \(script) is not executable", scene)
      try FileManager.default.removeItem(atPath: script)
      try expect(beginning: "are not installed", scene)
    }
  }

  @Test("protected branches that the script does not know")
  func otherBranches() async throws {
    try await HookScene.with { scene in
      let filter = scene.repository.gitDirectory + "/hooks/" + BranchFilter.fileName
      try BranchFilter.text(protecting: [Pattern("next")!]).write(
        toFile: filter, atomically: false, encoding: .utf8)
      try expect("know other protected branches than the policy", scene)
    }
  }
}
