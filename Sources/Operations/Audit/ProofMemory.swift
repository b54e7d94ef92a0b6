import Git
import Lanes
import Model
import Store
import Trust

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What this user's program proved last in this clone, so that proving the very same again takes
/// no time, and proving what came since only little.
///
/// It is written only for what was proved without a flag, and believed only where nothing that a
/// proof rests on has another value, and where its code was made with a secret of this user's that
/// lies outside of the repository: a worker, or whoever else writes into `.git`, cannot make one.
struct ProofMemory {
  private let governed: GovernedRepository
  private let key: ProofKey
  private let name: String
  private let path: String
  /// What is proved, and the values of all references that a proof rests on.
  private let standing: Digest
  /// Stands for all that the proof rests on.
  private let circumstances: Digest
  /// All settings that count here: they say which remote's branch decides what has landed.
  private let settings: Digest

  /// Counts up when what a proof means changes; a program of another count proves anew.
  private static let format = "o8-proof 6"

  /// Nil where the user has no place for the secret.
  init?(
    _ governed: GovernedRepository, _ extent: VerificationExtent, environment: [String: String]
  ) throws {
    switch extent {
    case .protected: name = "protected"
    case .everything: name = "everything"
    // What is asked for once is not worth writing down.
    case .branch, .range: return nil
    }
    guard let key = ProofKey(environment: environment) else { return nil }
    self.governed = governed
    self.key = key
    path = governed.location.commonDirectory + "/o8/proofs/" + name
    let references = try Self.references(governed)
    standing = Self.standing(of: references, name, governed)
    settings = try Self.settings(governed)
    let seen = try governed.store.pins()?.branches ?? [:]
    let values = Dictionary(references.map { ($0.name, $0.target) }) { first, _ in first }
    // A branch that left where it stood is no state that was proved.
    let moved = seen.filter { $0.value != values[$0.key] }.map { "\($0.key) \($0.value) seen\n" }
    circumstances = Digest(
      of: Array("\(standing.hex)\n\(settings.hex)\n\(moved.sorted().joined())".utf8))
  }

  private static func settings(_ governed: GovernedRepository) throws -> Digest {
    let location = governed.location
    let files = [location.commonDirectory + "/config", location.gitDirectory + "/config.worktree"]
    let digests = files.map { path in
      FileManager.default.contents(atPath: path).map { Digest(of: Array($0)).hex } ?? "-"
    }
    // The user's, the system's and what is included besides: opened anew, since what is open goes
    // by what it read first.
    let all = try Repository(location).allConfiguration()
    return Digest(of: Array((digests + all).joined(separator: "\0").utf8))
  }

  private static func references(_ governed: GovernedRepository) throws -> [Reference] {
    let policies = governed.policies.steps.map(\.policy)
    return try [Layout.shared, Layout.remotes, "refs/heads/", "refs/remotes/"].flatMap {
      try governed.repository.references(under: $0)
    }.filter { reference in
      // Lanes come and go, but a policy may protect a branch that is called like one.
      let name = reference.name
      return !name.text.hasPrefix("refs/heads/o8/")
        || policies.contains { $0.protects(name.short) }
    }
  }

  private static func standing(
    of references: [Reference], _ name: String, _ governed: GovernedRepository
  ) -> Digest {
    // A branch that is none of its own is another state, too.
    let aliases = references.filter(\.isSymbolic).map { "\($0.name) symbolic\n" }
    let lines = references.map { "\($0.name.text) \($0.target.hex)\n" } + aliases
    let policies = governed.policies
    return Digest(
      of: Array("\(name)\n\(policies.repo)\n\(policies.newest.id)\n\(lines.joined())".utf8))
  }

  /// Whether what was judged is what was looked at before, and no landing is under way: what it
  /// has yet to do is not held against the branch.
  private func isStill() -> Bool {
    guard let references = try? Self.references(governed),
      let isLanding = try? governed.store.landingIntent() != nil, !isLanding
    else { return false }
    return Self.standing(of: references, name, governed) == standing
      && (try? Self.settings(governed)) == settings
  }

  /// The proof of this very state; nil where there is none that can be believed.
  func recall() -> Verification? {
    guard let proof = read(), proof.circumstances == circumstances,
      proof.policy == governed.policies.newest.id,
      isOfPresentTips(proof.branches, proof.forgotten)
    else { return nil }
    var verification = Verification(
      repo: governed.policies.repo, policy: proof.policy, branches: proof.branches,
      problems: [])
    verification.forgotten = proof.forgotten
    verification.isRemembered = true
    return verification
  }

  /// Whether the branches stand where they were proved. What was hashed before a proof began says
  /// nothing about a branch that moved there and back while it was judged.
  private func isOfPresentTips(
    _ branches: [VerifiedBranch], _ forgotten: [ForgottenBranch]
  ) -> Bool {
    let judge = Judge(governed)
    return branches.allSatisfy { (try? judge.stands($0)) ?? false }
      && forgotten.allSatisfy { (try? judge.isForgotten($0)) ?? false }
  }

  /// The proof of whatever state it was of, with the ledger that it rests on; nil where there is
  /// none that can be believed.
  func recallEarlier() -> (proof: EarlierProof, ledger: [UInt8])? {
    guard let proof = read(), proof.settings == settings, let sum = proof.ledger,
      let index = FileManager.default.contents(atPath: path + Self.ledgerSuffix).map(Array.init),
      Digest(of: index) == sum
    else { return nil }
    return (proof, index)
  }

  /// Writes a proof down, where it is one that nobody has to look at again.
  ///
  /// - Parameter ledger: the index of the ledger that it rests on, made by whoever proved it, where
  ///   a later proof may go on from this one.
  func keep(_ verification: Verification, ledger: [UInt8]?) {
    guard verification.isProved, !verification.isRemembered, isStill(),
      isOfPresentTips(verification.branches, verification.forgotten)
    else { return }
    let sum = ledger.map { Digest(of: $0) }
    var text = Array(
      "\(Self.format) \(circumstances.hex) \(settings.hex) \(verification.policy)".utf8)
    text += " \(sum?.hex ?? "-") \(verification.forgotten.count)\n".utf8
    for branch in verification.forgotten {
      text += "\(branch.name) \(Self.words(branch.deletion))\n".utf8
    }
    for branch in verification.branches {
      let lines = branch.judged.compactMap(ProofText.line)
      guard lines.count == branch.judged.count else { return }
      let body = branch.lines + lines.map { $0 + "\n" }.joined().utf8
      text += "\(branch.name) \(branch.start) \(branch.tip) \(branch.count) \(body.count)".utf8
      text += " \(branch.rewinds.count) \(branch.deletion == nil ? 0 : 1)\n".utf8
      if let deletion = branch.deletion { text += "\(Self.words(deletion))\n".utf8 }
      for rewind in branch.rewinds {
        text += "\(rewind.entry) \(rewind.old) \(rewind.new) \(rewind.by) ".utf8
        text += "\(ProofText.hex(rewind.reason))\n".utf8
      }
      text += body
    }
    // The ledger first: a proof that names another is no ground for a later one.
    if let ledger { write(ledger, to: path + Self.ledgerSuffix) }
    write(text + key.code(of: text), to: path)
  }

  private static let ledgerSuffix = ".ledger"

  private static func words(_ deletion: DeletionView) -> String {
    "\(deletion.entry) \(deletion.old) \(deletion.by) \(ProofText.hex(deletion.reason))"
  }

  private static func deletion(_ words: some Collection<Substring>) -> DeletionView? {
    let words = Array(words)
    guard words.count == 4, let entry = ObjectID(words[0]), let old = ObjectID(words[1]),
      let by = PrincipalName(words[2]), let reason = ProofText.text(String(words[3]))
    else { return nil }
    return DeletionView(entry: entry, old: old, by: by, reason: reason)
  }

  private func write(_ bytes: [UInt8], to path: String) {
    let file = URL(fileURLWithPath: path)
    // A memory that cannot be written costs time and nothing else.
    try? FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? Data(bytes).write(to: file, options: .atomic)
  }

  private func read() -> EarlierProof? {
    guard let file = FileManager.default.contents(atPath: path), file.count > 32 else {
      return nil
    }
    let bytes = Array(file)
    let text = Array(bytes.dropLast(ProofKey.codeByteCount))
    guard key.confirms(Array(bytes.suffix(ProofKey.codeByteCount)), of: text) else { return nil }
    var rest = text[...]
    guard let words = line(&rest)?.split(separator: " "), words.count == 7,
      "\(words[0]) \(words[1])" == Self.format, let circumstances = Digest(String(words[2])),
      let settings = Digest(String(words[3])), let policy = ObjectID(words[4]),
      let forgottenCount = Int(words[6])
    else { return nil }
    var forgotten: [ForgottenBranch] = []
    for _ in 0..<max(0, forgottenCount) {
      guard let words = line(&rest)?.split(separator: " ", omittingEmptySubsequences: false),
        let name = words.first.flatMap({ ReferenceName($0) }),
        let deletion = Self.deletion(words.dropFirst())
      else { return nil }
      forgotten.append(ForgottenBranch(name: name, deletion: deletion))
    }
    var branches: [VerifiedBranch] = []
    while let head = line(&rest) {
      guard let branch = branch(head, &rest) else { return nil }
      branches.append(branch)
    }
    return EarlierProof(
      circumstances: circumstances, settings: settings, policy: policy,
      ledger: Digest(String(words[5])), branches: branches, forgotten: forgotten)
  }

  private func branch(_ head: String, _ rest: inout ArraySlice<UInt8>) -> VerifiedBranch? {
    let words = head.split(separator: " ")
    guard words.count == 7, let name = ReferenceName(words[0]), let start = ObjectID(words[1]),
      let tip = ObjectID(words[2]), let count = Int(words[3]), let size = Int(words[4]),
      let rewound = Int(words[5])
    else { return nil }
    var deletion: DeletionView?
    if words[6] != "0" {
      let words = line(&rest)?.split(separator: " ", omittingEmptySubsequences: false)
      guard let found = words.flatMap(Self.deletion) else { return nil }
      deletion = found
    }
    var rewinds: [ForcedView] = []
    for _ in 0..<rewound {
      guard let words = line(&rest)?.split(separator: " "), words.count == 5,
        let entry = ObjectID(words[0]), let old = ObjectID(words[1]), let new = ObjectID(words[2]),
        let by = PrincipalName(words[3])
      else { return nil }
      let reason = ProofText.text(String(words[4])) ?? ""
      rewinds.append(ForcedView(entry: entry, old: old, new: new, by: by, reason: reason))
    }
    guard size >= 0, rest.count >= size else { return nil }
    let lines = Array(rest.prefix(size))
    rest = rest.dropFirst(size)
    var branch = VerifiedBranch(
      name: name, start: start, tip: tip, count: count, lines: lines, rewinds: rewinds)
    branch.deletion = deletion
    return branch
  }

  private func line(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return String(decoding: rest[..<end], as: UTF8.self)
  }
}

/// A proof as it was written down.
struct EarlierProof {
  /// Stands for all that it rests on.
  let circumstances: Digest
  let settings: Digest
  let policy: ObjectID
  /// The digest of the index of the ledger that it rests on; nil where nothing goes on from it.
  let ledger: Digest?
  let branches: [VerifiedBranch]
  let forgotten: [ForgottenBranch]
}

extension Judge {
  /// Whether a branch stands where it was proved; one that owners deleted is not here, and what it
  /// held is.
  func stands(_ branch: VerifiedBranch) throws -> Bool {
    guard let value = try value(of: branch.name) else {
      return try branch.deletion?.old == branch.tip && canRead(branch.tip)
    }
    return value == branch.tip
  }

  /// Whether there is still nothing to show of a branch that owners deleted.
  func isForgotten(_ branch: ForgottenBranch) throws -> Bool {
    try value(of: branch.name) == nil && !canRead(branch.deletion.old)
  }
}
