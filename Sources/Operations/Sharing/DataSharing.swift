import Git
import Model
import Store
import Trust

/// Shares transcripts and logs, which are large and travel only where somebody asks for it.
struct DataSharing {
  let workspace: Workspace
  let governed: GovernedRepository
  let remote: GitRemote

  /// Two who share the same month meet once or twice.
  private static let attempts = 5

  private var location: RepositoryLocation { governed.location }
  /// Where a fetch of the other shared references takes nothing away.
  private var prefix: String { "\(Layout.dataSeen)\(remote.name)/" }

  func share(adding report: SyncReport) async throws -> SyncReport {
    var report = report
    for _ in 0..<Self.attempts {
      let there = try await fetch()
      try take(there, &report)
      var moves: [ReferenceMove] = []
      for reference in try governed.repository.references(under: Layout.data)
      where there[reference.name] != reference.target {
        moves.append(
          ReferenceMove(reference.name, from: there[reference.name], to: reference.target))
      }
      guard !moves.isEmpty else { return report }
      let answer = try await location.push(
        moves, to: remote.name, .oneByOne, timeoutSeconds: remote.timeoutSeconds)
      switch answer {
      case .accepted:
        report.went += moves.map(SyncReport.Change.init)
        return report
      case .outrun, .notAtomic: continue
      case .refused(let words):
        report.refusal = words
        return report
      }
    }
    throw Problem(
      .stale, "cannot share data with \(remote.name): others were first \(Self.attempts) times",
      hint: "repeat the command")
  }

  private func fetch() async throws -> [ReferenceName: ObjectID] {
    try await location.fetch(
      ["+\(Layout.data)*:\(prefix)*"], from: remote.name,
      timeoutSeconds: remote.timeoutSeconds)
    var there: [ReferenceName: ObjectID] = [:]
    for reference in try governed.repository.references(under: prefix) {
      let text = Layout.data + reference.name.text.dropFirst(prefix.count)
      if let name = ReferenceName(text) { there[name] = reference.target }
    }
    return there
  }

  private func take(_ there: [ReferenceName: ObjectID], _ report: inout SyncReport) throws {
    let repository = governed.repository
    for (name, fetched) in there.sorted(by: { $0.key < $1.key }) {
      for _ in 0..<Limits.appendAttempts {
        let ours = try repository.target(of: name)
        let tip = try governed.store.meetData(ours: ours, fetched: fetched)
        guard tip != ours else { break }
        do throws(GitError) {
          try repository.move(name, from: ours, to: tip)
        } catch {
          guard error.meansSomeoneWasFirst else { throw error }
          continue
        }
        report.came.append(SyncReport.Change(ReferenceMove(name, from: ours, to: tip)))
        break
      }
    }
  }
}

extension SyncReport.Change {
  fileprivate init(_ move: ReferenceMove) {
    self.init(subject: .data, name: move.name, packet: nil, old: move.old, new: move.new)
  }
}
