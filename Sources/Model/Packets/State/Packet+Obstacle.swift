/// What keeps a packet from its branch that has every approval which its events ask for.
public struct LandingObstacle: Hashable, Sendable {
  /// What takes it away.
  public enum Remedy: String, Hashable, Sendable {
    /// Something about the branch itself, in this clone.
    case branch
    /// A run of its gates.
    case gates
    /// A run of its gates on the branch as it is now, and then another approval.
    case approvalThere = "approval_there"
    /// Another approval of what lies before the reviewers.
    case approval
    /// Another head, which builds on something else.
    case rebase
  }

  public let remedy: Remedy
  /// One line each.
  public let reasons: [String]
  /// What to run, in this order; empty where no command alone does it.
  public let commands: [String]

  public init(_ remedy: Remedy, because reasons: [String], then commands: [String]) {
    self.remedy = remedy
    self.reasons = reasons
    self.commands = commands
  }
}

extension LandingObstacle {
  /// Whether what was approved is not what could land, or not on what it would land on.
  public var isOfChange: Bool { remedy != .branch }

  /// Why it cannot land, on one line.
  public var sentence: String { "cannot land: \(reasons.joined(separator: "; "))" }
}

extension Packet {
  /// The packet as its landing would find it: approved no more, where the obstacle is of the
  /// change. `causes` says of each approval that counts no more why it does not.
  public func held(by obstacle: LandingObstacle, voiding causes: [ObjectID: String]) -> Packet {
    var packet = self
    packet.obstacle = obstacle
    guard obstacle.isOfChange else { return packet }
    packet.state = .review
    for index in packet.verdicts.indices where packet.verdicts[index].isValid {
      packet.verdicts[index].why = causes[packet.verdicts[index].id]
    }
    return packet
  }
}
