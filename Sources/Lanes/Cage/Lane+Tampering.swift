import Git
import Model
import Store
import Trust

extension Lane {
  /// What is to be compared afterwards; nil where code of the worker's runs in a cage, from which
  /// none of it can be reached: what changes meanwhile is somebody else's doing.
  func surroundings() async throws -> Surroundings? {
    if try isolation() == .sandbox { return nil }
    return try Surroundings.present(in: location)
  }

  /// What was changed since that no worker may change, a note each with the way back.
  func tampering(since before: Surroundings?) async throws -> [String] {
    guard let before else { return [] }
    let after = try Surroundings.present(in: location)
    var found: [String] = []
    if after.isConfigurationChanged(from: before) {
      let changes = SettingChange.changes(
        from: try await settings(before), to: try await settings(after))
      found += changes.map(\.sentence)
    }
    for path in after.changedFiles(from: before) {
      found.append(sentence(on: path, before, after))
    }
    found += try references(from: before.references, to: after.references)
    return found.map { Surroundings.mark + SafeText.singleLine($0, limit: 400) }
  }

  private func sentence(
    on path: String, _ before: Surroundings, _ after: Surroundings
  ) -> String {
    let place = "\(location.commonDirectory)/\(path)"
    guard before.files[path] != nil else {
      return "\(path) appeared in the git directory meanwhile (as before: rm '\(place)')"
    }
    let what = after.files[path] == nil ? "is gone from" : "changed in"
    let remedy =
      path.contains("hooks/") ? "; git o8 hooks install mends those of o8" : ""
    return "\(path) \(what) the git directory meanwhile\(remedy)"
  }

  private func settings(_ surroundings: Surroundings) async throws -> [(String, String)] {
    var found: [(String, String)] = []
    for file in ["config", "config.worktree"] {
      guard case .some(.some(let content)) = surroundings.files[file] else { continue }
      // Behind the mode and the size.
      let text = content.split(separator: 32, maxSplits: 2, omittingEmptySubsequences: false)
      let listed = try await location.run(
        ["config", "--file", "-", "--no-includes", "--list", "-z"], input: Array(text.last ?? []))
      for field in listed.output.split(separator: 0) {
        let entry = String(decoding: field, as: UTF8.self)
        let key = String(entry.prefix { $0 != "\n" })
        found.append((key, String(entry.dropFirst(key.count + 1))))
      }
    }
    return found
  }

  /// References that moved as none of o8's hands, and nobody whom policy lets, moves them.
  private func references(
    from before: [ReferenceName: ObjectID], to after: [ReferenceName: ObjectID]
  ) throws -> [String] {
    let repository = try Repository(location)
    var found: [String] = []
    for name in Set(before.keys).union(after.keys).sorted(by: { $0.text < $1.text })
    where before[name] != after[name] {
      let way = Self.wayBack(name, to: before[name])
      let (old, new) = (before[name], after[name])
      if name.text.hasPrefix("refs/replace/") {
        found.append("\(name.text) was set meanwhile: it shows other objects than there are\(way)")
      } else if name.text.hasPrefix("refs/o8/") {
        guard let old, try !isCleared(name, new), try !isSetAside(name, old, for: new) else {
          continue
        }
        let end = try new ?? repository.target(of: Layout.ledger)
        if try end.map({ try repository.isAncestor(old, of: $0) }) != true {
          found.append("\(name.text) lost what it held meanwhile\(way)")
        }
      } else if let old, isProtected(name) {
        guard let new else {
          found.append("\(name.short) was deleted meanwhile\(way)")
          continue
        }
        let steps = try Judge(GovernedRepository(location)).history(of: name, from: old, to: new)
        let isBroken = steps?.contains { if case .breach = $0.finding { true } else { false } }
        if isBroken ?? true {
          found.append("\(name.short) moved to \(new.short) meanwhile, past the gate\(way)")
        }
      }
    }
    return found
  }

  /// Whether what was handed in for a packet is gone because that packet is closed for good, which
  /// another landing or a sync may have done meanwhile.
  private func isCleared(_ name: ReferenceName, _ new: ObjectID?) throws -> Bool {
    guard new == nil, let id = Layout.packet(of: name), name == Layout.heads(id) else {
      return false
    }
    return try Judge(GovernedRepository(location)).closing(of: id)?.isFinal ?? false
  }

  private func isSetAside(
    _ name: ReferenceName, _ old: ObjectID, for new: ObjectID?
  ) throws -> Bool {
    guard name == Layout.policy, let new else { return false }
    return try governed.hasSetAside(old, for: new)
  }

  private func isProtected(_ name: ReferenceName) -> Bool {
    name.isBranch && policy.protected.contains { $0.matches(branch: name.short) }
  }

  private static func wayBack(_ name: ReferenceName, to old: ObjectID?) -> String {
    " (as before: git update-ref \(old.map { "\(name.text) \($0)" } ?? "-d \(name.text)"))"
  }
}
