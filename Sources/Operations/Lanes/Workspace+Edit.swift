import Git
import Lanes
public import Model
import Runtimes
import Store
import Trust

/// What is to be different about a packet; nil leaves a thing as it is.
public struct WorkChange: Hashable, Sendable {
  public var title: String?
  public var prompt: String?
  public var runtime: String?
  public var model: String?
  public var tier: Tier?
  public var scope: [String]?
  public var acceptance: [String]?
  public var after: [String]?
  public var priority: Int?
  public var attempts: Int?
  public var timeoutSeconds: Int?
  public var isolation: Isolation?

  public init(
    title: String? = nil, prompt: String? = nil, runtime: String? = nil, model: String? = nil,
    tier: Tier? = nil, scope: [String]? = nil, acceptance: [String]? = nil, after: [String]? = nil,
    priority: Int? = nil, attempts: Int? = nil, timeoutSeconds: Int? = nil,
    isolation: Isolation? = nil
  ) {
    self.title = title
    self.prompt = prompt
    self.runtime = runtime
    self.model = model
    self.tier = tier
    self.scope = scope
    self.acceptance = acceptance
    self.after = after
    self.priority = priority
    self.attempts = attempts
    self.timeoutSeconds = timeoutSeconds
    self.isolation = isolation
  }
}

extension Workspace {
  /// Changes what a packet asks for; a worker hears of it with its next attempt.
  public func edit(_ name: String?, _ change: WorkChange) async throws -> Packet {
    guard change != WorkChange() else {
      throw Problem(.usage, "nothing is to be changed", hint: "git o8 help edit lists what can be")
    }
    let (governed, packet) = try await packet(named: name)
    var order = WorkOrder(governed: governed, standardRuntime: nil)
    if change.runtime != nil { order.runtimes = try runtimes }
    let work = try order.changed(packet, by: change)
    if let asked = change.isolation { _ = try await isolation(asked, governed) }
    let actor = try governed.actor(environment: environment)
    if let refusal = governed.policy.refusal(to: actor.name, writing: .edited) { throw refusal }
    let stamp = Stamp(
      actor, for: .edit(work), under: governed.policy, at: now(), asking: .terminal)
    // A new prompt is a change even where nothing else is: it is an attachment.
    let events = try await governed.store.append(
      to: Layout.packet(packet.id), .packet, signing: stamp.signing
    ) { chain in
      guard let present = chain.packet(under: governed.policy) else { return [] }
      let isNew = try !present.events(for: .edit(work)).isEmpty
      guard isNew || change.prompt != nil else { return [] }
      try present.mustBeOpen()
      return [
        EventDraft(
          .edited(work), of: packet.id, stamp: stamp, state: present.state,
          attachments: change.prompt.map { ["prompt.md": Array($0.utf8)] } ?? [:])
      ]
    }
    guard !events.isEmpty else {
      throw Problem(.refused, "packet \(packet.id.short) asks for that already")
    }
    // What somebody else changed before is not agreed to by changing something more.
    if try runsHere(packet, in: governed) {
      let terms = try LaneStory(of: packet, in: governed.repository).terms
        .changed(to: work, prompt: change.prompt == nil ? nil : events.last?.id)
      try place(of: packet.id).claim(after: packet.attempts.count, on: terms)
    }
    // What it came after may be what kept it from starting.
    try startQueuedLanes()
    return try story(of: packet.id, in: governed)
  }
}

extension WorkOrder {
  fileprivate func changed(_ packet: Packet, by change: WorkChange) throws -> Opened {
    var work = packet.work
    if let title = change.title { work.title = try WorkTitle.checked(title) }
    if let runtime = change.runtime { try choose(runtime, &work) }
    if let model = change.model { work.model = model.isEmpty ? nil : model }
    if let tier = change.tier { work.tier = tier }
    if let scope = change.scope { work.scope = try patterns(scope).map(\.text) }
    if let acceptance = change.acceptance { work.acceptance = acceptance }
    if let after = change.after { work.after = try packets(after) }
    if let priority = change.priority { work.priority = priority }
    if let count = change.attempts { work.attempts = try attempts(count) }
    if let seconds = change.timeoutSeconds { work.timeoutSeconds = try timeout(seconds) }
    if let isolation = change.isolation { work.isolation = isolation.rawValue }
    guard !work.after.contains(packet.id) else {
      throw Problem(.usage, "packet \(packet.id.short) cannot come after itself")
    }
    return work
  }

  /// The command is that of `exec`, and the model one that only the runtime before knows.
  private func choose(_ text: String, _ work: inout Opened) throws {
    let name = try runtime(named: text)
    try refuseBarred(name)
    guard name.text != work.runtime else { return }
    guard name != .exec else {
      throw Problem(
        .usage, "exec needs a command, and this packet has none",
        hint: "git o8 dispatch TITLE -- COMMAND… sends the work to one")
    }
    (work.runtime, work.command, work.model) = (name.text, [], nil)
  }
}

extension Packet {
  /// Throws the refusal that anything on a closed packet meets.
  fileprivate func mustBeOpen() throws(Refusal) {
    _ = try events(for: .steer(message: "", live: false))
  }
}
