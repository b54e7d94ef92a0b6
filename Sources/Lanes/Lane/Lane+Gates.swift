import Git
public import Model
import Store
public import Trust

extension Lane {
  /// Judges what was handed in as it would land now, and moves the packet on.
  func gate() async throws {
    guard let head = packet.head else { return }
    let base = try base()
    if base != packet.base {
      // What was adopted has had no base so far.
      let reason = packet.base == nil ? "as it stands" : "moved"
      try await carryOut(.refresh(base: base, reason: "\(packet.branch.short) \(reason)"))
    }
    try await governed.store.addHead(head, for: packet.id)
    let spared = SparedGates()
    var bench = bench(sparing: spared)
    do { bench.cages = try await cages() } catch let trouble as LaneTrouble {
      halt = trouble.text
      return spool.note(trouble.text)
    }
    spool.note("gates on \(head.short) merged with \(base.short)")
    if !packet.isAdopted, let lane = packet.lane {
      // Since the attempt ended somebody may have made a place for them.
      try await place(lane).keepSubmodules()
    }
    let before = try await surroundings()
    let references = try KeptReferences(of: place, in: governed)
    let assessment: Assessment
    do {
      assessment = try await bench.assess(head, on: base, stop: stop)
    } catch {
      try restore(references)
      throw error
    }
    try restore(references)
    let tampering = try await tampering(since: before)
    guard tampering.isEmpty else {
      for note in tampering { spool.note(note) }
      try await carryOut(.fail(reason: Surroundings.refusal(of: tampering)))
      return
    }
    switch assessment.result {
    case .conflict(let conflict): try await sendBack(assessment, inConflict: conflict)
    case .judged(let judged): try await settle(assessment, judged, spared: spared.all)
    }
  }

  private func bench(sparing spared: SparedGates) -> GateBench {
    var bench = GateBench(
      repository: location, policy: policy, scope: packet.work.scope.compactMap { Pattern($0) },
      worktrees: setting.worktrees.path,
      environment: WorkerEnvironment.scrubbed(
        from: setting.environment, adding: [LanePlace.markVariable: place.directory]))
    bench.heldLock = lock.rawDescriptor
    bench.always = Set(packet.work.gates)
    bench.spool = spool
    bench.graces = setting.graces
    bench.resources = setting.resources
    let memory = memory
    bench.isKnownGreen = { [policy, location] gate, tree in
      guard let green = memory.green(gate, on: tree, under: policy, in: location) else {
        return false
      }
      spared.note(green, for: gate)
      return true
    }
    return bench
  }

  private var memory: GateMemory { GateMemory(in: location.commonDirectory) }

  /// The worker is asked to see to a conflict only when somebody resumes it.
  private func sendBack(
    _ assessment: Assessment, inConflict conflict: MergeConflict
  ) async throws {
    let reason = "conflicts with \(packet.branch.short): \(Self.list(conflict.paths))"
    spool.note(reason)
    try await sendBack(assessment, because: Array(conflict.paths.prefix(Self.reasonLimit)))
    if packet.state == .running, !packet.isAdopted {
      // Whoever retried it has asked for a worker already, and no attempt is there to hold.
      if packet.current == nil { return }
      try await carryOut(.pause(.held, text: reason))
    }
    halt = reason
  }

  private func settle(
    _ assessment: Assessment, _ judged: Assessment.Judged, spared: [String: GateMemory.Green]
  ) async throws {
    // A gate that somebody stopped says nothing, and what did run is then run again.
    guard stop.requests.isEmpty else { return }
    try await governed.store.addResult(
      judged.tree, of: assessment.head, on: assessment.base, for: packet.id)
    let unsigned = try await record(judged, of: assessment, spared: spared)
    guard assessment.isGreen else {
      let because = judged.reasons
      spool.note("red: \(Self.list(because))")
      for error in judged.errors.prefix(Self.reasonLimit) {
        spool.note("  \(error.finding.sentence)")
      }
      return try await sendBack(assessment, because: because)
    }
    if let unsigned {
      halt = unsigned
      spool.note(unsigned)
      return
    }
    let observed = takeObservations().map { Finding(path: nil, severity: .warning, text: $0) }
    let needs = try governed.approvalNeeds(
      from: assessment.base, to: judged.tree, tier: packet.work.tier, under: policy)
    try await carryOut(
      .present(
        Presented(
          started: packet.submission?.started, base: assessment.base, head: assessment.head,
          tree: judged.tree, findings: observed + judged.findings.map(\.finding),
          require: needs.seats, alone: needs.alone, owners: needs.ownersToHear)))
    let word = judged.word(on: packet.branch, knownGreen: spared.count)
    spool.note("\(word): \(judged.tree.short) lies before the reviewers")
  }

  private func sendBack(_ assessment: Assessment, because: [String]) async throws {
    let report = try setting.texts.report(assessment, of: packet, policy: policy)
    try await carryOut(
      .sendBack(because: because, continues: try canContinue),
      attachments: ["report.md": Array(report.utf8)])
  }

  /// Signs what each gate said; returns why that could not be done, nil where it was.
  private func record(
    _ judged: Assessment.Judged, of assessment: Assessment, spared: [String: GateMemory.Green]
  ) async throws -> String? {
    let runs = try await runs(judged, head: assessment.head, spared: spared)
    guard !runs.isEmpty else { return nil }
    if let reason = setting.actor.reasonNotToGate(packet, under: policy) {
      return "the gates' results are not signed: \(reason)"
    }
    for gated in runs where !isRecorded(gated) {
      do {
        for event in try await carryOut(.recordGate(gated)) {
          memory.remember(gated, in: event, of: packet.id)
        }
      } catch let error as SigningError {
        return "the gates' results are not signed: \(error.detail)"
      }
    }
    return nil
  }

  private func runs(
    _ judged: Assessment.Judged, head: ObjectID, spared: [String: GateMemory.Green]
  ) async throws -> [Gated] {
    let started = packet.submission?.started
    var results: [(gate: Gate, result: CommandGateResult, path: String)] = []
    for result in judged.gates {
      guard let gate = policy.gates.first(where: { $0.name == result.name }) else { continue }
      let name =
        "gate-\(Slug.of(gate.name))-\(gate.definition.hex.prefix(7))-\(judged.tree.short).log"
      results.append((gate, result, "\(packet.id)/\(name)"))
    }
    let files = Dictionary(
      results.filter { !$0.result.log.isEmpty }.map { ($0.path, $0.result.log) },
      uniquingKeysWith: { first, _ in first })
    let kept = try await governed.store.keep(files, by: setting.actor.name, at: setting.now())
    let fresh = results.map { gate, result, path in
      Gated(
        started: started, name: gate.name, definition: gate.definition, head: head,
        tree: judged.tree, passed: result.passed, log: kept[path], seconds: result.seconds)
    }
    let known = spared.values.map { green in
      Gated(
        started: started, name: green.gated.name, definition: green.gated.definition, head: head,
        tree: judged.tree, passed: true, log: green.gated.log, seconds: green.gated.seconds)
    }
    return fresh + known.sorted { $0.name < $1.name }
  }

  /// Whether this packet holds that very evidence already.
  private func isRecorded(_ gated: Gated) -> Bool {
    gated.passed && packet.gates.contains { $0.gate == gated }
  }

  /// More names than a line of a story can show.
  private static let reasonLimit = 50

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }
}

extension Finding {
  /// Such as `a.txt:3: holds a key`.
  var sentence: String {
    let place = path.map { line > 0 ? "\($0):\(line): " : "\($0): " } ?? ""
    return SafeText.singleLine(place + text, limit: 500)
  }
}

extension Assessment.Judged {
  /// The gates and rules that said no.
  var reasons: [String] {
    let rules = Set(errors.map(\.rule.rawValue)).sorted()
    return rules + gates.filter { !$0.passed }.map(\.name)
  }

  /// What to call it that nothing was red: only what ran is green.
  func word(on branch: ReferenceName, knownGreen: Int) -> String {
    if paths.isEmpty { return "no gate had to run, since it changes nothing on \(branch.short)" }
    return gates.isEmpty && knownGreen == 0
      ? "no gate had to run, since none is about what it changes" : "green"
  }
}

extension Actor {
  /// Why what it says of gates would not count; nil where it would.
  public func reasonNotToGate(_ packet: Packet, under policy: Policy) -> String? {
    if signer == nil {
      return problem.map { "cannot \($0.attempted) \($0.subject): \($0.detail)" }
        ?? "there is no key"
    }
    if !holds(.gate), !holds(.operator) { return "\(name) holds neither gate nor operator" }
    if policy.selfReview == .refused, packet.workers.contains(name) {
      return "\(name) worked on this packet"
    }
    return nil
  }
}
