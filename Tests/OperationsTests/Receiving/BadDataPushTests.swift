import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// Bad data wherever somebody could push it, at a server that judges and at one that does not.
@Suite struct PushedBadData {
  /// A server whose hook may take no more memory than this: what it reads is bounded.
  private static let hookKilobytes = 1_500_000

  private func bound(_ scene: ServerScene) throws {
    let hook = scene.server.directory + "/hooks/pre-receive"
    let script = try String(contentsOfFile: hook, encoding: .utf8)
    let shell = "#!/bin/sh\n"
    try #require(script.hasPrefix(shell))
    try "\(shell)ulimit -v \(Self.hookKilobytes)\nulimit -t 30\n\(script.dropFirst(shell.count))"
      .write(toFile: hook, atomically: false, encoding: .utf8)
  }

  /// The errors that a push was answered with.
  private func errors(_ scene: ServerScene, _ commit: ObjectID, _ name: ReferenceName) async throws
    -> [Substring]
  {
    let said = try await scene.push(["\(commit):\(name)"])
    #expect(said.exit != 0)
    return said.error.split(separator: "\n").filter { $0.hasPrefix("remote: error: ") }
  }

  @Test(arguments: BadData.all)
  func isRefusedInOneLineThatNamesIt(data: BadData) async throws {
    try await ServerScene.with { scene in
      try bound(scene)
      let forge = try Forge(scene.fixture)
      let before = try await scene.server.require("git", ["for-each-ref"])
      let handed = try await scene.fixture.hand("lane", ["b.txt": "b\n"])
      let name = Layout.packet(handed.packet)
      let tip = try #require(try forge.repository.target(of: name))
      let ledger = try #require(try scene.held(Layout.ledger))
      let steering = forge.steering(handed.packet, after: tip, clock: 9)
      let cancelled = forge.envelope {
        ($0.kind, $0.packet, $0.parents, $0.clock) = (.cancelled, handed.packet, [ledger, tip], 9)
        $0.fields = LedgerBody.cancelled(reason: "no").fields
        ($0.fields["previous"], $0.fields["tip"]) = (JSONValue(ledger), JSONValue(tip))
      }
      let policy = forge.envelope {
        ($0.kind, $0.parents, $0.clock) = (.policy, [scene.identity], 2)
        $0.fields = LedgerBody.policy(PolicyChange(tips: [:], ledger: ledger)).fields
      }
      for (envelope, name) in [
        (steering, name), (cancelled, Layout.ledger), (policy, Layout.policy),
      ] {
        let commit = try forge.commit(envelope, text: data.text(envelope))
        let errors = try await errors(scene, commit, name)
        #expect(errors.count == 1, "\(errors)")
        let line = try #require(errors.first)
        #expect(line.contains(commit.short) && line.contains(data.saying), "\(name): \(line)")
      }
      #expect(try await scene.server.require("git", ["for-each-ref"]) == before)
    }
  }

  @Test(arguments: BadData.all)
  func isInertAndReportedByASync(data: BadData) async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("Spoilt", in: scene.ann)
      try await scene.cancel(try await scene.open("Closed", in: scene.ann), in: scene.ann)
      try await scene.settle()
      let forge = try Forge(scene.bob)
      let tip = try #require(try scene.bob.target(Layout.packet(packet)))
      let ledger = try #require(try scene.bob.target(Layout.ledger))
      let steering = forge.steering(packet, after: tip, clock: 2)
      let cancelled = forge.envelope {
        ($0.kind, $0.packet, $0.parents, $0.clock) = (.cancelled, packet, [ledger, tip], 9)
        $0.fields = LedgerBody.cancelled(reason: "no").fields
        ($0.fields["previous"], $0.fields["tip"]) = (JSONValue(ledger), JSONValue(tip))
      }
      var bad: [ObjectID] = []
      for (envelope, name) in [(steering, Layout.packet(packet)), (cancelled, Layout.ledger)] {
        let commit = try forge.commit(envelope, text: data.text(envelope))
        try await scene.bob.repository.git("push", "-q", "origin", "\(commit):\(name)")
        bad.append(commit)
      }
      let good = try await scene.open("Good", in: scene.ann)
      let report = try await scene.sync(scene.ann)
      let told = report.remarks + report.quarantined.map { "\($0.tip.short): \($0.reason)" }
      for commit in bad {
        #expect(told.contains { $0.contains(commit.short) && $0.contains(data.saying) }, "\(told)")
      }
      #expect(report.quarantined.isEmpty != data.isForeign)
      #expect(try scene.packet(packet, in: scene.ann)?.state == .queued)
      #expect(try scene.messages(of: packet, in: scene.ann).isEmpty)
      #expect(try scene.fixture.atBare(Layout.packet(good)) != nil)
    }
  }
}
