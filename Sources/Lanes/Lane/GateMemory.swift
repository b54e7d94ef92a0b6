public import Git
public import Model
import Store
import Synchronization
import Trust

/// What gates said in this clone, by tree and definition, so that none runs twice on the same.
///
/// A file only says where to look: the signed event there is what is believed.
public struct GateMemory: Hashable, Sendable {
  public let directory: String

  public init(in commonDirectory: String) { directory = "\(commonDirectory)/o8/gates" }

  /// A green run that was found and authenticated.
  public struct Green: Hashable, Sendable {
    public let packet: ObjectID
    public let event: ObjectID
    public let gated: Gated
  }

  /// Remembers where the evidence of a green gate stands. A cache that cannot be written is none.
  public func remember(_ gated: Gated, in event: ObjectID, of packet: ObjectID) {
    guard gated.passed, (try? Folder.make(directory)) != nil else { return }
    try? Folder.write(
      Array("\(packet) \(event)\n".utf8), to: file(gated.definition, gated.tree))
  }

  /// Signed evidence that `gate` was green on `tree`, by somebody whom policy lets say so.
  public func green(
    _ gate: Gate, on tree: ObjectID, under policy: Policy, in location: RepositoryLocation
  ) -> Green? {
    guard let bytes = Folder.read(file(gate.definition, tree), limit: Self.fileBytes) else {
      return nil
    }
    let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard words.count == 2, let packet = ObjectID(words[0]), let event = ObjectID(words[1]),
      let chain = try? GovernedRepository(location).store.chain(.packet, at: event),
      let stored = chain.event(event)
    else { return nil }
    let read = stored.authenticated
    guard case .gated(let gated) = read.body, gated.passed, gated.tree == tree,
      gated.definition == gate.definition, gated.name == gate.name, read.packet == packet,
      let author = policy.principals[read.author],
      author.keys.contains(where: read.signers.contains),
      !author.roles.isDisjoint(with: [.gate, .operator])
    else { return nil }
    return Green(packet: packet, event: event, gated: gated)
  }

  /// Two ids, a blank and a newline.
  private static let fileBytes = 2 * ObjectID.hexCount + 2

  private func file(_ definition: Digest, _ tree: ObjectID) -> String {
    "\(directory)/\(tree)-\(definition.hex)"
  }
}

/// The green runs that an assessment was spared, by gate.
final class SparedGates: Sendable {
  private let found = Mutex<[String: GateMemory.Green]>([:])

  func note(_ green: GateMemory.Green, for gate: Gate) {
    found.withLock { $0[gate.name] = green }
  }

  var all: [String: GateMemory.Green] { found.withLock { $0 } }
}
