import Git
import Model
import Store
import Trust

extension HookCall {
  /// Throws a refusal when the merge that git is about to commit could not land: an early no,
  /// while `reference-transaction` has the last word. Whatever else is wrong is left to that.
  public func mergePrepared() async throws {
    let repository = try repository()
    guard case .branch(let branch, let present) = try repository.head() else { return }
    let judge = Judge(try GovernedRepository(repository))
    let heads = Self.heads(environment)
    guard try judge.protects(branch.short), !heads.isEmpty else { return }
    let index = environment["GIT_INDEX_FILE"]
    let written = try await repository.location.git(
      ["write-tree"], environment: index.map { ["GIT_INDEX_FILE": $0] } ?? [:])
    guard let tree = ObjectID(written.text.filter { !$0.isWhitespace }) else { return }
    // The commit as it would be, for the judge to look at; nothing refers to it.
    let commit = try Self.write(tree, parents: [present] + heads, in: repository)
    let ruling = try judge.ruling(
      on: branch, from: present, to: commit, present: present, now: now())
    guard case .refused(let stretch, let reasons) = ruling else { return }
    let move = RefusedMove(
      judge, of: branch, from: present, to: heads[0],
      reasons.map { reason in
        // Nobody has seen the commit that was made to ask.
        if case .noVerdict = reason { .noVerdict(prev: present, commit: heads[0]) } else { reason }
      }, at: stretch,
      work: RefusedMove.work(of: branch, heads[0], repository))
    throw Problem(
      .refused, move.message, hint: "git merge --abort puts everything back; \(move.remedy)")
  }

  private static func write(
    _ tree: ObjectID, parents: [ObjectID], in repository: Repository
  ) throws(GitError) -> ObjectID {
    let who = Signature(name: "o8", email: "o8", seconds: 0).line
    let above = parents.map { "parent \($0)\n" }.joined()
    let raw = "tree \(tree)\n\(above)author \(who)\ncommitter \(who)\n\nmerge\n"
    return try repository.writeCommit(Array(raw.utf8))
  }

  /// What is merged: git names it in variables `GITHEAD_<id>` before it writes MERGE_HEAD.
  private static func heads(_ environment: [String: String]) -> [ObjectID] {
    let prefix = "GITHEAD_"
    return environment.keys.filter { $0.hasPrefix(prefix) }
      .compactMap { ObjectID($0.dropFirst(prefix.count)) }.sorted()
  }

  func check(_ update: PushedUpdate, _ judge: Judge, _ remote: String) throws {
    let name = update.name
    guard let new = update.new else {
      // Owners have said so, of just this value, in the ledger that goes ahead.
      if let old = update.old, try judge.override(of: name, from: old, to: nil) != nil { return }
      throw Problem(
        .refused, "\(name.short) is protected and may not be deleted at \(remote)")
    }
    let ruling: MoveRuling
    if let old = update.old {
      // What the remote holds and this clone does not is for the remote to compare.
      guard try judge.canRead(old) else { return }
      let start = try judge.start(of: name, from: old, to: new)
      guard start != new else { return }
      ruling = try judge.ruling(on: name, from: start, to: new, present: start, now: now())
    } else {
      ruling = try judge.ruling(making: name, at: new, now: now())
    }
    if case .admitted(let steps) = ruling {
      let overtaken = try judge.closedOtherwise(steps)
      guard !overtaken.isEmpty else { return }
      throw Problem(
        .refused, "\(BranchStanding.overtaken(overtaken))\nnothing was pushed to \(remote)",
        hint: "git o8 sync \(ShellWord.quoted(remote)) names the way back")
    }
    guard case .refused(let stretch, let reasons) = ruling else { return }
    let move = RefusedMove(
      judge, of: name, from: update.old ?? new, to: new, reasons, at: stretch)
    throw Problem(.refused, "\(move.message)\nnothing was pushed to \(remote)", hint: move.remedy)
  }
}

/// A line of `pre-push`: `<local ref> <local id> <remote ref> <remote id>`.
struct PushedUpdate: Hashable {
  /// At the remote.
  let name: ReferenceName
  /// What the remote holds, as git last heard; nil where the reference is made.
  let old: ObjectID?
  /// What it is to hold; nil where it is deleted.
  let new: ObjectID?

  /// The lines of the hook's whole standard input; throws where one is none.
  static func all(in input: [UInt8]) throws(Problem) -> [PushedUpdate] {
    var updates: [PushedUpdate] = []
    for line in input.split(separator: UInt8(ascii: "\n")) {
      // A local name is what somebody typed, such as `HEAD^{/fix it}`, and may hold blanks.
      let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      guard words.count >= 4, let new = PushedValue(words[words.count - 3]),
        let old = PushedValue(words[words.count - 1])
      else {
        throw Problem(
          .refused, "nothing was pushed: what git says of the push cannot be read",
          hint: "git push --no-verify leaves the judging to the server")
      }
      // No policy can protect what has no name that every repository can hold.
      guard let name = ReferenceName(String(decoding: words[words.count - 2], as: UTF8.self))
      else { continue }
      updates.append(PushedUpdate(name: name, old: old.id, new: new.id))
    }
    return updates
  }
}

/// An id in a line of `pre-push`; forty zeros stand for nothing.
private struct PushedValue {
  let id: ObjectID?

  init?(_ word: ArraySlice<UInt8>) {
    guard let id = ObjectID(hex: word) else { return nil }
    self.id = word.allSatisfy { $0 == UInt8(ascii: "0") } ? nil : id
  }
}
