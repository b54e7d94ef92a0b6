import Git
public import Model
import Store
import Trust

/// Where a commit or a line comes from: the decision that brought it onto its branch.
public struct Trace: Hashable, Sendable {
  /// The line that was asked about, where it was one.
  public let line: Line?
  public let commit: ObjectID
  /// The subject of the commit's message, and its author as it claims.
  public let subject: String
  public let author: String
  /// Nil where the commit is on no protected branch.
  public let step: Step?

  public struct Line: Hashable, Sendable {
    public let path: String
    public let number: Int
    public let text: String
  }

  /// The step of a protected branch that brought the commit in.
  public struct Step: Hashable, Sendable {
    public let branch: ReferenceName
    public let commit: ObjectID
    public let cause: Cause
  }

  public enum Cause: Hashable, Sendable {
    /// By packets, as entries claim and the branch bears out.
    case landed([Landing])
    /// By an override of owners.
    case forced(entry: ObjectID, reason: String, by: PrincipalName)
    /// It was there when the branch was adopted.
    case adopted(entry: ObjectID)
    /// No entry speaks of it.
    case unrecorded
  }

  public struct Landing: Hashable, Sendable {
    public let entry: ObjectID
    public let status: LandingStatus
    public let at: Instant
    /// The packet with what had happened to it when it landed.
    public let packet: Packet
    /// The verdicts and gate runs that the entry names.
    public let verdicts: [JudgedVerdict]
    public let gates: [GateRun]
    public let conversations: [Conversation]
  }

  /// What was said between us and a worker.
  public struct Conversation: Hashable, Sendable {
    public let attempt: Int
    public let runtime: String
    public let session: String?
    public let transcript: Kept
    /// Whether the transcript is in this clone.
    public let isHere: Bool
  }
}

extension Workspace {
  /// Traces a commit, a path or `path:line`, which are told apart by what there is.
  ///
  /// - Parameter directory: where paths start.
  public func trace(_ target: String, from directory: String) async throws -> Trace {
    let governed = try governed()
    let place = try await TraceTarget(workspace: self, governed: governed, directory: directory)
      .place(of: target)
    return try Tracing(governed: governed).trace(place.commit, line: place.line)
  }
}

/// Follows a commit to the decision behind it.
private struct Tracing {
  let governed: GovernedRepository
  let judge: Judge

  /// Steps of a branch that are walked; more than the history of any one project.
  private static let chainLimit = 2_000_000
  /// A fast-forward landing brings several steps; more than this were no packet.
  private static let stretchLimit = 1000

  init(governed: GovernedRepository) {
    self.governed = governed
    judge = Judge(governed)
  }

  func trace(_ id: ObjectID, line: Trace.Line?) throws -> Trace {
    let commit = try governed.repository.commit(id)
    let subject = commit.message.prefix { $0 != "\n" }
    return Trace(
      line: line, commit: id, subject: String(subject), author: commit.author.name,
      step: try step(with: id))
  }

  /// The first step of a protected branch that has the commit behind it.
  private func step(with id: ObjectID) throws -> Trace.Step? {
    for branch in try ProtectedBranches(governed: governed).all() {
      guard try governed.repository.isAncestor(id, of: branch.value) else { continue }
      let chain = try governed.repository.firstParentChain(
        from: branch.value, limit: Self.chainLimit)
      // Newest first: those that have the commit come before those that have not.
      var (low, high) = (0, chain.count - 1)
      while low < high {
        let middle = (low + high + 1) / 2
        if try governed.repository.isAncestor(id, of: chain[middle]) {
          low = middle
        } else {
          high = middle - 1
        }
      }
      return Trace.Step(
        branch: branch.name, commit: chain[low],
        cause: try cause(of: low, on: branch.name, chain))
    }
    return nil
  }

  private func cause(
    of place: Int, on branch: ReferenceName, _ chain: [ObjectID]
  ) throws -> Trace.Cause {
    let index = try governed.store.ledgerIndex()
    // A landing by fast-forward speaks of the last of its commits only.
    for end in stride(from: place, through: max(0, place - Self.stretchLimit), by: -1) {
      let landings = try index.records(landing: chain[end]).compactMap { record in
        try landing(
          record, on: branch,
          covers: { prev in
            chain[(place + 1)...].prefix(Self.stretchLimit).contains(prev)
          })
      }
      if !landings.isEmpty { return .landed(landings) }
    }
    let later = Set(chain[...place])
    func covers(_ old: ObjectID?, _ new: ObjectID?) -> Bool {
      guard let new, later.contains(new) else { return false }
      return old.map(chain[(place + 1)...].contains) ?? true
    }
    for record in index.notable() {
      guard let entry = try governed.store.entry(record.id) else { continue }
      switch LedgerBody(entry.envelope) {
      case .forced(let forced) where forced.branch == branch && covers(forced.old, forced.new):
        return .forced(entry: entry.id, reason: forced.reason, by: entry.envelope.author)
      case .adopted(let adopted) where adopted.branch == branch && later.contains(adopted.commit):
        return .adopted(entry: entry.id)
      default: continue
      }
    }
    return .unrecorded
  }

  private func landing(
    _ record: LedgerRecord, on branch: ReferenceName, covers: (ObjectID) -> Bool
  ) throws -> Trace.Landing? {
    guard let id = record.packet, let tip = record.tip,
      let entry = try governed.store.entry(record.id),
      case .landed(let landed) = LedgerBody(entry.envelope), landed.branch == branch,
      covers(landed.prev), let story = try governed.storyOfPacket(at: tip)
    else { return nil }
    let packet = story.closed(by: try judge.closing(of: id))
    let (verdicts, gates) = (Set(landed.verdicts), Set(landed.gates))
    return Trace.Landing(
      entry: entry.id, status: try judge.status(of: landed, packet: id, tip: tip),
      at: entry.envelope.at, packet: packet,
      verdicts: packet.verdicts.filter { verdicts.contains($0.id) },
      gates: packet.gates.filter { gates.contains($0.id) },
      conversations: packet.attempts.compactMap(conversation))
  }

  private func conversation(_ attempt: Attempt) -> Trace.Conversation? {
    guard let kept = attempt.end?.transcript else { return nil }
    return Trace.Conversation(
      attempt: attempt.number, runtime: attempt.runtime, session: attempt.session,
      transcript: kept, isHere: governed.repository.contains(kept.blob))
  }
}
