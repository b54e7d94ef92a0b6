import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// What a crash, a full disk or a hand can leave in a reference's file.
enum DamagedFile: String, CaseIterable, Sendable {
  case empty
  case garbage
  /// As many bytes as a value has.
  case zeros
  case symbolic

  func damage(_ path: String) throws {
    let bytes: Data =
      switch self {
      case .empty: Data()
      case .garbage: Data([0xff, 0xfe, 0x20, 0x0a])
      case .zeros: Data(repeating: 0, count: 41)
      case .symbolic: Data("ref: refs/heads/nowhere\n".utf8)
      }
    try bytes.write(to: URL(fileURLWithPath: path))
  }
}

/// No command dies of it without naming the reference and the way back, and that leads back.
@Suite("Damaged files of references")
struct DamagedReferenceTests {
  /// A clone of two with a packet that the remote has an older state of.
  private func with(_ body: (SharingScene, ObjectID) async throws -> Void) async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("Mend it", in: scene.ann)
      try await scene.ann.governed().store.addHead(
        ObjectID(try await scene.ann.repository.id("main"))!, for: packet)
      try await scene.sync(scene.ann)
      try await scene.say("and tidy up", on: packet, in: scene.ann)
      try await scene.ann.governed().advancePins()
      try await scene.ann.repository.git("config", "core.logAllRefUpdates", "true")
      try await body(scene, packet)
    }
  }

  private func path(_ name: ReferenceName, _ scene: SharingScene) -> String {
    "\(scene.ann.repository.gitDirectory)/\(name)"
  }

  /// What each reading command says, nil where it answers.
  private func complaints(
    _ workspace: Workspace, _ packet: ObjectID
  ) async -> [String: Problem] {
    var found: [String: Problem] = [:]
    func note(_ name: String, _ error: any Error) { found[name] = Problem(error) }
    do { _ = try workspace.packets() } catch { note("list", error) }
    do { _ = try workspace.overview() } catch { note("status", error) }
    do { _ = try workspace.inbox() } catch { note("inbox", error) }
    do { _ = try workspace.ledger() } catch { note("ledger", error) }
    do { _ = try workspace.policyInForce() } catch { note("policy", error) }
    do { _ = try await workspace.report(on: packet.short) } catch { note("show", error) }
    do { _ = try await workspace.verification(of: .everything) } catch { note("verify", error) }
    do { _ = try await workspace.reconcile() } catch { note("reconcile", error) }
    return found
  }

  @Test(
    "are named by every command that needs them, with a remedy",
    arguments: [DamagedFile.empty, .symbolic])
  func named(file: DamagedFile) async throws {
    try await with { scene, packet in
      let workspace = try scene.workspace(scene.ann)
      let names = [
        Layout.policy, Layout.ledger, Layout.pins, Layout.packet(packet), Layout.heads(packet),
        GovernedFixture.main,
      ]
      for name in names {
        let path = path(name, scene)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        try file.damage(path)
        for (command, problem) in await complaints(workspace, packet) {
          #expect(problem.kind != .bug, "\(command) \(name): \(problem)")
          #expect(problem.message.contains(name.text), "\(command) \(name): \(problem)")
          #expect(problem.hint?.isEmpty == false, "\(command) \(name): \(problem)")
        }
        let found = try await workspace.examination().findings
        #expect(
          found.contains {
            $0.weight != .fine && $0.weight != .advice
              && ($0.text + ($0.remedy?.text ?? "")).contains(name.text)
              && $0.remedy?.text.isEmpty == false
          }, "\(name): \(found)")
        try before.write(to: URL(fileURLWithPath: path))
      }
      #expect(await complaints(workspace, packet).isEmpty)
    }
  }

  @Test("of packets are not left out of listings in silence")
  func listed() async throws {
    try await with { scene, packet in
      let workspace = try scene.workspace(scene.ann)
      for file in DamagedFile.allCases {
        try file.damage(path(Layout.packet(packet), scene))
        #expect(try workspace.packets().damaged.map(\.id) == [packet], "\(file)")
        #expect(
          try workspace.overview().strange.contains {
            $0.contains(Layout.packet(packet).text) && $0.contains("git o8 doctor")
          }, "\(file)")
        let problem = await #expect(throws: Problem.self) {
          try await workspace.report(on: packet.short)
        }
        #expect(problem?.hint?.contains("git update-ref") == true, "\(problem as Any)")
      }
    }
  }

  @Test(
    "get their last value back by the command that the doctor names",
    arguments: [DamagedFile.garbage, .symbolic])
  func putBack(file: DamagedFile) async throws {
    try await with { scene, packet in
      let workspace = try scene.workspace(scene.ann)
      let names = [
        Layout.policy, Layout.ledger, Layout.packet(packet), Layout.heads(packet),
      ]
      for name in names {
        let value = try #require(try scene.ann.target(name))
        try file.damage(path(name, scene))
        let found = try await workspace.examination().findings
        let finding = found.first { $0.text.contains(name.text) && $0.subject == .references }
        let command = try #require(finding?.remedy?.command, "\(found)")
        try await scene.ann.repository.program.require("sh", ["-c", command])
        #expect(try scene.ann.target(name) == value, "\(command)")
        #expect(try scene.ann.open().symbolicTarget(of: name) == nil)
      }
      #expect(await complaints(workspace, packet).isEmpty)
      #expect(try scene.packet(packet, in: scene.ann)?.messages.count == 1, "nothing was lost")
    }
  }

  @Test("of a branch come back from its log, and the hooks let it")
  func branch() async throws {
    try await HookScene.with { scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.repository.git("merge", "-q", "--no-ff", "-m", "x", "lane")
      let value = try scene.fixture.value()
      try DamagedFile.empty.damage(scene.repository.gitDirectory + "/refs/heads/main")
      let said = try await scene.repository.program.run(HookScene.program, ["doctor", "--quiet"])
      #expect(said.exit == 3, "\(said)")
      let line = try #require(
        said.output.split(separator: "\n").first { $0.contains("rm ") && $0.contains("heads/main") }
      )
      let start = try #require(line.ranges(of: "$ ").first)
      let command = try #require(line[start.upperBound...].split(separator: " puts back ").first)
      try await scene.repository.program.require("sh", ["-c", String(command)])
      #expect(try scene.fixture.value() == value)
      #expect(try scene.claims().map(\.packet) == [handed.packet])
    }
  }

  @Test(
    "stop a sync with the name and the remedy, and nothing is lost by it",
    arguments: [DamagedFile.zeros, .symbolic])
  func sync(file: DamagedFile) async throws {
    try await with { scene, packet in
      let name = Layout.packet(packet)
      let value = try #require(try scene.ann.target(name))
      try file.damage(path(name, scene))
      let problem = await #expect(throws: Problem.self) { try await scene.sync(scene.ann) }
      #expect(problem?.message.contains(name.text) == true, "\(problem as Any)")
      let command = try #require(problem?.hint?.split(separator: " puts back ").first)
      try await scene.ann.repository.program.require("sh", ["-c", String(command)])
      #expect(try scene.ann.target(name) == value)
      try await scene.sync(scene.ann)
      #expect(try scene.fixture.atBare(name) == value)
    }
  }
}
