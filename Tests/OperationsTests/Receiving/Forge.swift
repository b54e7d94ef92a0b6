import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

/// Makes commits around any bytes, as a writer without scruples would.
struct Forge {
  let repository: Repository
  private let identity: ObjectID

  init(_ fixture: GovernedFixture) throws {
    repository = try fixture.open()
    identity = try fixture.governed().policies.repo
  }

  /// An honest packet's root, unless it is changed.
  func envelope(_ change: (inout Envelope) -> Void = { _ in }) -> Envelope {
    let work = Opened(title: "Forged", branch: GovernedFixture.main, runtime: "exec")
    var envelope = Envelope(
      repo: identity, kind: .opened, packet: nil, parents: [], clock: 1,
      author: GovernedFixture.ann, at: GovernedFixture.now, nonce: EventDraft.freshNonce(),
      attachments: [:], subject: "Forged", state: "queued",
      fields: EventBody.opened(work).fields)
    change(&envelope)
    return envelope
  }

  /// An honest word to the worker of a packet, after `parent`.
  func steering(_ packet: ObjectID, after parent: ObjectID, clock: Int64) -> Envelope {
    envelope {
      ($0.kind, $0.packet, $0.parents, $0.clock) = (.steered, packet, [parent], clock)
      $0.fields = EventBody.steered(message: "forged", live: false).fields
    }
  }

  /// The commit that `envelope` makes, around `text` instead of its own.
  func commit(
    _ envelope: Envelope, text: [UInt8]? = nil, files: [TreeEntry] = [], suffix: String = ""
  ) throws -> ObjectID {
    let event = try repository.writeBlob(text ?? envelope.text())
    let tree = try repository.writeTree([TreeEntry("event.json", event)] + files)
    let seconds = try envelope.parents.map { try repository.commit($0).committer.seconds }
    let form = CommitForm(envelope, tree: tree, parentSeconds: seconds)
    return try repository.writeCommit(form.bytes + Array(suffix.utf8))
  }

  func replaced(_ old: String, by new: String) throws -> ObjectID {
    let envelope = envelope()
    return try commit(envelope, text: envelope.text(replacing: old, by: new))
  }
}

extension Envelope {
  /// Its text with other words in it.
  func text(replacing old: String, by new: String) -> [UInt8] {
    Array(String(decoding: text(), as: UTF8.self).replacingOccurrences(of: old, with: new).utf8)
  }
}

extension ServerScene {
  /// That a packet is not let in, and that the pusher is told by which commit of it.
  func expectRefused(
    packet root: ObjectID, saying text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await expectRefused(
      ["\(root):\(Layout.packet(root))"], saying: "\(root.short): \(text)",
      sourceLocation: sourceLocation)
  }
}
