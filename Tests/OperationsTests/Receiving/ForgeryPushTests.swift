import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

/// Signatures that are none, or are counted twice, or are taken away.
@Suite struct PushedForgeries {
  /// 33: who may write a configuration tells git whom to believe, and nobody else.
  @Test func whatGitTakesForAGoodSignatureIsNone() async throws {
    try await ServerScene.with { scene in
      let believer = scene.repository.scratch + "/believer"
      try "#!/bin/sh\necho 'Good \"git\" signature for ann with ED25519 key SHA256:x'\n"
        .write(toFile: believer, atomically: false, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: believer)
      let eve = try PrivateKey(comment: "eve")
      let signers = scene.repository.scratch + "/signers"
      try "ann namespaces=\"o8\" \(eve.publicKey.line)\n"
        .write(toFile: signers, atomically: false, encoding: .utf8)
      for program in [scene.server, scene.repository.program] {
        try await program.require("git", ["config", "gpg.format", "ssh"])
        try await program.require("git", ["config", "gpg.ssh.program", believer])
        try await program.require("git", ["config", "gpg.ssh.allowedSignersFile", signers])
      }
      let handed = try await scene.fixture.hand("lane", ["b.txt": "b\n"])
      try await scene.fixture.present(handed)
      try await scene.fixture.say(
        try scene.fixture.verdict(on: handed), on: handed.packet, stamp: try scene.stamp(of: eve))
      try await scene.land(handed)
      try await scene.expectRefused([ServerScene.everything, "main"], saying: "not signed")
    }
  }

  /// 34: a signed event has one commit; headers that git reads over make no second one.
  @Test(arguments: [
    "gpgsig-sha256 -----BEGIN SSH SIGNATURE-----\n x\n", "encoding UTF-8\n", "gpgsig x\n",
    "author eve <eve> 1 +0000\n", "parent-of nobody\n",
  ])
  func anotherHeaderIsAnotherCommit(header: String) async throws {
    try await ServerScene.with { scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let repository = try scene.fixture.open()
      let name = Layout.packet(handed.packet)
      let tip = try #require(try repository.target(of: name))
      let raw = String(decoding: try repository.commit(tip).raw, as: UTF8.self)
      let end = try #require(raw.range(of: "\n\n"))
      let forged = try repository.writeCommit(
        Array(raw.replacingCharacters(in: end, with: "\n\(header)\n").utf8))
      #expect(forged != tip)
      try await scene.repository.git("update-ref", name.text, forged.hex)
      try await scene.land(handed)
      let said = try await scene.push([ServerScene.everything, "main"])
      #expect(said.exit != 0)
      // Git itself takes some of them for malformed.
      let isNamed = said.error.contains("\(forged.short): its commit is not the one")
      #expect(isNamed || said.error.contains("fsck error"), "\(said.error)")
      #expect(try scene.heldMain() == handed.base)
    }
  }

  /// A commit of a verdict's event beside it, with other signatures.
  private func twin(
    of tip: ObjectID, _ scene: ServerScene, signatures change: ([[UInt8]]) -> [[UInt8]]
  ) throws -> ObjectID {
    let store = try scene.fixture.governed().store
    let event = try #require(try store.chain(.packet, at: tip).event(tip))
    return try store.compose(
      event.envelope, attachments: [:], signatures: change(event.signatures), .packet
    ).id
  }

  private func joined(
    _ ours: ObjectID, _ fetched: ObjectID, of packet: ObjectID, _ store: Store
  ) throws -> ObjectID {
    let met = try store.meet(.packet, of: packet, ours: ours, fetched: fetched).meeting
    guard case .met(let tip) = met else { throw ProgramFailure(description: "\(met)") }
    return tip
  }

  /// 34: the same words signed twice are the words of one.
  @Test func aVerdictInTwoCommitsFillsOneSeat() async throws {
    try await ServerScene.with(policy: {
      $0.require.byRole[.operator] = 2
    }) { scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let store = try scene.fixture.governed().store
      let name = Layout.packet(handed.packet)
      let tip = try #require(try store.repository.target(of: name))
      let twin = try twin(of: tip, scene) { $0 + $0 }
      #expect(twin != tip)
      let joined = try joined(tip, twin, of: handed.packet, store)
      try await scene.repository.git("update-ref", name.text, joined.hex)
      try await scene.land(handed)
      try await scene.expectRefused(
        [ServerScene.everything, "main"], saying: "missing 1 operator")
    }
  }

  /// 60: a copy without the signature takes nothing from the one that has it.
  @Test(arguments: [true, false])
  func aCopyWithoutItsSignatureHidesNothing(comesFirst: Bool) async throws {
    try await ServerScene.with { scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let store = try scene.fixture.governed().store
      let name = Layout.packet(handed.packet)
      let tip = try #require(try store.repository.target(of: name))
      let stripped = try twin(of: tip, scene) { _ in [] }
      if comesFirst {
        try await scene.expectTaken(["\(stripped):\(name)"])
      }
      let joined = try joined(tip, stripped, of: handed.packet, store)
      try await scene.repository.git("update-ref", name.text, joined.hex)
      let commit = try await scene.land(handed)
      // The copy alone lets nothing in.
      try await scene.expectRefused(
        ["\(commit):refs/heads/main", "refs/o8/policy"], saying: "main may not move")
      try await scene.expectTaken([ServerScene.everything, "main"])
      #expect(try scene.heldMain() == commit)
    }
  }

  /// 40: what a killed process left at the server stops a push as a whole, and no later one.
  @Test(arguments: ["refs/o8/ledger", "refs/heads/main"])
  func aLockThatIsLeftStopsAllOfAPushOrNothing(name: String) async throws {
    try await ServerScene.with { scene in
      try await scene.land(try await scene.fixture.approved("lane", ["b.txt": "b\n"]))
      let before = try await scene.server.require("git", ["for-each-ref"])
      let lock = "\(scene.server.directory)/\(name).lock"
      try Data().write(to: URL(fileURLWithPath: lock))
      let said = try await scene.push([ServerScene.everything, "main"])
      #expect(said.exit != 0)
      #expect(said.error.contains("lock"), "\(said.error)")
      #expect(try await scene.server.require("git", ["for-each-ref"]) == before)
      try FileManager.default.removeItem(atPath: lock)
      try await scene.expectTaken([ServerScene.everything, "main"])
    }
  }
}
