internal import Model

/// A runtime that is described by a text file instead of an adapter of its own.
public struct RuntimeManifest: Hashable, Sendable {
  public var name: RuntimeName
  var program: String
  /// The words of a launch, with places for what differs: `{prompt}`, `{session}` and so on.
  var launch: [String] = []
  /// Nil where a conversation cannot be continued.
  var resume: [String]?
  /// Nil where it cannot be held to reading.
  var review: [String]?
  /// What opens a conversation in its own program for people; nil where it has none.
  var attach: [String]?
  /// What begins a conversation there with the prompt as its first message; nil where nothing does.
  var terminal: [String]?
  var prompt = PromptPlace.argument
  var session = SessionNaming.none
  /// The parser of what it writes on standard output, and of its transcripts.
  var parser = ParserProfile.plain
  var transcriptParser: ParserProfile?
  var loginVariables: [String] = []
  var loginFiles: [String] = []
  var loginCommand: String?
  /// Where its transcripts lie; `{session}` stands for the id in the path.
  var transcripts: [String] = []
  /// The database that holds them instead; its path is not absolute yet.
  var database: DatabaseShelf?
  /// The lines by which it tells what went wrong, where it speaks no protocol.
  var failures: [Failure: [String]] = [:]
  /// The exit statuses by which it tells what went wrong, where it says so no other way.
  var exits: [Int: Failure] = [:]
  /// Names of what it keeps for itself where it works.
  var leaves: [String] = []
  var environment: [String: String] = [:]
  var pass: [String] = []
  var reads: [String] = []
  var writes: [String] = []
  /// Directories in whose place a caged worker has its own.
  var owns: [String] = []
  var models: [Tier: String] = [:]
  /// Words of its help without which it cannot be run so.
  var needs: [String] = []
  var help = ["--help"]

  enum PromptPlace: String, CaseIterable, Hashable, Sendable {
    case argument, input, file
  }

  enum SessionNaming: String, CaseIterable, Hashable, Sendable {
    /// It has no conversations that could be named.
    case none
    /// The caller says the id, with `{session}` in the launch.
    case chosen
    /// It tells the id in what it writes.
    case told
  }

  init(name: RuntimeName, program: String) {
    self.name = name
    self.program = program
  }
}

/// What is wrong in a manifest, and where.
public struct ManifestFault: Error, Hashable, Sendable, CustomStringConvertible {
  public let file: String
  /// Counted from 1; nil for what is missing altogether.
  public let line: Int?
  public let key: String?
  public let reason: String

  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(key.map { "\($0): " } ?? "")\(reason)"
  }
}
