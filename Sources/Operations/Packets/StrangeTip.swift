import Git
import Model
import Store
import Trust

/// What stands on a packet's reference where that is none of the packet's history, with the way
/// back: anybody who may write to a clone can point a reference anywhere.
struct StrangeTip {
  let packet: ObjectID
  let tip: ObjectID
  /// What was found, such as `a blob`.
  let found: String
  /// The last of the packet's own commits that is still here.
  let last: ObjectID?

  /// Nil where the reference holds the packet, or nothing.
  init?(of packet: ObjectID, in governed: GovernedRepository) async throws {
    guard let tip = try governed.repository.target(of: Layout.packet(packet)) else { return nil }
    let kind = try governed.repository.kind(of: tip)
    if kind == .commit {
      let chain = try governed.store.chain(.packet, at: tip)
      guard let foreign = chain.foreign.first else { return nil }
      found = "\(foreign.id.short), which is no event of a packet (\(foreign.reason))"
      last = try await Self.lastTip(of: packet, from: chain, in: governed)
    } else {
      found = kind.map { "a \($0)" } ?? "an object that is not here"
      last = try await Self.lastLost(of: packet, in: governed)
    }
    self.packet = packet
    self.tip = tip
  }

  var problem: Problem { Problem(.environment, sentence, hint: remedy.text) }

  var sentence: String {
    "packet \(packet.short) cannot be read: on \(Layout.packet(packet)) stands \(found)"
  }

  var remedy: Remedy {
    let name = Layout.packet(packet)
    if let last { return .run("git update-ref \(name) \(last) \(tip)", "puts its last event back") }
    return .words(
      "git fetch it from another clone, or git update-ref -d \(name) \(tip) gives it up")
  }

  private static func lastTip(
    of packet: ObjectID, from chain: Chain, in governed: GovernedRepository
  ) async throws -> ObjectID? {
    let below = chain.commits.filter { $0.value.content.isOfTheChain }
      .sorted { ($0.value.clock, $0.key) > ($1.value.clock, $1.key) }
    for (id, _) in below.prefix(tries) where holds(id, packet, in: governed) { return id }
    return try await lastLost(of: packet, in: governed)
  }

  /// Commits that are looked at; a clone has few that nothing refers to.
  private static let tries = 200
  /// In a clone where this takes longer, somebody has to look for themselves.
  private static let searchSeconds = 20

  /// Among the commits that nothing refers to any more.
  static func lastLost(
    of packet: ObjectID, in governed: GovernedRepository
  ) async throws -> ObjectID? {
    let output = try? await governed.location.run(
      ["fsck", "--no-reflogs", "--connectivity-only", "--dangling", "--no-progress"],
      timeoutSeconds: searchSeconds)
    let lost = output?.text.split(separator: "\n").compactMap { line -> ObjectID? in
      let words = line.split(separator: " ")
      guard words.count == 3, words[1] == "commit" else { return nil }
      return ObjectID(words[2])
    }
    let own = (lost ?? []).prefix(tries).filter { holds($0, packet, in: governed) }
    func clock(_ id: ObjectID) -> Int64 {
      (try? governed.store.chain(.packet, at: id))?.commits[id]?.clock ?? 0
    }
    return own.max { (clock($0), $0) < (clock($1), $1) }
  }

  private static func holds(
    _ tip: ObjectID, _ packet: ObjectID, in governed: GovernedRepository
  ) -> Bool {
    guard let chain = try? governed.store.chain(.packet, at: tip) else { return false }
    return chain.foreign.isEmpty && chain.event(packet) != nil
  }
}

extension ChainContent {
  fileprivate var isOfTheChain: Bool {
    switch self {
    case .event, .join: true
    case .inert, .foreign: false
    }
  }
}
