import Git
public import Model

extension Store {
  /// Appends events to the chain that `name` holds, all in one move of the reference.
  ///
  /// Each is signed anew for every try, since its parents are in what is signed. Throws
  /// `contention` when others move the reference all the time.
  @discardableResult
  public func append(
    _ drafts: [EventDraft], to name: ReferenceName, _ kind: ChainKind,
    signing: Signing = { _ in [] }
  ) async throws -> [StoredEvent] {
    try await moving(name) { tip in
      try await self.write(drafts, kind, after: tip, signing: signing)
    }
  }

  /// Decides on the chain as it is, and appends exactly to that: when another was first, the
  /// decision is made again on what that one left. Nothing moves when nothing is drafted.
  @discardableResult
  public func append(
    to name: ReferenceName, _ kind: ChainKind, since known: Chain? = nil,
    signing: Signing = { _ in [] }, deciding: (Chain) async throws -> [EventDraft]
  ) async throws -> [StoredEvent] {
    var latest = known
    return try await moving(name) { tip in
      let chain = try tip.map { try self.chain(kind, at: $0, since: latest) } ?? .empty(kind)
      latest = chain
      return try await self.write(
        try await deciding(chain), kind, after: tip, signing: signing)
    }
  }

  /// Begins a packet's chain; the packet's id is that of its first event. `then` drafts what
  /// follows at once.
  @discardableResult
  public func open(
    _ draft: EventDraft, signing: Signing = { _ in [] },
    then: (_ packet: ObjectID) throws -> [EventDraft] = { _ in [] }
  ) async throws -> [StoredEvent] {
    let first = try await write(draft, .packet, after: nil, signing: signing)
    let rest = try await write(try then(first.id), .packet, after: first.id, signing: signing)
    let events = [first] + rest
    try repository.move(Layout.packet(first.id), from: nil, to: events[events.count - 1].id)
    return events
  }

  private func write(
    _ drafts: [EventDraft], _ kind: ChainKind, after tip: ObjectID?, signing: Signing
  ) async throws -> [StoredEvent] {
    var events: [StoredEvent] = []
    for draft in drafts {
      let previous = events.last?.id ?? tip
      events.append(try await write(draft, kind, after: previous, signing: signing))
    }
    return events
  }

  private func moving(
    _ name: ReferenceName, _ make: (_ tip: ObjectID?) async throws -> [StoredEvent]
  ) async throws -> [StoredEvent] {
    for attempt in 0..<Limits.appendAttempts {
      let tip = try repository.target(of: name)
      let events = try await make(tip)
      guard let last = events.last else { return [] }
      if try step(name, from: tip, to: last.id) {
        if name == Layout.ledger { try await pinLedger() }
        return events
      }
      try await pause(after: attempt)
    }
    throw contention(name)
  }

  /// Whether the reference moved; false when another was first.
  func step(
    _ name: ReferenceName, from old: ObjectID?, to new: ObjectID?
  ) throws(GitError) -> Bool {
    do throws(GitError) {
      try place(name, from: old, to: new)
      return true
    } catch {
      guard error.meansSomeoneWasFirst else { throw error }
      return false
    }
  }

  /// Waits a random while, longer with each try, so that writers who met do not meet again.
  func pause(after attempt: Int) async throws {
    let longest = UInt64(1_000_000) << UInt64(min(attempt, 6))
    try await Task.sleep(nanoseconds: UInt64.random(in: 0...longest))
  }

  func contention(_ name: ReferenceName) -> StoreError {
    if let lock = LockFile(on: name, in: repository.location) {
      return StoreError(
        .locked, "move", on: name.text, "\(lock.path) stands in the way, left by a git that died")
    }
    return StoreError(
      .contention, "move", on: name.text,
      "others were first \(Limits.appendAttempts) times")
  }
}
