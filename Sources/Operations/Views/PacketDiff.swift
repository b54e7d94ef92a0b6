import Git
public import Model
import Trust

/// Which part of a packet's change is looked at.
public enum DiffSpan: Hashable, Sendable {
  /// All of it, as the reviewers judge it: from where it left its base.
  case whole
  /// What was added since the last verdict.
  case sinceVerdict
  /// What the attempts after `after` and up to `last` did; 0 stands for the start.
  case attempts(after: Int, last: Int)
}

/// A change as git is to show it.
public struct PacketDiff: Hashable, Sendable {
  public let packet: ObjectID
  public let from: ObjectID
  public let to: ObjectID
  public let files: [File]
  /// Where git finds the repository.
  public let directory: String

  public struct File: Hashable, Sendable {
    public let path: String
    public let old: ObjectID?
    public let new: ObjectID?
  }

  /// What git is run with.
  public var arguments: [String] { ["diff", from.hex, to.hex, "--"] }
}

extension Workspace {
  /// What a packet changes. Where nothing was handed in yet it is what stands on its lane.
  public func diff(of name: String?, _ span: DiffSpan) async throws -> PacketDiff {
    let governed = try governed()
    let id = try await packet(named: name, in: governed, among: .everyPacket)
    guard let packet = try PacketBook(governed: governed).packet(id) else {
      throw NotAPacket(id: id)
    }
    let ends = try DiffEnds(packet: packet, governed: governed).ends(of: span)
    let files = try governed.repository.changes(from: ends.from, to: ends.to)
    return PacketDiff(
      packet: id, from: ends.from, to: ends.to,
      files: files.map {
        PacketDiff.File(path: $0.path, old: $0.old?.id, new: $0.new?.id)
      }, directory: location.directory)
  }

  /// The text of a change as git writes it where nobody looks.
  public func text(of diff: PacketDiff) async throws -> String {
    try await location.git(diff.arguments).text
  }
}

private struct DiffEnds {
  let packet: Packet
  let governed: GovernedRepository

  private var repository: Repository { governed.repository }

  func ends(of span: DiffSpan) throws -> (from: ObjectID, to: ObjectID) {
    let ends = try self.span(span)
    for end in [ends.from, ends.to] where !repository.contains(end) {
      throw Problem(
        .noSuchThing, "the commit \(end.short) of packet \(packet.id.short) is not here",
        hint: "git fetch brings what others have of refs/o8/heads")
    }
    return ends
  }

  private func span(_ span: DiffSpan) throws -> (from: ObjectID, to: ObjectID) {
    switch span {
    case .whole:
      let (base, head) = (try base, try head)
      guard repository.contains(base), repository.contains(head) else { return (base, head) }
      return (try repository.mergeBase(base, head) ?? base, head)
    case .sinceVerdict:
      guard let last = packet.verdicts.last else {
        throw Problem(
          .noSuchThing, "nobody has judged packet \(packet.id.short) yet",
          hint: "git o8 diff \(packet.id.short) shows all of it")
      }
      return (last.verdict.head, try head)
    case .attempts(let first, let last):
      // The one that was asked for is complained of first.
      let end = try end(ofAttempt: last)
      return (try self.end(ofAttempt: first), end)
    }
  }

  private var base: ObjectID {
    get throws {
      if let base = packet.base { return base }
      guard let value = try Judge(governed).ground(of: packet.branch) else {
        throw Problem(
          .noSuchThing, "the branch \(packet.branch.short) of packet \(packet.id.short) is gone")
      }
      return value
    }
  }

  private var head: ObjectID {
    get throws {
      if let head = packet.head { return head }
      if let lane = packet.lane, let tip = try repository.target(of: lane) { return tip }
      throw Problem(
        .noSuchThing, "packet \(packet.id.short) is \(packet.state.rawValue): it has no commits",
        hint: "git o8 show \(packet.id.short)")
    }
  }

  private func end(ofAttempt number: Int) throws -> ObjectID {
    if number == 0, let first = packet.attempts.first { return first.head }
    guard let attempt = packet.attempts.first(where: { $0.number == number }) else {
      throw Problem(
        .noSuchThing, "packet \(packet.id.short) has no attempt \(number)",
        hint: "git o8 show \(packet.id.short) lists them")
    }
    if let head = attempt.end?.head { return head }
    guard attempt.id == packet.currentAttempt?.id else {
      throw Problem(
        .noSuchThing, "attempt \(number) of packet \(packet.id.short) left no commit",
        hint: "git o8 show \(packet.id.short)")
    }
    return try head
  }
}
