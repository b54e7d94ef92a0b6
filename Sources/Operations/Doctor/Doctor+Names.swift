import Git
import Model
import Store
import Trust

extension Doctor {
  mutating func lookAtHistory() throws {
    let oddities = try repository.historyOddities()
    for oddity in oddities {
      add(.history, .advice, oddity.warning.text, oddity.warning.remedy)
    }
    if oddities.isEmpty { add(.history, .fine, "git shows objects and history as they are") }
  }

  /// Other references that git could take for a protected branch, or a file system for the same.
  mutating func lookAtNames() throws {
    guard let governed else { return }
    let branches = try repository.references(under: "refs/heads/").map(\.name)
    let protected = branches.filter { governed.policy.protects($0.short) }
    var isFine = true
    for branch in protected {
      for (name, command) in try namesakes(of: branch) {
        isFine = false
        add(
          .names, .advice, "\(name) is called like the branch \(branch.short): git takes it first",
          .run(command))
      }
    }
    let twins = Dictionary(grouping: protected) { CaseFolding.fold($0.short) }
      .values.filter { $0.count > 1 }
    for names in twins.map({ $0.map(\.short).sorted() }).sorted(by: { $0[0] < $1[0] }) {
      isFine = false
      let shown = names.map { SafeText.singleLine($0, limit: 100) }.joined(separator: " and ")
      add(
        .names, .advice, "case alone tells \(shown) apart: some file systems do not",
        .run("git branch -m \(ShellWord.quoted(names[0])) NAME", "gives one another name"))
    }
    if isFine { add(.names, .fine, "nothing else is called like a protected branch") }
  }

  /// What git looks for before a branch, in its order, with the command that takes it away.
  private func namesakes(of branch: ReferenceName) throws(GitError) -> [(String, String)] {
    let short = branch.short
    var found: [(String, String)] = []
    let place = "\(location.commonDirectory)/\(short)"
    if repository.isReference(atPath: place) {
      found.append((place, "rm \(ShellWord.quoted(place))"))
    }
    for (prefix, command) in [("refs/", "git update-ref -d refs/"), ("refs/tags/", "git tag -d ")] {
      guard let name = ReferenceName(prefix + short), try repository.target(of: name) != nil else {
        continue
      }
      found.append((name.text, command + ShellWord.quoted(short)))
    }
    return found
  }

  private static let basis = [Layout.policy, Layout.ledger, Layout.pins]
  /// Packets whose chains are read; more are left to the commands that read them.
  private static let chainLimit = 256

  mutating func lookAtReferences() async throws {
    let before = examination.findings.count
    let damaged = DamagedReferences(repository, governed: governed)
    for reference in try damaged.all() {
      let isBasis = Self.basis.contains(reference.name) || isProtected(reference.name)
      add(
        .references, isBasis ? .broken : .lacking, reference.sentence,
        await damaged.remedy(for: reference))
    }
    if let governed {
      for sentence in try StrangeReferences(governed: governed).strangers() {
        add(.references, .advice, sentence: sentence)
      }
      let packets = try repository.references(under: Layout.packets)
      for id in packets.prefix(Self.chainLimit).compactMap({ Layout.packet(of: $0.name) }) {
        await lookAtChain(of: id, governed)
      }
    }
    let kept = try repository.references(under: Layout.quarantines)
    let policies = kept.filter { Layout.quarantine(Layout.policy, $0.target) == $0.name }
    for policy in policies.prefix(Self.keptLimit) { await lookAtKept(policy) }
    let apart = kept.filter { !policies.contains($0) }
    if let first = apart.first {
      add(
        .references, .advice,
        apart.count == 1
          ? "one value that was refused is kept apart"
          : "\(apart.count) values that were refused are kept apart",
        apart.count == 1
          ? .run("git update-ref -d \(ShellWord.quoted(first.name.text))", "drops it")
          : .run(
            "git for-each-ref \(Layout.quarantines)",
            "lists them, git update-ref -d NAME drops one"))
    }
    guard examination.findings.count == before else { return }
    add(.references, .fine, "what stands under refs/o8 is well-formed")
  }

  /// More policies that lost a race than one screen names are the same story again.
  private static let keptLimit = 8

  /// A policy that lost to another: what it changed may still be wanted.
  private mutating func lookAtKept(_ policy: Reference) async {
    let name = ShellWord.quoted(policy.name.text)
    let drop = "git update-ref -d \(name)"
    let draft = try? await workspace.draft(workspace.policyRequest(asAt: policy.target.hex))
    let (remedy, more): (Remedy, String)
    if let draft, draft.isEmpty {
      let conflicts = draft.conflicts
      more =
        conflicts.isEmpty
        ? ", and the one in force says what it changed"
        : "; " + conflicts.map(\.sentence).joined(separator: "; ")
      remedy =
        PolicyConflict.command(taking: conflicts).map { .run($0, "takes it; \(drop) drops it") }
        ?? .run(drop, "drops it")
    } else if draft != nil {
      more = ""
      remedy = .run(
        "git o8 policy edit --from \(name)",
        "lays what it changed over the one in force; \(drop) drops it")
    } else {
      more = ", and what it changed does not go with the one in force"
      remedy = .run(
        drop,
        "drops it; git show \(policy.target.short):\(PolicyAttachment.policy) says what it said")
    }
    add(
      .references, .advice,
      "the policy \(policy.target.short), which never was in force since another was first, is kept"
        + more,
      remedy)
  }

  /// What stands on a packet's reference; one that cannot even be looked at hides no other.
  private mutating func lookAtChain(of packet: ObjectID, _ governed: GovernedRepository) async {
    do {
      guard let strange = try await StrangeTip(of: packet, in: governed) else { return }
      add(.references, .lacking, strange.sentence, strange.remedy)
    } catch {
      let problem = Problem(error)
      add(
        .references, .lacking, "packet \(packet.short) cannot be read: \(problem.message)",
        problem.hint.map(Remedy.words))
    }
  }

  private func isProtected(_ name: ReferenceName) -> Bool {
    guard name.isBranch, let governed else { return false }
    return governed.policy.protects(name.short)
  }
}
