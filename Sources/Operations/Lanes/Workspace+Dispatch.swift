import Git
import Lanes
public import Model
import Trust

/// A packet that was sent on its way.
public struct Dispatched: Sendable {
  public let packet: Packet
  /// Why it does not run yet; nil where it does or did.
  public let queued: String?
  /// Why its lane went no further, where the packet does not say so itself.
  public let halt: String?
  /// Where its worker works; nil while there is no worktree.
  public let worktree: String?
  public let warnings: [String]
  /// What the person here can do about a packet at its gates; nil where that is to gate it.
  public let gateHint: String?
  /// How the author of adopted work goes on; nil where there is no such.
  public let mending: String?
}

/// Whether a command stays until the lane is done.
public enum LaneAttendance: Sendable {
  /// The lane runs in a process of its own.
  case detached
  /// The lane runs here; its progress is told while it does.
  case here(@Sendable (LaneProgress) -> Void)

  var isHere: Bool {
    if case .here = self { true } else { false }
  }
}

extension Workspace {
  /// Opens a packet and starts its lane.
  public func dispatch(
    _ request: WorkRequest, _ attendance: LaneAttendance
  ) async throws -> Dispatched {
    async let version = Program.gitVersion()
    let governed = try governed()
    try await refuseBadSettings(governed)
    if request.surface == .terminal { _ = try await requireTerminal() }
    let order = WorkOrder(
      governed: governed, standardRuntime: try governed.repository.config("o8.runtime"),
      runtimes: try runtimes)
    let unknown = try await warnings(onGroundOf: order.branch(named: request.base))
    var (work, warnings) = try await order.work(request)
    warnings = unknown + warnings
    let seclusion = try await isolation(request.isolation, governed)
    work.isolation = seclusion.isolation.rawValue
    warnings += seclusion.warnings
    warnings += [governed.policy.expiryWarning(at: now())].compactMap { $0 }
    // Before anything is opened: a lane that finds no git can only leave its packet waiting.
    _ = try await version
    let packet = try await open(work, prompt: request.prompt, in: governed)
    return try await send(packet, attendance, warnings: warnings)
  }

  func open(
    _ work: Opened, prompt: String?, in governed: GovernedRepository
  ) async throws -> Packet {
    let actor = try governed.actor(environment: environment)
    let isReserved = ["opened", "dispatch"].contains { governed.policy.may[$0] != nil }
    let text = prompt.flatMap { $0.isEmpty ? nil : $0 } ?? work.title
    let packet = try await governed.open(
      work, attachments: ["prompt.md": Array(text.utf8)],
      stamp: Stamp(actor, at: now(), isSigned: isReserved, asking: .terminal),
      // First, so that a dispatch that dies now leaves a packet which `reconcile` starts.
      preparing: { try place(of: $0).claim(after: 0, on: WorkTerms(work, prompt: $0)) })
    LastNamed(location).remember(packet.id)
    return packet
  }

  /// Has the packet's lane run, here or elsewhere.
  func send(
    _ packet: Packet, _ attendance: LaneAttendance, warnings: [String] = []
  ) async throws -> Dispatched {
    switch attendance {
    case .detached:
      let standing = try LaneEntrance(workspace: self).start(packet)
      var queued: String?
      if case .queued(let reason) = standing { queued = reason }
      return try await dispatched(packet, queued: queued, halt: nil, warnings: warnings)
    case .here(let tell):
      // In time to be heeded.
      for warning in warnings { tell(.step("warning: \(warning)")) }
      let end = try await attend(packet.id, tell: tell)
      return try await dispatched(end.packet, queued: nil, halt: end.halt, warnings: warnings)
    }
  }

  func dispatched(
    _ packet: Packet, queued: String?, halt: String?, warnings: [String]
  ) async throws -> Dispatched {
    let governed = try governed()
    // Gates that ran on a base of now may have been all that an approval lacked.
    let packet = Judge(governed).standing(packet)
    var path = LaneSurroundings.worktree(of: packet, among: try location.linkedWorktrees())
    // In another clone there is none yet, and may never be.
    if path == nil, let lane = packet.lane, !packet.isAdopted, place(of: packet.id).isOurs(packet) {
      path = try await LaneWorktree.of(
        packet, on: lane, in: location, root: worktreeRoot(governed)
      ).path
    }
    return Dispatched(
      packet: packet, queued: queued, halt: halt, worktree: path, warnings: warnings,
      gateHint: gateHint(for: packet),
      mending: packet.isAdopted ? packet.mending(in: governed.repository) : nil)
  }
}
