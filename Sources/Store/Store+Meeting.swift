public import Git
public import Model

/// What becomes of a tip of this clone's and one that was fetched.
public enum Meeting: Hashable, Sendable {
  /// The tip that both go on from; written, but nothing has moved.
  case met(tip: ObjectID)
  /// One of them holds what no chain may hold: it is kept apart.
  case strange(StrangeChain)
}

/// A tip that is no chain of its name, and why.
public struct StrangeChain: Error, Hashable, Sendable {
  public let tip: ObjectID
  public let reason: String

  public init(tip: ObjectID, reason: String) {
    self.tip = tip
    self.reason = reason
  }
}

extension Store {
  /// The tip on which a packet, or another chain, goes on here and where the other was fetched
  /// from, with the commits that count for nothing and why.
  ///
  /// The tip has the fetched one behind it, so that the remote can take it as a step forward. Where
  /// this clone adds nothing the fetched tip is taken as it is; so joins come to rest.
  public func meet(
    _ kind: ChainKind, of packet: ObjectID?, ours: ObjectID?, fetched: ObjectID
  ) throws(GitError) -> (meeting: Meeting, inert: [(id: ObjectID, reason: String)]) {
    let theirs: Chain
    let mine: Chain
    do {
      mine =
        try ours.map { tip throws(StrangeOrUnread) in
          try sound(kind, of: packet, at: tip, since: nil)
        } ?? .empty(kind)
      theirs = try sound(kind, of: packet, at: fetched, since: mine)
    } catch {
      switch error {
      case .strange(let strange): return (.strange(strange), [])
      case .unread(let error): throw error
      }
    }
    let tip: ObjectID
    switch Join(meeting: mine, theirs) {
    case .ours: tip = ours ?? fetched
    case .fetched: tip = fetched
    case .both: tip = try writeJoin(ours ?? fetched, fetched)
    }
    let known = Set(mine.inert.map(\.id))
    return (.met(tip: tip), theirs.inert.filter { !known.contains($0.id) })
  }

  /// Why a tip is no chain of a packet's; nil where it is one.
  public func strangeness(
    of tip: ObjectID, _ kind: ChainKind, of packet: ObjectID?
  ) throws(GitError) -> StrangeChain? {
    do {
      _ = try sound(kind, of: packet, at: tip, since: nil)
      return nil
    } catch {
      switch error {
      case .strange(let strange): return strange
      case .unread(let error): throw error
      }
    }
  }

  private enum StrangeOrUnread: Error {
    case strange(StrangeChain)
    case unread(GitError)
  }

  private func sound(
    _ kind: ChainKind, of packet: ObjectID?, at tip: ObjectID, since known: Chain?
  ) throws(StrangeOrUnread) -> Chain {
    let chain: Chain
    do throws(GitError) { chain = try self.chain(kind, at: tip, since: known) } catch {
      throw .unread(error)
    }
    if let (id, reason) = chain.foreign.first {
      throw .strange(StrangeChain(tip: tip, reason: "\(id.short) in it is no event: \(reason)"))
    }
    if let packet, chain.commits[packet] == nil {
      throw .strange(StrangeChain(tip: tip, reason: "it is not the chain of that packet"))
    }
    return chain
  }
}

extension Join {
  /// As for any two tips, but where the fetched one is not behind ours a commit has to lead on
  /// from it.
  fileprivate init(meeting ours: Chain, _ fetched: Chain) {
    switch Join(ours: ours, fetched: fetched) {
    case .ours:
      let isBehind = fetched.tip.map { ours.commits[$0] != nil } ?? true
      self = isBehind ? .ours : .both
    case .fetched: self = .fetched
    case .both: self = .both
    }
  }
}
