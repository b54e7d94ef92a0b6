import Git
import Model
import Store
import Trust

/// The way back where files of references are damaged, which git neither reads, moves nor deletes.
///
/// It needs no policy: that may be what is damaged.
struct DamagedReferences {
  let repository: Repository
  /// Nil where the policy itself cannot be read.
  let governed: GovernedRepository?

  init(_ repository: Repository, governed: GovernedRepository? = nil) {
    self.repository = repository
    self.governed = governed
  }

  /// Where this program keeps references, other people's branches aside.
  private static let places = [
    Layout.shared, "refs/o8-local/", Layout.data, Layout.remotes, "refs/heads/", "refs/notes/",
  ]

  /// Those that o8 needs. Another name of a branch is nothing unusual elsewhere.
  func all() throws(GitError) -> [DamagedReference] {
    var found: [DamagedReference] = []
    for place in Self.places {
      found += try repository.damagedReferences(under: place).filter { damaged in
        guard case .symbolic = damaged.fault else { return true }
        return damaged.name.text.hasPrefix("refs/o8")
      }
    }
    return found
  }

  /// The problem that it is, with the way back.
  func problem(of damaged: DamagedReference, attempted: String? = nil) async -> Problem {
    let start = attempted.map { "cannot \($0): " } ?? ""
    return Problem(.environment, start + damaged.sentence, hint: await remedy(for: damaged).text)
  }

  /// What is behind an error that kept the repository from being opened under its policy, where
  /// that is a damaged reference; the error itself where it is not.
  static func cause(of error: any Error, in location: RepositoryLocation) -> any Error {
    if case NotGoverned.noPolicy = error, location.isBare {
      return Problem(
        .environment, "no policy governs this repository",
        hint: "it is bare, where git o8 init cannot run: run that in a clone of it, and git o8 "
          + "sync there brings the policy here")
    }
    guard let repository = try? Repository(location) else { return error }
    let basis = [Layout.policy, Layout.ledger, Layout.pins]
    guard let damaged = basis.lazy.compactMap({ repository.damage(of: $0) }).first else {
      return error
    }
    let hint = DamagedReferences(repository).remedy(for: damaged, lost: nil).text
    return Problem(.environment, damaged.sentence, hint: hint)
  }

  /// The same of any error, and any reference.
  func cause(of error: any Error, attempted: String) async -> any Error {
    guard let found = try? all(), let first = found.first else { return error }
    let said = "\(error)"
    let named = found.first { said.contains($0.name.text) } ?? first
    var problem = await problem(of: named, attempted: attempted)
    if found.count > 1 {
      problem.message += "; \(found.count - 1) more of o8's references are damaged too"
      problem.hint = (problem.hint.map { $0 + "; " } ?? "") + "git o8 doctor names all"
    }
    return problem
  }

  /// The commands that put it back, or say what is lost.
  func remedy(for damaged: DamagedReference) async -> Remedy {
    var lost: ObjectID?
    if let governed, let packet = Layout.packet(of: damaged.name),
      damaged.name == Layout.packet(packet)
    {
      lost = (try? await StrangeTip.lastLost(of: packet, in: governed)) ?? nil
    }
    return remedy(for: damaged, lost: lost)
  }

  private func remedy(for damaged: DamagedReference, lost: ObjectID?) -> Remedy {
    let name = damaged.name
    var values = copies(of: name)
    if let lost { values.append(Copy(value: lost, source: "what was written last")) }
    let remove = damaged.removal
    guard let best = newest(of: values) else {
      return .run(remove, Self.ending(name))
    }
    let put = "git update-ref --no-deref \(ShellWord.quoted(name.text)) \(best.value)"
    let effect = "puts back \(best.source)"
    if case .symbolic = damaged.fault { return .run(put, effect) }
    return .run("\(remove) && \(put)", effect)
  }

  private struct Copy {
    let value: ObjectID
    /// Such as `what origin has`.
    let source: String
  }

  /// The values that are known from elsewhere, the likeliest first.
  private func copies(of name: ReferenceName) -> [Copy] {
    var found: [Copy] = []
    func add(_ value: ObjectID?, _ source: String) {
      guard let value, (try? repository.kind(of: value)) ?? nil != nil else { return }
      found.append(Copy(value: value, source: source))
    }
    add(repository.lastLogged(name), "what its log says")
    add((try? repository.packedTarget(of: name)) ?? nil, "what was packed")
    let pins = (try? Store(repository, identity: nil).pins()) ?? nil
    switch name {
    case Layout.policy: add(pins?.policy, "what this clone has seen")
    case Layout.ledger: add(pins?.ledger, "what this clone has seen")
    default: add(pins?.branches[name], "where it was covered last")
    }
    for (value, remote) in remoteCopies(of: name) { add(value, "what \(remote) has") }
    if let governed, let packet = Layout.packet(of: name), name == Layout.packet(packet) {
      let records = (try? governed.store.ledgerIndex().records(ofPacket: packet)) ?? []
      for record in records { add(record.tip, "what the ledger has") }
    }
    return found
  }

  private func remoteCopies(of name: ReferenceName) -> [(value: ObjectID, remote: String)] {
    let (prefix, rest) =
      name.isBranch
      ? ("refs/remotes/", name.short)
      : (Layout.remotes, String(name.text.dropFirst(Layout.shared.count)))
    guard name.isBranch || name.text.hasPrefix(Layout.shared) else { return [] }
    let all = (try? repository.references(under: prefix)) ?? []
    return all.compactMap { reference in
      let text = reference.name.text
      guard text.hasSuffix("/" + rest) else { return nil }
      let remote = text.dropFirst(prefix.count).dropLast(rest.count + 1)
      return remote.isEmpty ? nil : (reference.target, String(remote))
    }
  }

  /// The one that no other goes on from; of several the first, by where they come from.
  private func newest(of copies: [Copy]) -> Copy? {
    copies.first { copy in
      !copies.contains { other in
        other.value != copy.value
          && (try? repository.isAncestor(copy.value, of: other.value)) ?? false
      }
    } ?? copies.first
  }

  /// What follows where no value is known.
  private static func ending(_ name: ReferenceName) -> String {
    switch true {
    case name == Layout.pins: "clears it, and the next command pins what it finds"
    case name.text.hasPrefix(Layout.remotes): "clears it, and the next git o8 sync makes it again"
    case name == Layout.intent: "clears it, then git o8 reconcile looks what became of the landing"
    case name.text.hasPrefix(Layout.heads):
      "clears it, then git o8 gate hands in again what the lane has"
    default: "clears it, then fetch it from a clone that has it: git o8 sync"
    }
  }
}

extension DamagedReference {
  /// What is wrong, as a sentence.
  var sentence: String {
    switch fault {
    case .empty: "\(name) is damaged: its file is empty"
    case .garbage: "\(name) is damaged: its file holds no object's id"
    case .unreadable: "\(name) is damaged: its file cannot be read"
    case .symbolic(let other):
      "\(name) is damaged: it is only another name of \(SafeText.singleLine(other, limit: 100))"
    case .link(let target):
      "\(name) is damaged: a link to \(SafeText.singleLine(target, limit: 100)) stands there"
    }
  }

  /// The command that takes away what stands there.
  fileprivate var removal: String {
    if case .symbolic = fault { return "git symbolic-ref --delete \(ShellWord.quoted(name.text))" }
    return "rm \(ShellWord.quoted(path))"
  }
}
