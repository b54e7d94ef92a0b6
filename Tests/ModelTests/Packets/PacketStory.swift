import Model

/// Writes the events of one packet, one after the other, as several principals.
struct PacketStory {
  private(set) var events: [PacketEvent] = []
  private var count: UInt8 = 0
  static let base = objectID(0xb0)
  static let head = objectID(0xc0)
  static let tree = objectID(0xd0)

  init(_ work: Opened = .sample) { add(.opened(work)) }

  var id: ObjectID { events[0].id }
  var last: ObjectID { events[events.count - 1].id }
  var started: ObjectID? {
    events.last { if case .started = $0.body { true } else { false } }?.id
  }

  func packet(_ policy: Policy? = .sample) -> Packet? { Packet.fold(events, policy: policy) }

  /// Adds an event, signed with the author's key where `signed` says so.
  @discardableResult
  mutating func add(
    _ body: EventBody, by author: String = "bot", signed: Bool = false, clock: Int64? = nil
  ) -> ObjectID {
    count += 1
    let envelope = Envelope(
      repo: objectID(1), kind: body.kind ?? .breach, packet: events.first?.id,
      parents: events.last.map { [$0.id] } ?? [], clock: clock ?? (events.last?.clock ?? 0) + 1,
      author: PrincipalName(author)!, at: Instant(seconds: 1_790_000_000 + Int64(count))!,
      nonce: "n\(count)", attachments: [:], subject: body.summary, state: "", fields: body.fields)
    events.append(
      PacketEvent(
        id: numbered(count, fill: 0x11),
        digest: Digest(bytes: [UInt8](repeating: count, count: 32))!,
        envelope: envelope, signers: signed ? [.of(author)] : []))
    return last
  }

  mutating func append(_ event: PacketEvent) { events.append(event) }

  mutating func start(_ reason: AttemptReason = .first) {
    add(.started(.sample(reason)))
  }

  mutating func finish(_ outcome: Outcome = .changed) {
    add(.finished(Finished(started: started!, outcome: outcome, exit: 0, seconds: 3)))
  }

  mutating func submit(_ head: ObjectID = Self.head) {
    add(.submitted(Submitted(started: started, head: head)))
  }

  mutating func present(_ head: ObjectID = Self.head, base: ObjectID = Self.base) {
    add(.presented(.sample(started, head, base)))
  }

  /// Everything up to the reviewers.
  mutating func reachReview(_ head: ObjectID = Self.head) {
    start()
    finish()
    submit(head)
    gate(head)
    present(head)
  }

  mutating func gate(_ head: ObjectID = Self.head, by author: String = "ann", signed: Bool = true) {
    add(.gated(.sample(started, head)), by: author, signed: signed)
  }

  mutating func judge(
    _ decision: Decision, _ head: ObjectID = Self.head, base: ObjectID = Self.base,
    role: Role = .operator, by author: String = "ann", signed: Bool = true
  ) {
    add(.verdict(.sample(decision, head, base, role)), by: author, signed: signed)
  }
}

func objectID(_ byte: UInt8) -> ObjectID {
  ObjectID(bytes: [UInt8](repeating: byte, count: ObjectID.byteCount))!
}

func numbered(_ number: UInt8, fill: UInt8) -> ObjectID {
  ObjectID(bytes: [number] + [UInt8](repeating: fill, count: ObjectID.byteCount - 1))!
}

extension SigningKey {
  static func of(_ name: String) -> SigningKey { SigningKey(type: "ssh-ed25519", base64: name) }
}

extension Opened {
  static let sample = Opened(
    title: "Fix it", branch: ReferenceName(branch: "main")!, runtime: "exec", attempts: 2)
  static let adopted = Opened(
    title: "Ann's own", branch: ReferenceName(branch: "main")!,
    origin: .adopted(lane: ReferenceName(branch: "ann/own")!), runtime: "exec")
}

extension Started {
  static func sample(_ reason: AttemptReason = .first) -> Started {
    Started(
      number: 1, reason: reason, runtime: "exec", worker: PrincipalName("bot"),
      lane: ReferenceName(branch: "o8/fix-it-1111111")!, head: PacketStory.base,
      base: PacketStory.base)
  }
}

extension Gated {
  static func sample(_ started: ObjectID?, _ head: ObjectID = PacketStory.head) -> Gated {
    Gated(
      started: started, name: "test", definition: Digest(bytes: [UInt8](repeating: 7, count: 32))!,
      head: head, tree: PacketStory.tree, passed: true, log: nil, seconds: 1)
  }
}

extension Presented {
  static func sample(
    _ started: ObjectID?, _ head: ObjectID = PacketStory.head, _ base: ObjectID = PacketStory.base
  ) -> Presented {
    Presented(
      started: started, base: base, head: head, tree: PacketStory.tree, require: [.operator: 1])
  }
}

extension Verdict {
  static func sample(
    _ decision: Decision, _ head: ObjectID = PacketStory.head,
    _ base: ObjectID = PacketStory.base, _ role: Role = .operator
  ) -> Verdict {
    Verdict(
      branch: ReferenceName(branch: "main")!, base: base, head: head, tree: PacketStory.tree,
      decision: decision, role: role,
      findings: [Finding(path: "src/a", line: 3, severity: .error, text: "off by one")],
      summary: "not yet", policy: objectID(2),
      epoch: Digest(bytes: [UInt8](repeating: 9, count: 32))!)
  }
}

extension Policy {
  static let sample = Policy.with(.allowed)

  static func with(
    _ selfReview: SelfReview, reviewers: Int = 0, may: [String: Set<Role>] = [:]
  ) -> Policy {
    func principal(_ name: String, _ roles: Set<Role>, of human: String) -> Principal {
      Principal(roles: roles, human: human, keys: [.of(name)])
    }
    return Policy(
      protected: [Pattern("main")!],
      principals: [
        PrincipalName("ann")!: principal("ann", [.owner, .operator, .gate], of: "ann"),
        PrincipalName("ann-claude")!: principal("ann-claude", [.reviewer], of: "ann"),
        PrincipalName("eve")!: principal("eve", [.reviewer], of: "eve"),
        PrincipalName("bot")!: principal("bot", [.worker], of: "ann"),
      ],
      require: Requirements(byRole: [.owner: 1, .operator: 1, .reviewer: reviewers]), gates: [],
      rules: StaticRules(), landing: [.merge], attempts: 3, carry: .never,
      selfReview: selfReview, expires: CalendarDay("2030-01-01")!, may: may)
  }
}
