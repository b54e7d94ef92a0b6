import Model

/// Lays what one policy changed over another that went on from the same one.
///
/// Key by key, by what the policies mean and not by their texts: what only one of the two changed
/// is taken from that one, and of lists and roles each item counts by itself. What both changed,
/// and otherwise, is a conflict.
struct PolicyMerge {
  private let base: Policy
  private let theirs: Policy
  /// The other one with what was laid over it, conflicts left as they were.
  private(set) var policy: Policy
  /// The keys that both have changed, as `policy.yml` names them.
  private(set) var conflicts: [String] = []

  /// - Parameters:
  ///   - base: what `change` and `newest` both went on from.
  ///   - newest: what the difference is laid over.
  init(change: Policy, since base: Policy, over newest: Policy) {
    (self.base, theirs, policy) = (base, change, newest)
    list(\.protected)
    for name in names({ $0.principals.keys }) { principal(name) }
    for role in Role.allCases { value("require.\(role)", \.require.byRole[role]) }
    requirements()
    gates()
    value("rules.scope", \.rules.scope)
    value("rules.conflictMarkers", \.rules.conflictMarkers)
    value("rules.secrets", \.rules.secrets)
    value("rules.diffFilesMax", \.rules.diffFilesMax)
    value("rules.diffLinesMax", \.rules.diffLinesMax)
    list(\.rules.sensitive)
    set(\.landing)
    value("attempts", \.attempts)
    value("carry", \.carry)
    value("selfReview", \.selfReview)
    value("expires", \.expires)
    for kind in names({ $0.may.keys }) { value("may.\(kind)", \.may[kind]) }
    // Their order decides.
    value("setup", \.setup)
    list(\.caches)
    value("codeowners", \.codeOwners)
    for owner in names({ $0.owners.keys }) { value("owners.\"\(owner)\"", \.owners[owner]) }
    list(\.reviewersAlone)
    value("isolation", \.isolation)
    value("network", \.network)
    runtimes()
  }

  private func names<Name: Hashable & Comparable>(
    _ keys: (Policy) -> some Collection<Name>
  ) -> [Name] {
    Set(keys(base)).union(keys(theirs)).sorted()
  }

  private mutating func value<Value: Equatable>(
    _ name: String, _ path: WritableKeyPath<Policy, Value>
  ) {
    let (old, new, here) = (base[keyPath: path], theirs[keyPath: path], policy[keyPath: path])
    guard new != old, new != here else { return }
    guard here == old else { return conflicts.append(name) }
    policy[keyPath: path] = new
  }

  private mutating func list<Item: Hashable>(_ path: WritableKeyPath<Policy, [Item]>) {
    policy[keyPath: path] = Self.laid(
      theirs[keyPath: path], since: base[keyPath: path], over: policy[keyPath: path])
  }

  private mutating func set<Item: Hashable>(_ path: WritableKeyPath<Policy, Set<Item>>) {
    policy[keyPath: path].subtract(base[keyPath: path].subtracting(theirs[keyPath: path]))
    policy[keyPath: path].formUnion(theirs[keyPath: path].subtracting(base[keyPath: path]))
  }

  private static func laid<Item: Hashable>(
    _ new: [Item], since old: [Item], over here: [Item]
  ) -> [Item] {
    let gone = Set(old).subtracting(new)
    let known = Set(old).union(here)
    return here.filter { !gone.contains($0) } + new.filter { !known.contains($0) }
  }
}

extension PolicyMerge {
  /// Somebody who was taken out since does not come back because their entry was changed.
  private mutating func principal(_ name: PrincipalName) {
    let (old, new) = (base.principals[name], theirs.principals[name])
    guard let old, let new, var here = policy.principals[name] else {
      return value("principals.\(name)", \.principals[name])
    }
    here.roles.subtract(old.roles.subtracting(new.roles))
    here.roles.formUnion(new.roles.subtracting(old.roles))
    here.keys = Self.laid(new.keys, since: old.keys, over: here.keys)
    if new.human != old.human, new.human != here.human {
      guard here.human == old.human else {
        return conflicts.append("principals.\(name).of")
      }
      here.human = new.human
    }
    policy.principals[name] = here
  }

  /// Runtime by runtime where all three name some; from whether they are named at all hangs what
  /// becomes of the others.
  private mutating func runtimes() {
    guard let old = base.runtimes, let new = theirs.runtimes, policy.runtimes != nil else {
      return value("runtimes", \.runtimes)
    }
    for name in Set(old.keys).union(new.keys).sorted() {
      value("runtimes.\(name)", \.runtimes![name])
    }
  }

  private mutating func requirements() {
    func seats(_ policy: Policy) -> [Pattern: [Role: Int]] {
      Dictionary(
        policy.require.byPath.map { ($0.pattern, $0.byRole) },
        uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (seats(base), seats(theirs))
    var seen: Set<Pattern> = []
    for pattern in (base.require.byPath + theirs.require.byPath).map(\.pattern)
    where old[pattern] != new[pattern] && seen.insert(pattern).inserted {
      let place = policy.require.byPath.firstIndex { $0.pattern == pattern }
      let here = place.map { policy.require.byPath[$0].byRole }
      if here == new[pattern] { continue }
      guard here == old[pattern] else {
        conflicts.append("require.\"\(pattern.text)\"")
        continue
      }
      let next = new[pattern].map { PathRequirement(pattern: pattern, byRole: $0) }
      Self.put(next, at: place, in: &policy.require.byPath)
    }
  }

  private mutating func gates() {
    var seen: Set<String> = []
    for name in (base.gates + theirs.gates).map(\.name) where seen.insert(name).inserted {
      let old = base.gates.first { $0.name == name }
      let new = theirs.gates.first { $0.name == name }
      let place = policy.gates.firstIndex { $0.name == name }
      let here = place.map { policy.gates[$0] }
      guard new != old, new != here else { continue }
      guard here == old else {
        conflicts.append("gates.\(name)")
        continue
      }
      Self.put(new, at: place, in: &policy.gates)
    }
  }

  /// Sets, adds or takes away an item.
  private static func put<Item>(_ item: Item?, at place: Int?, in list: inout [Item]) {
    switch (item, place) {
    case (let item?, let place?): list[place] = item
    case (let item?, nil): list.append(item)
    case (nil, let place?): list.remove(at: place)
    case (nil, nil): break
    }
  }
}
