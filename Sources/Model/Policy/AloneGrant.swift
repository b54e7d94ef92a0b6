/// Changes that may land on the verdicts of reviewers, without an operator's. All that it names
/// must hold.
public struct AloneGrant: Hashable, Sendable {
  /// What every touched path must match, letter by letter; empty means whatever path.
  public var paths: [Pattern]
  /// The packet's tier, as somebody said who may; empty means whatever tier.
  public var tiers: Set<Tier>

  public init(paths: [Pattern] = [], tiers: Set<Tier> = []) {
    self.paths = paths
    self.tiers = tiers
  }

  /// Such as `docs/** of tier light`.
  public var words: String {
    let what = paths.isEmpty ? "anything" : paths.map(\.text).joined(separator: ", ")
    let names = Tier.allCases.filter(tiers.contains).map(\.rawValue).joined(separator: " or ")
    return names.isEmpty ? what : "\(what) of tier \(names)"
  }

  fileprivate func covers(_ changes: [TreeChange]) -> Bool {
    changes.allSatisfy { change in
      guard let path = String(validating: change.pathBytes, as: UTF8.self) else { return false }
      return paths.isEmpty || paths.contains { $0.matches(path: path) }
    }
  }
}

extension Policy {
  /// The grants whose paths cover a change. Nothing sensitive is ever covered, and nothing but
  /// plain files: no link, no submodule, nothing that becomes a program.
  ///
  /// Paths are not folded here: that would widen what is granted.
  public func grants(of changes: [TreeChange]) -> [AloneGrant] {
    guard !reviewersAlone.isEmpty, !changes.isEmpty, changes.allSatisfy(\.isOfPlainFiles),
      sensitivePaths(among: changes.map(\.path)).isEmpty
    else { return [] }
    return reviewersAlone.filter { $0.covers(changes) }
  }

  /// The kinds of events that set a packet's tier, and for each the roles to which policy reserves
  /// it; nil where it leaves one to everybody, so that a tier says nothing.
  public var rolesThatSetTiers: [EventKind: Set<Role>]? {
    var roles: [EventKind: Set<Role>] = [:]
    for kind in [EventKind.opened, .edited] {
      guard let reserved = reservation(of: kind), !reserved.contains(.worker) else { return nil }
      roles[kind] = reserved
    }
    return roles
  }
}

extension TreeChange {
  fileprivate var isOfPlainFiles: Bool {
    let (file, program): (UInt32, UInt32) = (0o100644, 0o100755)
    if let old, old.mode != file, old.mode != program { return false }
    guard let new else { return true }
    return new.mode == file || new.mode == program && old?.mode == program
  }
}
