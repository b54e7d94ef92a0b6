import Model
import Support

/// Event bodies of every kind with whatever values the numbers make, for properties.
struct RandomBodies {
  var random: SeededRandom
  /// Ids that bodies name; few, so that they often meet.
  var known: [ObjectID]

  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  mutating func body() -> EventBody {
    switch Int.random(in: 0..<18, using: &random) {
    case 0: .edited(opened())
    case 1, 2: .started(started())
    case 3: .steered(message: text(), live: flip(), typed: flip())
    case 4: .paused(started: id(), reason: pick(PauseReason.allCases), text: text())
    case 5: .resumed(started: id())
    case 6: .answered(started: id(), text: text())
    case 7: .finished(finished())
    case 8: .submitted(Submitted(started: optionalID(), head: id()))
    case 9: .gated(gated())
    case 10: .returned(Returned(started: optionalID(), head: id(), because: [text()]))
    case 11: .presented(presented())
    case 12: .refreshed(base: id(), reason: text())
    case 13, 14: .verdict(verdict())
    case 15: .said(said())
    case 16: .failed(started: optionalID(), reason: text())
    default:
      pick([
        .retried(), .retried(.replay), .cancelled(reason: text()), .reported(started: id()),
        .handed(started: id(), to: pick(TerminalHand.allCases)),
      ])
    }
  }

  mutating func said() -> Said {
    let what = pick(Said.What.allCases)
    return Said(
      started: id(), what: what, text: text(), message: digest(),
      points: what == .claim ? [text()] : [])
  }

  mutating func opened() -> Opened {
    var work = Opened(
      title: text(), branch: ReferenceName(branch: "main")!,
      origin: flip() ? .dispatched : .adopted(lane: ReferenceName(branch: "own")!),
      scope: [text()], acceptance: [text()], runtime: text(), command: [text()],
      model: flip() ? nil : text(), tier: pick(Tier.allCases), gates: [text()],
      attempts: number(), timeoutSeconds: number(), priority: -number(), after: [id()],
      isolation: text())
    work.delivers = pick(Delivery.allCases)
    work.surface = pick(WorkSurface.allCases)
    return work
  }

  mutating func started() -> Started {
    Started(
      number: number(), reason: pick(AttemptReason.allCases), runtime: text(),
      worker: flip() ? nil : PrincipalName("bot"), model: text(), session: flip() ? nil : text(),
      lane: ReferenceName(branch: "o8/x")!, head: id(), base: id(),
      isolation: flip() ? nil : text(), version: flip() ? nil : text())
  }

  mutating func finished() -> Finished {
    Finished(
      started: id(), outcome: pick(Outcome.allCases), exit: flip() ? nil : number(),
      signal: flip() ? nil : number(), head: optionalID(), seconds: number(),
      usage: flip() ? nil : Usage(inputTokens: .max, outputTokens: 1, costMicros: .min),
      session: flip() ? nil : text(), model: flip() ? nil : text(), transcript: kept(),
      notes: [text()],
      artifacts: kept().map { [Artifact(path: text(), kept: $0)] } ?? [])
  }

  mutating func gated() -> Gated {
    Gated(
      started: optionalID(), name: text(), definition: digest(), head: id(), tree: id(),
      passed: flip(), log: kept(), seconds: number())
  }

  mutating func presented() -> Presented {
    Presented(
      started: optionalID(), base: id(), head: id(), tree: id(), findings: [finding()],
      require: [pick(Role.allCases): number()],
      alone: flip() ? nil : [pick(Role.allCases): number()],
      owners: flip() ? [] : [[], [PrincipalName("ann")!, PrincipalName("zed")!]])
  }

  mutating func verdict() -> Verdict {
    Verdict(
      branch: ReferenceName(branch: "main")!, base: id(), head: id(), tree: id(),
      decision: pick(Decision.allCases), role: pick(Role.allCases), findings: [finding()],
      summary: flip() ? nil : text(), policy: id(), epoch: digest(),
      expires: flip() ? nil : .latest, authors: [PrincipalName("bot")!],
      gitlinks: [GitlinkChange(path: text(), old: optionalID(), new: optionalID())],
      sensitive: [text()])
  }

  private mutating func finding() -> Finding {
    Finding(
      path: flip() ? nil : text(), line: number(), severity: pick(Severity.allCases),
      text: text())
  }

  private mutating func kept() -> Kept? {
    guard flip() else { return nil }
    return Kept(
      sha256: digest(), size: Int64(number()), blob: id(), holder: PrincipalName("ann")!)
  }

  mutating func text() -> String {
    pick(["", "plain", "a\"b\\c", "line\nline\ttab\u{1}", "naïve ☕️", "\u{202e}oops", "日本 語"])
  }

  private mutating func number() -> Int { pick([0, 1, 2, 3, Int(Int32.max)]) }
  private mutating func digest() -> Digest {
    Digest(bytes: [UInt8](repeating: UInt8(pick([1, 2])), count: Digest.byteCount))!
  }
  private mutating func id() -> ObjectID { pick(known) }
  private mutating func optionalID() -> ObjectID? { flip() ? nil : id() }
  mutating func flip() -> Bool { Bool.random(using: &random) }
}
