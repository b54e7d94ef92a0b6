import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Testing
import Trust

@testable import Operations

extension GovernedRepository {
  /// A packet that waits; nil while none does.
  var waiting: ObjectID? {
    get throws {
      try repository.references(under: Layout.packets).lazy
        .compactMap { ObjectID($0.name.text.dropFirst(Layout.packets.count)) }
        .first { try storyOfPacket($0)?.state == .waiting }
    }
  }
}

extension LaneScene {
  /// What the only attempt of a packet notes.
  func notes(_ packet: Packet) -> [String] { packet.attempts.last?.end?.notes ?? [] }

  /// What the workers of a packet said, in words.
  func said(_ packet: Packet) -> [String] {
    packet.said.map { "\($0.words.what.rawValue): \($0.words.text)" }
  }

  func log(_ packet: Packet) async throws -> [String] {
    var lines: [String] = []
    try await workspace.log(packet.id.hex, after: 0, follows: false) { lines.append($0.text) }
    return lines
  }
}
