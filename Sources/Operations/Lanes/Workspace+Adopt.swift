import Git
import Lanes
import Model
import Trust

extension Workspace {
  /// Opens a packet on work that stands on a branch already: same gates, no worker.
  public func adopt(
    _ name: String?, title: String?, scope: [String], base: String?,
    _ attendance: LaneAttendance
  ) async throws -> Dispatched {
    try await Program.gitVersion()
    let governed = try governed()
    try await refuseBadSettings(governed)
    let order = WorkOrder(governed: governed, standardRuntime: nil)
    let lane = try lane(named: name, order)
    let head = try order.tip(of: lane, otherwise: "git branch --list shows what could be adopted")
    let branch = try order.branch(named: base)
    let tip = try order.tip(of: branch)
    if order.isProtected(lane), try Judge(governed).isUnadopted(lane) {
      throw Problem(.refused, Unadopted.text(lane), hint: Unadopted.remedy)
    }
    guard lane != branch else {
      throw Problem(
        .usage, "\(lane.short) is protected: what is on it has landed",
        hint: "name the branch that the work is on")
    }
    guard try !governed.repository.isAncestor(head, of: tip) else {
      throw Problem(
        .refused, "\(lane.short) holds nothing that \(branch.short) lacks",
        hint: "commit the work to \(lane.short) first")
    }
    for id in try openPackets(on: lane, governed) {
      throw Problem(
        .refused, "packet \(id.short) is about \(lane.short) already",
        hint: "git o8 gate \(id.short) judges what it holds now")
    }
    let subject = try governed.repository.commit(head).message.prefix { $0 != "\n" }
    let seclusion = try await isolation(nil, governed)
    let work = Opened(
      title: try title.map { text throws(Problem) in try WorkTitle.checked(text) }
        ?? Self.title(from: String(subject), otherwise: lane.short),
      branch: branch, origin: .adopted(lane: lane), scope: scope, runtime: Self.nobody,
      attempts: governed.policy.attempts, isolation: seclusion.isolation.rawValue)
    let packet = try await open(work, prompt: nil, in: governed)
    return try await send(
      packet, attendance,
      warnings: seclusion.warnings
        + [governed.policy.expiryWarning(at: now())].compactMap { $0 })
  }

  /// The runtime of work that has no worker.
  static let nobody = "none"

  private func lane(named name: String?, _ order: WorkOrder) throws -> ReferenceName {
    if let name {
      guard let branch = ReferenceName(branch: name) else {
        throw Problem(.usage, "\(SafeText.escaped(name)) is no branch's name")
      }
      return branch
    }
    guard case .branch(let head, _) = try order.governed.repository.head() else {
      throw Problem(.usage, "HEAD is on no branch", hint: "name the branch that the work is on")
    }
    return head
  }

  private func openPackets(
    on lane: ReferenceName, _ governed: GovernedRepository
  ) throws -> [ObjectID] {
    try LaneQueue(governed: governed).open().filter { $0.isAdopted && $0.lane == lane }.map(\.id)
  }

  /// A commit's subject is anybody's text.
  static func title(from subject: String, otherwise name: String) -> String {
    let line = SafeText.singleLine(subject, limit: WorkTitle.characterLimit)
    return (try? WorkTitle.checked(line)) ?? name
  }
}
