import Git
public import Model
import Store

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What one packet's chain says, read and its signatures checked before anybody asked.
private struct PacketAhead: Sendable {
  let candidate: Candidate
  let tip: ObjectID
  let chain: Chain
  let words: PacketWords?
  let signers: [ObjectID: [SigningKey]]
}

extension Judge {
  /// For fewer packets the repository is not worth opening again.
  public static let worthReadingAhead = 256
  /// Packets that are read in one go: few enough that all processors end at about the same time.
  private static let portion = 512
  /// Beyond this the processors wait for each other's packs.
  private static let processorLimit = 8

  /// Reads the packets whose landings on `branches` the ledger claims, and checks what is signed
  /// in them, on all processors at once.
  ///
  /// It decides nothing and changes no answer: the judge finds read what it would read itself, and
  /// what cannot be read here is left for it.
  public func readAhead(
    on branches: [ReferenceName], unlessFewerThan fewest: Int = Judge.worthReadingAhead
  ) async throws {
    let branches = Set(branches)
    var candidates: [Candidate] = []
    for claim in try ledger().newestClaims() where branches.contains(claim.landed.branch) {
      candidates.append(Candidate(packet: claim.packet, tip: claim.tip))
    }
    guard candidates.count >= fewest else { return }
    let processors = min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), Self.processorLimit)
    // A packet that is claimed twice is read once.
    var seen = Set(memory.words.keys)
    candidates = candidates.reversed().filter { seen.insert($0).inserted }
    let (location, identity) = (repository.location, store.identity)
    let found = await withTaskGroup(of: [PacketAhead].self) { group in
      var (rest, atWork, found) = (candidates[...], 0, [PacketAhead]())
      while !rest.isEmpty {
        if atWork >= processors, let part = await group.next() { found += part }
        let part = Array(rest.prefix(Self.portion))
        rest = rest.dropFirst(Self.portion)
        group.addTask { PacketAhead.all(part, at: location, identity) }
        atWork += 1
      }
      for await part in group { found += part }
      return found
    }
    for packet in found { take(packet) }
  }

  private func take(_ packet: PacketAhead) {
    memory.shelf.chains[packet.tip] = packet.chain
    memory.words[packet.candidate] = .some(packet.words)
    memory.signers.merge(packet.signers) { first, _ in first }
  }
}

extension PacketAhead {
  /// A repository is never shared, so this opens its own.
  static func all(
    _ candidates: [Candidate], at location: RepositoryLocation, _ identity: ObjectID?
  ) -> [PacketAhead] {
    guard let repository = try? Repository(location) else { return [] }
    let store = Store(repository, identity: identity)
    return candidates.compactMap { candidate in
      guard let tip = candidate.tip, let chain = try? store.chain(.packet, at: tip) else {
        return nil
      }
      let words = PacketWords(candidate.packet, in: [chain])
      var signers: [ObjectID: [SigningKey]] = [:]
      let signed = (words?.verdicts.map(\.event) ?? []) + (words?.gates.map(\.event) ?? [])
      for event in signed { signers[event.id] = Array(event.signers) }
      return PacketAhead(
        candidate: candidate, tip: tip, chain: chain, words: words, signers: signers)
    }
  }
}
