import Git
import Model
import Store
public import Trust

/// The references that a packet's lane stands on, as they were before code of a worker's ran,
/// which may write to all of them.
public struct KeptReferences {
  private let governed: GovernedRepository
  private let place: LanePlace
  private var known: [ReferenceName: ObjectID]

  /// As they are now; the lane's place holds them too until `forget`, for whoever comes after a
  /// lane that died.
  init(of place: LanePlace, in governed: GovernedRepository) throws {
    self.governed = governed
    self.place = place
    known = [:]
    for name in Self.names(of: place.packet) {
      known[name] = try governed.repository.target(of: name)
    }
    let lines = known.map { "\($0.key) \($0.value)\n" }.sorted().joined()
    try Folder.write(Array(lines.utf8), to: Self.file(in: place))
  }

  /// What a lane that died wrote down; nil where it ended in order or never got so far.
  public init?(leftIn place: LanePlace, in governed: GovernedRepository) {
    guard let bytes = Folder.read(Self.file(in: place), limit: Self.fileBytes) else { return nil }
    self.governed = governed
    self.place = place
    known = [:]
    let names = Self.names(of: place.packet)
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 2, let name = ReferenceName(words[0]), names.contains(name) else {
        continue
      }
      known[name] = ObjectID(words[1])
    }
  }

  public func forget() { Folder.removeFile(Self.file(in: place)) }

  /// Puts back what was deleted, moved back or pointed elsewhere, and returns a sentence for
  /// each. What was added meanwhile stays, and what stood in the way is kept in quarantine.
  public func restore() throws -> [String] {
    // In this order: whether the packet is closed is told by the ledger.
    try Self.names(of: place.packet).compactMap { name in
      try known[name].flatMap { try restore(name, $0) }
    }
  }

  private func restore(_ name: ReferenceName, _ tip: ObjectID) throws -> String? {
    for _ in 0..<Limits.appendAttempts {
      let present = try presentTarget(of: name)
      guard let wanted = try wanted(name, known: tip, present: present), wanted != present
      else { return nil }
      if let present, try !isKept(present, by: wanted) { try quarantine(name, present) }
      do {
        try governed.store.place(name, from: present, to: wanted)
      } catch {
        guard error.meansSomeoneWasFirst else { throw error }
        continue
      }
      let what = present.map { "moved to \($0.short)" } ?? "deleted"
      return "\(name) was \(what) while its code ran; it is at \(wanted.short) again"
    }
    throw GitError(.modified, "put back", on: name.text, "others keep moving it")
  }

  /// A file that holds no reference at all is taken away first.
  private func presentTarget(of name: ReferenceName) throws -> ObjectID? {
    do throws(GitError) {
      return try governed.repository.target(of: name)
    } catch {
      let file = "\(governed.location.commonDirectory)/\(name)"
      guard Folder.size(ofFile: file) != nil else { throw error }
      _ = try Folder.setAside(file, to: "\(place.directory)/spoilt-reference")
      return try governed.repository.target(of: name)
    }
  }

  /// What `name` should hold; nil where it may stay as it is.
  private func wanted(
    _ name: ReferenceName, known tip: ObjectID, present: ObjectID?
  ) throws -> ObjectID? {
    guard let present else {
      // Whoever closed the packet meanwhile took its references away.
      if Layout.packet(of: name) != nil, try isClosed() { return nil }
      return tip
    }
    guard present != tip else { return nil }
    switch name {
    case Layout.pins: return (try? governed.store.pins()) == nil ? tip : nil
    case Layout.policy:
      if try isAfter(tip, present) { return nil }
      return try governed.hasSetAside(tip, for: present) ? nil : tip
    case Layout.heads(place.packet):
      let all = try? governed.store.heads(at: present)
      let isGrown = try all.map { try $0.isSuperset(of: governed.store.heads(at: tip)) }
      return isGrown == true ? nil : tip
    case Layout.ledger: return joined(.ledger, tip, present)
    default: return joined(.packet, tip, present)
    }
  }

  private func joined(_ kind: ChainKind, _ tip: ObjectID, _ present: ObjectID) -> ObjectID {
    (try? governed.store.join(kind, ours: tip, fetched: present)) ?? tip
  }

  private func isAfter(_ tip: ObjectID, _ present: ObjectID) throws -> Bool {
    guard try governed.repository.kind(of: present) == .commit,
      try governed.repository.isAncestor(tip, of: present)
    else { return false }
    return try governed.store.chain(.policy, at: present).foreign.isEmpty
  }

  private func isClosed() throws -> Bool {
    guard let tip = known[Layout.packet(place.packet)],
      let ledger = try governed.repository.target(of: Layout.ledger)
    else { return false }
    return try governed.repository.isAncestor(tip, of: ledger)
  }

  private func isKept(_ tip: ObjectID, by wanted: ObjectID) throws -> Bool {
    guard try governed.repository.kind(of: tip) == .commit,
      try governed.repository.kind(of: wanted) == .commit
    else { return false }
    return try governed.repository.isAncestor(tip, of: wanted)
  }

  /// What is nobody's history is kept too: it may be what a person looks for.
  private func quarantine(_ name: ReferenceName, _ tip: ObjectID) throws {
    guard let aside = Layout.quarantine(name, tip),
      try governed.repository.kind(of: tip) != nil,
      try governed.repository.target(of: aside) == nil
    else { return }
    try governed.repository.move(aside, from: nil, to: tip)
  }

  private static func names(of packet: ObjectID) -> [ReferenceName] {
    [Layout.policy, Layout.ledger, Layout.pins, Layout.packet(packet), Layout.heads(packet)]
  }

  private static func file(in place: LanePlace) -> String { "\(place.directory)/references" }
  /// Five lines of a name and an id.
  private static let fileBytes = 4096
}
