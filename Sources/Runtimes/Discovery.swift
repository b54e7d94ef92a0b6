public import Model

/// What an adapter is to look for.
public enum DiscoveryRequest: Hashable, Sendable {
  /// The program and its login.
  case program
  /// Its conversations, the newest first, at most so many.
  case sessions(limit: Int)
  /// The conversation of this id.
  case session(SessionID)
}

/// What an adapter found on this machine.
public struct Discovery: Hashable, Sendable {
  public enum Login: Hashable, Sendable {
    case ready
    case missing
    case unknown
  }

  public enum Standing: Hashable, Sendable {
    case absent
    case found(path: String, version: String?, login: Login)
    /// Part of o8: there whenever the caller brings a command, so never chosen unasked.
    case builtIn
  }

  public let standing: Standing
  public let sessions: [DiscoveredSession]
  /// Words that its plans use and this version does not take.
  public let missing: [String]
  /// What the user types to log in.
  public let loginCommand: String?
  /// Why conversations may be missing; nil where none is.
  public let trouble: DatabaseTrouble?

  public init(
    _ standing: Standing, sessions: [DiscoveredSession] = [], missing: [String] = [],
    loginCommand: String? = nil, trouble: DatabaseTrouble? = nil
  ) {
    self.trouble = trouble
    self.standing = standing
    self.sessions = sessions
    self.missing = missing
    self.loginCommand = loginCommand
  }

  /// Whether work can be sent to it without anybody's help.
  public var isReady: Bool {
    if case .found(_, _, login: .ready) = standing { true } else { false }
  }
}

/// A conversation of the user's own, as far as its head and tail tell.
public struct DiscoveredSession: Hashable, Sendable {
  public let id: SessionID
  public let directory: String?
  public let title: String?
  public let lastActive: Instant?
  /// The file that holds it.
  public let path: String
  public let records: Records

  /// How what was said is read.
  public enum Records: Hashable, Sendable {
    /// The file is the transcript, a record a line.
    case file
    case database(DatabaseRecords)
    /// Not here: this command of the CLI's own shows it.
    case shown(by: String)
  }

  public init(
    id: SessionID, directory: String?, title: String?, lastActive: Instant?, path: String,
    records: Records = .file
  ) {
    self.records = records
    self.id = id
    self.directory = directory
    self.title = title
    self.lastActive = lastActive
    self.path = path
  }
}
