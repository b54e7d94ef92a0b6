import Git
import Lanes
import Model
import Store
import Trust

/// A remote on whose branches packets land, as it was met just now, and what is sent there.
///
/// Whoever has one holds the locks of sync and of landing.
struct LandingMeeting {
  private var syncing: Syncing
  /// What became of a landing there that had been cut.
  let completion: LandingCompletion?

  /// How often a landing is tried while others move what it rests on: each may run the gates.
  static let attempts = 6

  var governed: GovernedRepository { syncing.governed }
  var remote: String { syncing.remote.name }
  var branchesThere: Set<ReferenceName> { syncing.branchesThere }

  /// Fetches, validates and joins as `sync` does.
  init(
    with remote: any SharedRemote, in governed: GovernedRepository, _ workspace: Workspace
  ) async throws {
    var syncing = try Syncing(
      workspace: workspace, governed: governed, remote: remote, at: { _ in })
    completion = try await syncing.meet()
    self.syncing = syncing
    // A ledger that cannot be joined would have to be overwritten.
    guard let found = syncing.report.quarantined.first(where: { $0.name == Layout.ledger }) else {
      return
    }
    throw Problem(
      .refused,
      "cannot land on \(remote.name): the ledger there counts for nothing: "
        + found.reason,
      hint: found.remedies(at: remote.name).first)
  }

  /// What a person should look at besides.
  var remarks: [String] {
    let hasMore = !syncing.report.quarantined.isEmpty || !syncing.report.needs.isEmpty
    return hasMore
      ? ["there is more to see to at \(remote): git o8 sync \(ShellWord.quoted(remote))"] : []
  }

  /// What became of this clone's policy there and nobody will say again, a sentence each.
  var policyNeeds: [String] {
    syncing.report.needs.map { need in
      ([need.text] + need.commands.prefix(1)).joined(separator: ": ")
    }
  }

  /// Whether a push that was refused was of what others had moved by then: a server that judges
  /// says no to what it sees, before git can say that it is late.
  func wasLate(_ moves: [ReferenceMove]) throws -> Bool { try syncing.haveOthersMoved(moves) }
}

/// Why a push did not bring a landing to its remote, as far as the push itself tells.
enum LandingSetback: Error {
  /// Something there is not what it was when it was looked at.
  case outrun
  case failed(Problem, of: [ReferenceMove])
}

extension LandingSetback {
  var problem: Problem? {
    if case .failed(let problem, _) = self { problem } else { nil }
  }
}

extension LandingMeeting {
  /// Moves a branch of the remote together with what proves that, each from exactly what it was
  /// seen to hold; throws a `LandingSetback` where that does not come about.
  ///
  /// - Parameter closed: the packet that this closes, whose references go there.
  mutating func push(
    _ move: ReferenceMove, provedBy ledger: ObjectID, closing closed: ObjectID?, for what: String
  ) async throws {
    let moves = evidence(ledger) + removals(of: closed) + [move]
    switch try await answer(to: moves) {
    case .accepted: try await syncing.note(moves)
    case .outrun: throw LandingSetback.outrun
    case .notAtomic:
      throw LandingSetback.failed(
        Problem(
          .environment,
          "cannot \(what) on \(remote): it cannot move several references as one",
          hint: "git config --unset \(LandRemote.key) lands here, and git o8 sync shares it"),
        of: moves)
    case .refused(let words):
      throw LandingSetback.failed(
        Problem(
          .refused, "\(remote) refused to \(what):\n\(words)",
          hint: "nothing has moved, here or there; repeat the command when the reason is gone"),
        of: moves)
    }
  }

  private func answer(to moves: [ReferenceMove]) async throws -> PushAnswer {
    do {
      return try await syncing.remote.push(moves, .atomic, from: governed.location)
    } catch let error as GitError {
      throw LandingSetback.failed(
        Problem(
          .environment, "cannot push to \(remote):\n\(error.detail)",
          hint: "nothing has moved; repeat the command when the remote can be reached"),
        of: moves)
    }
  }

  private func evidence(_ ledger: ObjectID) -> [ReferenceMove] {
    var values = [(Layout.ledger, ledger)]
    if syncing.sendsPolicy, governed.policies.refused == nil, let own = syncing.here[Layout.policy]
    {
      values.append((Layout.policy, own))
    }
    return values.compactMap { name, value in
      let seen = syncing.there[name]
      return value == seen ? nil : ReferenceMove(name, from: seen, to: value)
    }
  }

  private func removals(of closed: ObjectID?) -> [ReferenceMove] {
    guard let closed, !syncing.apart.contains(Layout.packet(closed)) else { return [] }
    return [Layout.packet(closed), Layout.heads(closed)].compactMap { name in
      guard let seen = syncing.there[name], !syncing.apart.contains(name) else { return nil }
      return ReferenceMove(name, from: seen, to: nil)
    }
  }
}
