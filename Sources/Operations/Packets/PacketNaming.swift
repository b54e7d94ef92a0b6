import Git
import Model
import Store
import Trust

/// Finds packets by what people call them.
struct PacketNaming {
  let governed: GovernedRepository

  /// Which packets a name may mean.
  enum Reach {
    /// Those that this clone has references of.
    case open
    /// Also those that only the ledger knows.
    case everyPacket
  }

  /// Fewer hex digits are too easily part of a word.
  static let prefixDigits = 4
  /// Packets of which a title that was edited is looked for; of more, only the first titles are.
  private static let editedTitleLimit = 1000
  /// Closed packets among whose titles a name is looked for: a glance, no search.
  private static let closedTitleLimit = 5000
  /// How many packets a name that means several is explained by.
  private static let candidateLimit = 5

  /// The packet that `name` means: a prefix of its id, a part of its title that no other has,
  /// or `-` for the one named last. Titles of closed packets are searched where no open one
  /// fits and there are not too many.
  ///
  /// Throws a `Problem` when there is none or more than one.
  func packet(named name: String, among reach: Reach = .open) throws -> ObjectID {
    if name == "-" { return try last(reach) }
    guard name.contains(where: { !$0.isWhitespace }) else {
      throw Problem(
        .usage, "an empty name means no packet",
        hint: "give digits of its id, a part of its title, or -")
    }
    let called = try packets(startingWith: name.lowercased(), among: reach)
    if !called.isEmpty { return try single(called, named: name) }
    var found = titled(name, among: try open())
    if found.isEmpty, reach == .everyPacket { found = try closed(titled: name) }
    if found.isEmpty, reach == .open { throw try unknown(name) }
    return try single(found, named: name)
  }

  private func open() throws(GitError) -> [(id: ObjectID, tip: ObjectID)] {
    try governed.repository.references(under: Layout.packets).compactMap { reference in
      Layout.packet(of: reference.name).map { (id: $0, tip: reference.target) }
    }
  }

  /// Those whose ids begin with these digits, sorted: the damaged too, so that whoever names one is
  /// told so. None where they are no digits, or too few.
  func packets(
    startingWith digits: String, among reach: Reach
  ) throws(GitError) -> [ObjectID] {
    guard digits.utf8.count >= Self.prefixDigits, digits.utf8.count <= ObjectID.hexCount,
      digits.utf8.allSatisfy({ Hex.isDigit($0) })
    else { return [] }
    // Only these: to read all of ten thousand takes longer than everything else together.
    let prefix = Layout.packets + digits
    let references = try governed.repository.references(under: prefix)
    let damaged = governed.repository.damagedReferences(under: prefix, besides: references)
    var found = Set((references.map(\.name) + damaged.map(\.name)).compactMap(Layout.packet(of:)))
    if reach == .everyPacket {
      found.formUnion(
        try governed.store.ledgerIndex().packets(
          startingWith: digits, limit: Self.candidateLimit + 1))
    }
    return found.sorted()
  }

  /// What is wrong with a name that no open packet has: it may be a closed one's.
  private func unknown(_ name: String) throws -> Problem {
    do {
      let id = try packet(named: name, among: .everyPacket)
      let book = PacketBook(governed: governed)
      guard let packet = try book.packet(id) else { throw NotAPacket(id: id) }
      // Only the ledger has it, and no branch here bears that out.
      if packet.state.isOpen, let unheld = try book.unheldLanding(of: packet) {
        let title = SafeText.singleLine(packet.title, limit: 48)
        return Problem(
          .refused, "nothing is to be done about packet \(id.short), \(title): \(unheld.sentence)",
          hint: unheld.command ?? "git o8 show \(id.short) tells its story")
      }
      return Problem(
        .refused,
        "packet \(id.short) \(packet.howItEnded): \(SafeText.singleLine(packet.title, limit: 48))",
        hint: "git o8 show \(id.short) tells its story")
    } catch let problem as Problem { return problem }
  }

  private func closed(titled name: String) throws -> [ObjectID] {
    let limit = Self.closedTitleLimit
    let ids = try governed.store.ledgerIndex().packets(startingWith: "", limit: limit + 1)
    return ids.count > limit ? [] : titled(name, among: ids.map { ($0, $0) })
  }

  /// A title that is `name` wins over those that have it in them.
  private func titled(
    _ name: String, among open: [(id: ObjectID, tip: ObjectID)]
  ) -> [ObjectID] {
    let part = name.lowercased()
    let titles = PacketTitles(repository: governed.repository)
    var (equal, found): ([ObjectID], [ObjectID]) = ([], [])
    for (id, tip) in open {
      // What cannot be read has no title, and hides no other's.
      let title =
        open.count <= Self.editedTitleLimit
        ? try? titles.present(of: id, at: tip) : try? titles.first(of: id)
      guard let title = title?.lowercased(), title.contains(part) else { continue }
      found.append(id)
      if title == part { equal.append(id) }
    }
    return equal.count == 1 ? equal : found
  }

  private func last(_ reach: Reach) throws -> ObjectID {
    guard let id = LastNamed(governed.location).packet else {
      return try touchedLast(open(), reach)
    }
    return try packet(named: id.hex, among: reach)
  }

  /// Where nobody has named any yet.
  private func touchedLast(
    _ open: [(id: ObjectID, tip: ObjectID)], _ reach: Reach
  ) throws -> ObjectID {
    var latest: (seconds: Int64, of: [(id: ObjectID, moved: ReferenceName)]) = (.min, [])
    func offer(_ seconds: Int64, _ id: ObjectID, _ moved: ReferenceName) {
      if seconds > latest.seconds { latest = (seconds, []) }
      if seconds == latest.seconds { latest.of.append((id, moved)) }
    }
    for (id, tip) in open {
      // Anybody can point a reference at a blob; one such must not hide all the others.
      guard let commit = try? governed.repository.commit(tip) else { continue }
      offer(commit.committer.seconds, id, Layout.packet(id))
    }
    if reach == .everyPacket {
      let index = try governed.store.ledgerIndex()
      if let entry = index.tip.flatMap({ index.record(of: $0) }), let packet = entry.packet {
        offer(entry.at.seconds, packet, Layout.ledger)
      }
    }
    guard !latest.of.isEmpty else {
      throw Problem(
        .noSuchThing, "there are no open packets here", hint: "git o8 dispatch opens one")
    }
    return try single(lastMoved(latest.of), named: "-")
  }

  /// Of packets that were touched in the same second, those whose references moved last. Events
  /// tell seconds only; what a person approves must not be a matter of chance.
  private func lastMoved(
    _ found: [(id: ObjectID, moved: ReferenceName)]
  ) -> [ObjectID] {
    guard found.count > 1 else { return found.map(\.id) }
    let times = found.map { governed.repository.looseTime(of: $0.moved) ?? .min }
    let last = times.max()
    return zip(found, times).filter { $0.1 == last }.map(\.0.id)
  }

  private func single(_ found: [ObjectID], named name: String) throws -> ObjectID {
    guard let first = found.first else {
      throw Problem(
        .noSuchThing,
        "there is no packet called \(SafeText.singleLine(name, limit: 60)) here",
        hint: "git o8 list shows the open packets; with --all, the closed ones too")
    }
    guard found.count == 1 else {
      let titles = PacketTitles(repository: governed.repository)
      let some = found.prefix(Self.candidateLimit).map { id in
        "\(id.short) \(SafeText.singleLine((try? titles.first(of: id)) ?? "", limit: 60))"
      }
      let more = found.count > some.count ? ["and \(found.count - some.count) more"] : []
      let called = SafeText.singleLine(name, limit: 60)
      throw Problem(
        .noSuchThing,
        (["\(called) could be any of these packets:"] + some + more).joined(separator: "\n"),
        hint: "give more of the id or of the title")
    }
    return first
  }
}

extension Workspace {
  /// The packet that `name` means; where there is none, the one in whose lane this is.
  func packet(
    named name: String?, in governed: GovernedRepository,
    among reach: PacketNaming.Reach = .open
  ) async throws -> ObjectID {
    let naming = PacketNaming(governed: governed)
    let id: ObjectID
    if let name {
      id = try naming.packet(named: name, among: reach)
    } else if let lane = try LaneSurroundings.packetDigits(at: location) {
      id = try naming.packet(named: lane, among: reach)
    } else {
      throw Problem(
        .usage, "which packet? this is no packet's worktree",
        hint: "give digits of its id, a part of its title, or - for the one named last")
    }
    if let damaged = governed.repository.damage(of: Layout.packet(id)) {
      throw await DamagedReferences(governed.repository, governed: governed).problem(
        of: damaged, attempted: "read packet \(id.short)")
    }
    if let strange = try await StrangeTip(of: id, in: governed) { throw strange.problem }
    if let name, name != "-" { LastNamed(location).remember(id) }
    return id
  }
}
