public import Model

/// The names of all references that this program writes.
///
/// `refs/o8/` is shared by a plain push, `refs/o8-data/` by choice, `refs/o8-local/` never.
public enum Layout {
  public static let policy = fixed("refs/o8/policy")
  public static let ledger = fixed("refs/o8/ledger")
  public static let brain = fixed("refs/o8/brain")
  /// A landing under way in this clone.
  public static let intent = fixed("refs/o8-local/intent")
  /// What this clone has seen and will not go back behind.
  public static let pins = fixed("refs/o8-local/pins")
  public static let privateBrain = fixed("refs/o8-local/brain")
  /// Notes for people, derived from verified entries.
  public static let notes = fixed("refs/notes/o8")

  public static let shared = "refs/o8/"
  public static let packets = "refs/o8/packets/"
  public static let heads = "refs/o8/heads/"
  public static let hints = "refs/o8/hints/"
  public static let data = "refs/o8-data/"
  public static let remotes = "refs/o8-remotes/"
  /// What remotes were seen to have of `data`, out of the way of a fetch that prunes the others.
  public static let dataSeen = "refs/o8-local/data/"
  public static let lanes = "refs/o8-local/lanes/"
  public static let archives = "refs/o8-local/archive/"
  public static let quarantines = "refs/o8-local/quarantine/"

  /// The chain of a packet's events.
  public static func packet(_ id: ObjectID) -> ReferenceName { fixed(packets + id.hex) }

  /// What was submitted and judged for a packet.
  public static func heads(_ id: ObjectID) -> ReferenceName { fixed(heads + id.hex) }

  /// The snapshots of a lane's work in progress.
  public static func lane(_ id: ObjectID) -> ReferenceName { fixed(lanes + id.hex) }

  /// The heads of packets that closed in a month without landing.
  public static func archive(_ closed: Instant) -> ReferenceName {
    fixed(archives + closed.month)
  }

  /// Transcripts and logs that a principal kept in a month.
  public static func data(_ kept: Instant, _ principal: PrincipalName) -> ReferenceName {
    fixed("\(data)\(kept.month)/\(component(principal))")
  }

  /// What holds the hints of a principal's clones.
  static func hints(of principal: PrincipalName) -> String {
    "\(hints)\(component(principal))/"
  }

  /// What one clone of a principal tells the others; nil when `clone` cannot be part of a name.
  public static func hints(_ principal: PrincipalName, clone: String) -> ReferenceName? {
    guard !clone.contains("/") else { return nil }
    return ReferenceName("\(hints)\(component(principal))/\(clone)")
  }

  /// What the last fetch or push saw of `name` at a remote; nil outside of `refs/o8/`.
  public static func remote(_ remote: String, _ name: ReferenceName) -> ReferenceName? {
    guard name.text.hasPrefix(shared) else { return nil }
    return ReferenceName("\(remotes)\(remote)/\(name.text.dropFirst(shared.count))")
  }

  /// Where a shared reference's refused value is kept; nil outside of `refs/o8/`.
  public static func quarantine(_ name: ReferenceName, _ tip: ObjectID) -> ReferenceName? {
    guard name.text.hasPrefix(shared) else { return nil }
    return ReferenceName("\(quarantines)\(name.text.dropFirst(shared.count))/\(tip)")
  }

  /// Where a reference is kept that stood in the way of one of ours: by its whole name, written
  /// as one component, so that no two obstacles are in each other's way.
  public static func quarantine(obstacle name: ReferenceName, _ tip: ObjectID) -> ReferenceName {
    let flat = name.text.split(separator: "/").dropFirst().joined(separator: "%")
    let clean = ReferenceName("\(quarantines)aside/\(flat)/\(tip)")
    // A component is no longer than a file's name, and may not end like a lock.
    guard flat.utf8.count <= 200, let clean else { return fixed("\(quarantines)aside/long/\(tip)") }
    return clean
  }

  /// Where is kept what lay in the place of notes and was none.
  public static func quarantinedNotes(_ found: ObjectID) -> ReferenceName {
    fixed("\(quarantines)notes/\(found)")
  }

  /// The packet whose chain, heads or snapshots `name` holds.
  public static func packet(of name: ReferenceName) -> ObjectID? {
    for prefix in [packets, heads, lanes] where name.text.hasPrefix(prefix) {
      return ObjectID(name.text.dropFirst(prefix.count))
    }
    return nil
  }

  /// Whether it is what a remote was seen to have of the ledger.
  public static func isLedgerSeen(_ name: ReferenceName) -> Bool {
    name.text.hasPrefix(remotes) && name.text.hasSuffix("/ledger")
  }

  /// The packet of which a remote was seen to have `name`, under `folder`: `packets` or `heads`.
  /// A remote's own name may have several components.
  public static func packetSeen(_ name: ReferenceName, under folder: String) -> ObjectID? {
    let place = name.text.dropLast(ObjectID.hexCount)
    guard place.hasPrefix(remotes), place.hasSuffix("/" + folder.dropFirst(shared.count)) else {
      return nil
    }
    return ObjectID(name.text.suffix(ObjectID.hexCount))
  }

  /// A principal may be called `a..b`, `a.` or `a.lock`, which git refuses in a name. `%` is in
  /// no principal's name, so no two of them meet.
  private static func component(_ principal: PrincipalName) -> String {
    let text = principal.text
    guard text.contains("..") || text.hasSuffix(".") || text.hasSuffix(".lock") else {
      return text
    }
    return text.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "%2e")
  }

  /// The principal that a component of a name stands for; nil where none is written like that.
  static func principal(named text: Substring) -> PrincipalName? {
    var plain = ""
    var rest = text
    while let first = rest.first {
      let isDot = rest.hasPrefix("%2e")
      plain.append(isDot ? "." : first)
      rest = rest.dropFirst(isDot ? 3 : 1)
    }
    guard let principal = PrincipalName(plain), component(principal) == text else { return nil }
    return principal
  }

  private static func fixed(_ text: String) -> ReferenceName { ReferenceName(text)! }
}
