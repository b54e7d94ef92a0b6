import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// A remote whose disk has lost or spoilt objects of what it shares.
@Suite("A remote that has lost objects")
struct LostObjectTests {
  enum Loss: String, CaseIterable, Sendable { case tip, text, spoilt }

  /// Takes an object of what a reference at the remote holds.
  private func lose(
    _ loss: Loss, of name: ReferenceName, at remote: TestRepository
  ) async throws {
    let what = loss == .tip ? name.text : "\(name.text):event.json"
    let id = try await remote.id(what)
    // Each by itself, so that one can be lost.
    try await remote.program.require(
      "sh",
      [
        "-c",
        "for p in objects/pack/*.pack; do [ ! -e \"$p\" ] || { mv \"$p\" was.pack && "
          + "rm -f ${p%pack}* && git unpack-objects -q <was.pack && rm -f was.pack; }; done",
      ])
    let file = "\(remote.path)/objects/\(id.prefix(2))/\(id.dropFirst(2))"
    try FileManager.default.removeItem(atPath: file)
    if loss == .spoilt { try Data("no object\n".utf8).write(to: URL(fileURLWithPath: file)) }
  }

  @Test(arguments: Loss.allCases)
  func theRestIsTakenAndTheRemedyIsNamed(loss: Loss) async throws {
    try await SharingScene.with(clones: 3) { scene in
      let carol = scene.fixture.clones[2]
      var packets: [ObjectID] = []
      for number in 1...5 { packets.append(try await scene.open("\(number)", in: scene.ann)) }
      try await scene.sync(scene.ann)
      let name = Layout.packet(packets[2])
      let tip = try #require(try scene.ann.target(name))
      try await lose(loss, of: name, at: scene.bare)
      for _ in 0..<2 {
        let report = try await scene.sync(scene.bob)
        let found = try #require(report.quarantined.first, "\(report)")
        #expect(report.quarantined.count == 1 && found.name == name && found.tip == tip)
        #expect(found.reason.hasPrefix("origin cannot send it: "), "\(found.reason)")
        #expect(try scene.bob.target(name) == nil)
        for packet in packets where packet != packets[2] {
          #expect(try scene.packet(packet, in: scene.bob)?.state == .queued)
        }
      }
      // A file that is there is not written again.
      if loss == .spoilt {
        let text = try await scene.ann.repository.id("\(name):event.json")
        try FileManager.default.removeItem(
          atPath: "\(scene.bare.path)/objects/\(text.prefix(2))/\(text.dropFirst(2))")
      }
      // Whoever has it sends it again, once it is gone from there.
      let words = "push -q --force-with-lease=\(name):\(tip) origin :\(name)"
        .split(separator: " ").map(String.init)
      try await scene.bob.repository.program.require("git", words)
      try await scene.sync(scene.ann)
      for clone in [scene.bob, carol] {
        #expect(try await scene.sync(clone).quarantined == [])
        #expect(try scene.packet(packets[2], in: clone)?.state == .queued)
      }
    }
  }

  @Test("without its ledger no branch goes there", arguments: [Layout.ledger, Layout.policy])
  func foundations(name: ReferenceName) async throws {
    try await SharingScene.with { scene in
      if name == Layout.policy {
        try await scene.change(scene.ann) { $0.attempts = 4 }
      } else {
        try await scene.cancel(try await scene.open("Closed", in: scene.ann), in: scene.ann)
      }
      let packet = try await scene.open("Open", in: scene.ann)
      try await scene.sync(scene.ann)
      let own = try scene.bob.target(name)
      try await lose(.text, of: name, at: scene.bare)
      let handed = try await scene.bob.approved("fix", ["c.txt": "c\n"])
      _ = try await scene.workspace(scene.bob).merge(handed.packet.hex)
      let there = try scene.fixture.atBare(GovernedFixture.main)
      let report = try await scene.sync(scene.bob)
      #expect(report.quarantined.map(\.name) == [name])
      #expect(try scene.packet(packet, in: scene.bob)?.state == .queued)
      if name == Layout.ledger {
        #expect(try scene.fixture.atBare(GovernedFixture.main) == there)
        #expect(try scene.fixture.atBare(Layout.packet(handed.packet)) != nil)
        #expect(try scene.bob.target(name) != own)
      } else {
        #expect(try scene.packet(handed.packet, in: scene.bob)?.state == .landed)
        #expect(try scene.bob.target(name) == own)
      }
    }
  }

  @Test("a remote that has lost too much is out of order")
  func tooMuch() async throws {
    try await SharingScene.with { scene in
      var packets: [ObjectID] = []
      for number in 0..<18 { packets.append(try await scene.open("\(number)", in: scene.ann)) }
      try await scene.sync(scene.ann)
      let before = try await scene.bob.repository.git("for-each-ref", "refs/o8/", "refs/heads/")
      for packet in packets { try await lose(.text, of: Layout.packet(packet), at: scene.bare) }
      let problem = await #expect(throws: Problem.self) { try await scene.sync(scene.bob) }
      #expect(problem?.kind == .environment)
      #expect(problem?.message.contains("unable to read") == true)
      #expect(
        try await scene.bob.repository.git("for-each-ref", "refs/o8/", "refs/heads/") == before)
    }
  }
}
