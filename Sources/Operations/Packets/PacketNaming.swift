import Git
import Model
import Store
import Trust

/// Finds packets by what people call them.
struct PacketNaming {
  let governed: GovernedRepository

  /// Fewer hex digits are too easily part of a word.
  static let prefixDigits = 4

  /// The packet that `name` means: a prefix of its id, a part of its title that no other has,
  /// or `-` for the one touched last.
  ///
  /// Throws a `Problem` when there is none or more than one.
  func packet(named name: String) throws -> ObjectID {
    let references = try governed.repository.references(under: Layout.packets)
    let tips: [(id: ObjectID, tip: ObjectID)] = references.compactMap { reference in
      Layout.packet(of: reference.name).map { ($0, reference.target) }
    }
    guard !tips.isEmpty else {
      throw Problem(
        .noSuchThing, "there are no open packets here", hint: "git o8 dispatch opens one")
    }
    if name == "-" { return try touchedLast(tips) }
    let digits = name.lowercased()
    if digits.utf8.count >= Self.prefixDigits, digits.utf8.allSatisfy({ Hex.isDigit($0) }) {
      let found = tips.map(\.id).filter { $0.hex.hasPrefix(digits) }
      if !found.isEmpty { return try single(found, named: name) }
    }
    let part = name.lowercased()
    var found: [ObjectID] = []
    for (id, _) in tips where try title(id).lowercased().contains(part) { found.append(id) }
    return try single(found, named: name)
  }

  private func touchedLast(_ tips: [(id: ObjectID, tip: ObjectID)]) throws -> ObjectID {
    var latest = (seconds: Int64.min, id: tips[0].id)
    for (id, tip) in tips {
      let seconds = try governed.repository.commit(tip).committer.seconds
      if seconds >= latest.seconds { latest = (seconds, id) }
    }
    return latest.id
  }

  /// The title that a packet was opened with, from its first commit's subject.
  private func title(_ id: ObjectID) throws -> String {
    let message = try governed.repository.commit(id).message
    let subject = message.prefix { $0 != "\n" }
    return subject.hasPrefix("opened: ") ? String(subject.dropFirst("opened: ".count)) : ""
  }

  private func single(_ found: [ObjectID], named name: String) throws(Problem) -> ObjectID {
    guard let first = found.first else {
      throw Problem(
        .noSuchThing, "there is no open packet called \(SafeText.escaped(name))",
        hint: "git o8 list shows the packets of this clone")
    }
    guard found.count == 1 else {
      let some = found.prefix(5).map(\.short).joined(separator: ", ")
      throw Problem(
        .noSuchThing, "\(SafeText.escaped(name)) could be any of \(found.count) packets: \(some)",
        hint: "give more of the id or of the title")
    }
    return first
  }
}
