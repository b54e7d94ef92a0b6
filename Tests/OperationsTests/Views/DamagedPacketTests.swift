import Fixtures
import Foundation
import Git
import Model
import Operations
import Store
import Support
import Testing

/// Packets whose references or events are damaged, beside one that is sound.
@Suite("Damaged packets")
struct DamagedPacketTests {
  private func with(
    _ body: (PacketScene, _ sound: ObjectID, _ damaged: [ObjectID]) async throws -> Void
  ) async throws {
    try await PacketScene.with { scene in
      let (sound, _) = try await scene.reviewed("Sound")
      var damaged: [ObjectID] = []
      for (number, name) in ["Empty", "Endless", "Cut"].enumerated() {
        damaged.append(try await scene.reviewed(name, "src/\(number).txt").id)
      }
      try await self.damage(damaged, scene)
      try await body(scene, sound, damaged)
    }
  }

  private func damage(_ packets: [ObjectID], _ scene: PacketScene) async throws {
    func remove(_ revision: String) async throws {
      let id = try await scene.repository.git("rev-parse", revision).filter { !$0.isWhitespace }
      let path = "\(scene.repository.gitDirectory)/objects/\(id.prefix(2))/\(id.dropFirst(2))"
      try FileManager.default.removeItem(atPath: path)
    }
    try scene.repository.write([".git/\(Layout.packet(packets[0]))": ""])
    try await remove(Layout.packet(packets[1]).text)
    try await remove("\(Layout.packet(packets[2]))~1")
  }

  private static let reasons = [
    "the file of its reference is damaged", "its last event is not here",
    "part of its history cannot be read",
  ]

  @Test func areInEveryListing() async throws {
    try await with { scene, sound, damaged in
      let workspace = try scene.workspace()
      let expected = Dictionary(uniqueKeysWithValues: zip(damaged, Self.reasons))
      func reasons(_ packets: [DamagedPacket]) -> [ObjectID: String] {
        Dictionary(uniqueKeysWithValues: packets.map { ($0.id, $0.reason) })
      }
      let list = try workspace.packets()
      #expect(list.packets.map(\.id) == [sound])
      #expect(reasons(list.damaged) == expected)
      #expect(list.damaged.first { $0.id == damaged[2] }?.title == "Cut")
      #expect(reasons(try workspace.packets(ListFilter(states: [.landed])).damaged) == expected)
      let full = try await workspace.packetsInFull()
      #expect(full.reports.map(\.packet.id) == [sound])
      #expect(reasons(full.damaged) == expected)
      let inbox = try workspace.inbox()
      #expect(inbox.errands.map(\.packet) == [sound])
      #expect(reasons(inbox.damaged) == expected)
      let strange = try workspace.overview().strange
      for id in damaged { #expect(strange.contains { $0.contains(id.short) }, "\(strange)") }
    }
  }

  @Test func hideNothingFromTheDoctorAndLeadBack() async throws {
    try await with { scene, _, damaged in
      let workspace = try scene.workspace()
      let found = try await workspace.examination().findings
      for id in damaged {
        #expect(
          found.contains { $0.subject == .references && $0.text.contains(id.short) }, "\(found)")
        do {
          let report = try await workspace.report(on: id.hex)
          Issue.record("\(report.packet.state)")
        } catch { #expect(Problem(error).hint?.isEmpty == false, "\(error)") }
      }
      #expect(!found.contains { $0.text.hasPrefix("cannot be looked at") }, "\(found)")
    }
  }
}
