import Fixtures
import Foundation
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Suite("Packets are listed")
struct PacketListTests {
  @Test("open ones by what they are at, closed ones when asked for")
  func lists() async throws {
    try await PacketScene.with { scene in
      let queued = try await scene.open("Queued")
      let review = try await scene.reviewed("To review").id
      let gone = try await scene.open("Gone")
      try await scene.close(gone)
      let landed = try await scene.reviewed("To land", "src/b.txt")
      try await scene.judge(landed.id, landed.presented, .approve)
      try await scene.land(landed.id, landed.presented)
      let workspace = try scene.workspace()
      #expect(try !workspace.packets().isBelieved)
      let open = try workspace.packets().packets
      #expect(Set(open.map(\.id)) == [queued, review])
      #expect(open.first { $0.id == review }?.state == .review)
      #expect(open.first { $0.id == queued }?.title == "Queued")
      let all = try workspace.packets(ListFilter(includesClosed: true)).packets
      #expect(
        Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0.state) }) == [
          queued: .queued, review: .review, gone: .cancelled, landed.id: .landed,
        ])
      #expect(all.first { $0.id == landed.id }?.title == "To land")
      #expect(try workspace.packets(ListFilter(states: [.landed])).packets.map(\.id) == [landed.id])
      let full = try await workspace.packetsInFull(ListFilter(includesClosed: true)).reports
      #expect(Set(full.map(\.packet.id)) == Set(all.map(\.id)))
      #expect(full.first { $0.packet.id == landed.id }?.packet.state == .landed)
    }
  }

  @Test("many at a glance, those that the ledger has closed as closed")
  func listsMany() async throws {
    try await PacketScene.with { scene in
      var ids: [ObjectID] = []
      for number in 0..<36 { ids.append(try await scene.open("Packet \(number)")) }
      let tip = try #require(
        try scene.fixture.open().target(of: Layout.packet(ids[0])))
      try await scene.record(.cancelled(reason: nil), of: ids[0], tip: tip, "closed")
      let list = try scene.workspace().packets()
      // What is not folded is not passed off as if it were.
      #expect(list.isBelieved)
      let open = list.packets
      #expect(Set(open.map(\.id)) == Set(ids.dropFirst()))
      #expect(open.allSatisfy { $0.state == .queued && $0.title.hasPrefix("Packet ") })
      let all = try scene.workspace().packets(ListFilter(includesClosed: true)).packets
      #expect(all.count == 36)
      #expect(all.first { $0.id == ids[0] }?.state == .cancelled)
    }
  }

  @Test("among many, what people act on is read, and no writer's belief")
  func actedOn() async throws {
    try await PacketScene.with { scene in
      let (id, presented) = try await scene.reviewed("To land")
      try await scene.judge(id, presented, .approve)
      for number in 0..<36 { _ = try await scene.open("Packet \(number)") }
      let workspace = try scene.workspace()
      #expect(try workspace.packets(ListFilter(states: [.approved])).packets.map(\.id) == [id])
      // Its last writer believed it approved, and policy asks for one more by now.
      var policy = try scene.fixture.governed().policy
      policy.require.byRole[.operator] = 2
      try await scene.fixture.write(policy)
      let list = try workspace.packets()
      #expect(list.isBelieved && list.packets.first { $0.id == id }?.state == .review)
      #expect(try workspace.packets(ListFilter(states: [.approved])).packets == [])
      #expect(try workspace.packets(ListFilter(states: [.review])).packets.map(\.id) == [id])
      #expect(list.packets.count == 37)
    }
  }

  @Test("what was seen of many is remembered, and looked at again where it changed or is damaged")
  func remembers() async throws {
    try await PacketScene.with { scene in
      var ids: [ObjectID] = []
      for number in 0..<70 { ids.append(try await scene.open("Packet \(number)")) }
      let first = try scene.workspace().packets()
      let file = scene.repository.path + "/.git/o8/packet-glances"
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      #expect(try scene.workspace().packets() == first)
      try await scene.does(.cancel(reason: nil), ids[3])
      let next = try scene.workspace().packets(ListFilter(includesClosed: true)).packets
      #expect(next.first { $0.id == ids[3] }?.state == .cancelled)
      #expect(next.count { $0.state == .queued } == 69)
      for damage in [bytes.dropLast(3), Data(), Data([0]) + bytes] {
        try damage.write(to: URL(fileURLWithPath: file))
        #expect(try scene.workspace().packets().packets.count == 69)
      }
      var flipped = bytes
      flipped[bytes.count / 2] ^= 1
      try flipped.write(to: URL(fileURLWithPath: file))
      #expect(
        try scene.workspace().packets().packets.map(\.title).sorted()
          == first.packets.filter { $0.id != ids[3] }.map(\.title).sorted())
    }
  }

  @Test("a packet that is damaged hides no other")
  func damaged() async throws {
    try await PacketScene.with { scene in
      let good = try await scene.open("Good")
      let bad = try await scene.open("Bad")
      try scene.repository.write([".git/\(Layout.packet(bad))": good.hex + "\n"])
      let gone = String(repeating: "1", count: 40)
      try scene.repository.write([".git/\(Layout.packets)\(gone)": gone + "\n"])
      let list = try scene.workspace().packets()
      #expect(list.packets.contains { $0.id == good && $0.title == "Good" })
      #expect(list.damaged.map(\.id.hex) == [gone, bad.hex].sorted())
      #expect(try await scene.workspace().packetsInFull().reports.map(\.packet.id).contains(good))
    }
  }
}
