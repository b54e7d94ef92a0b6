import Git
import Model
import Store
import Trust

extension Reception {
  /// Protected branches, by the one rule; and new branches that cannot stand beside others.
  func branches() throws -> [Problem] {
    let branches = references.filter(\.name.isBranch)
    guard !branches.isEmpty else { return [] }
    let judge = try judging.get()
    let policy = try repository.presentTarget(of: Layout.policy)
    let collisions = try collisions(branches)
    // What may not have its name is asked nothing else.
    let problems = each(branches) { reference in
      if let collision = collisions[reference.name] { return collision }
      guard try judge.protects(reference.name.short, underOr: policy) else { return nil }
      return try problem(with: reference, judge)
    }
    return problems
  }

  private func problem(with reference: PushedReference, _ judge: Judge) throws -> Problem? {
    let branch = reference.name
    let old = try repository.presentTarget(of: branch)
    guard let new = reference.new else {
      guard let old, try judge.override(of: branch, from: old, to: nil) == nil else { return nil }
      return refusal(
        of: reference, "it is protected, and no owner gave leave",
        hint: "git o8 force \(branch.short) --delete --reason TEXT lets an owner do it all the "
          + "same, signed and recorded")
    }
    guard try repository.kind(of: new) == .commit else {
      return refusal(of: reference, "it is protected, and \(new.short) is no commit")
    }
    guard let old else {
      // What a server without the branch is filled with is history, in which nothing expires.
      // Nor is anything asked to have heard what was said after it had happened.
      let ruling = try judge.ruling(making: branch, at: new, now: nil)
      guard case .refused = ruling else { return nil }
      return problem(ruling, reference, from: new, judge)
    }
    let start = try judge.start(of: branch, from: old, to: new)
    guard start != new else { return nil }
    let ruling = try judge.ruling(on: branch, from: start, to: new, present: start, now: now)
    return problem(ruling, reference, from: start, judge)
  }

  private func problem(
    _ ruling: MoveRuling, _ reference: PushedReference, from old: ObjectID, _ judge: Judge
  ) -> Problem? {
    switch ruling {
    case .refused(let stretch, let reasons):
      let move = RefusedMove(
        judge, of: reference.name, from: old, to: reference.new ?? old, reasons, at: stretch)
      return Problem(.refused, Self.oneLine(move.message), hint: remedy(for: move))
    case .admitted:
      return ruling.firstUnseen.map { unseen in
        refusal(
          of: reference,
          "packet \(unseen.packet.short), landing as \(unseen.commit.short): \(unseen.flag)",
          hint: unseen.hint)
      }
    case .rewound: return nil
    }
  }

  private func remedy(for move: RefusedMove) -> String {
    let takesAway = move.reasons.contains {
      if case .notOnFirstParentChain = $0 { true } else { false }
    }
    guard !takesAway, move.packets.isEmpty, pushed(Layout.ledger) == nil else {
      return move.remedy
    }
    return "if it was approved, push what proves it along: git push --atomic REMOTE "
      + "\(move.branch.short) 'refs/o8/*:refs/o8/*'; else \(move.remedy)"
  }

  private func collisions(
    _ branches: [PushedReference]
  ) throws -> [ReferenceName: Problem] {
    let made = try branches.filter { reference in
      try reference.new != nil && repository.presentTarget(of: reference.name) == nil
    }
    guard !made.isEmpty else { return [:] }
    let all = try repository.references(under: "refs/heads/").map(\.name)
    let collisions = BranchCollisions(all)
    var problems: [ReferenceName: Problem] = [:]
    for reference in made {
      guard let other = collisions.collision(with: reference.name) else { continue }
      problems[reference.name] = refusal(
        of: reference, "a file system that ignores case takes it for \(other.short)",
        hint: "give it another name")
    }
    return problems
  }
}
