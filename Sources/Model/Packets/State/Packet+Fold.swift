extension Packet {
  /// What `events` add up to, in whatever order and however often they are given; nil where none
  /// of them opens a packet.
  ///
  /// An event that is illegal where it lands, lacks the authority it needs or speaks of a past
  /// attempt is kept in `ignored` and changes nothing. Without a policy nothing has authority.
  public static func fold(_ events: [PacketEvent], policy: Policy?) -> Packet? {
    let story = Story(events)
    guard let root = story.events.first(where: \.isRoot), case .opened(let work) = root.body else {
      return nil
    }
    var packet = Packet(id: root.id, work: work)
    packet.workers = story.workers
    let authority = Authority(policy: policy, workers: story.workers)
    for event in story.events {
      packet.take(event, event.body.naming(story.canonical), root: root, authority)
    }
    packet.judgeVerdicts(policy)
    return packet
  }

  /// The packet as it would be after `body`: what the event's writer believes, signatures granted.
  public func expecting(
    _ body: EventBody, by author: PrincipalName, signed keys: Set<SigningKey>, at: Instant,
    under policy: Policy?
  ) -> Packet {
    guard let kind = body.kind else { return self }
    var packet = self
    // The ids stand for ones that come with the commit; only the state is looked at.
    let event = PacketEvent(
      id: id, digest: PacketEvent.noDigest, kind: kind, packet: id,
      clock: (log.last?.clock ?? 0) + 1,
      author: author, at: at, body: body, signers: keys)
    packet.apply(body, of: event, Authority(policy: policy, workers: workers))
    return packet
  }

  private mutating func take(
    _ event: PacketEvent, _ body: EventBody, root: PacketEvent, _ authority: Authority
  ) {
    var line = LogLine(
      id: event.id, kind: event.kind, clock: event.clock, at: event.at, principal: event.author,
      body: body)
    if event.id != root.id {
      do throws(Refusal) {
        guard event.packet.map({ $0 == id }) ?? false else {
          throw Refusal(.meaningless, "it belongs to another packet")
        }
        try check(body)
        try authority.check(event)
        if case .edited(let edited) = body { line.change = edited.changes(from: work) }
        apply(body, of: event, authority)
      } catch {
        ignored.append(Ignored(event: event, reason: error))
        line.ignored = error.reason
      }
    }
    log.append(line)
  }
}

extension Story {
  fileprivate var workers: Set<PrincipalName> {
    Set(
      events.compactMap { event in
        if case .started(let started) = event.body { started.worker } else { nil }
      })
  }
}

extension PacketEvent {
  fileprivate var isRoot: Bool {
    if case .opened = body { packet == nil } else { false }
  }
}

extension EventBody {
  /// The body with the attempt it names called by the id that the fold knows it by.
  fileprivate func naming(_ known: (ObjectID) -> ObjectID) -> EventBody {
    switch self {
    case .paused(let started, let reason, let text, let until):
      return .paused(started: known(started), reason: reason, text: text, until: until)
    case .resumed(let started): return .resumed(started: known(started))
    case .answered(let started, let text): return .answered(started: known(started), text: text)
    case .handed(let started, let hand): return .handed(started: known(started), to: hand)
    case .said(var body):
      body.started = known(body.started)
      return .said(body)
    case .finished(var body):
      body.started = known(body.started)
      return .finished(body)
    case .submitted(var body):
      body.started = body.started.map(known)
      return .submitted(body)
    case .gated(var body):
      body.started = body.started.map(known)
      return .gated(body)
    case .returned(var body):
      body.started = body.started.map(known)
      return .returned(body)
    case .presented(var body):
      body.started = body.started.map(known)
      return .presented(body)
    case .failed(let started, let reason):
      return .failed(started: started.map(known), reason: reason)
    case .reported(let started): return .reported(started: known(started))
    case .opened, .edited, .started, .steered, .refreshed, .verdict, .retried, .cancelled, .unknown:
      return self
    }
  }
}
