public import Model

/// A piece of work as an operator asks for it.
public struct WorkRequest: Hashable, Sendable {
  public var title: String
  /// What the worker is to do; nil where the title says it all.
  public var prompt: String?
  public var runtime: String?
  public var model: String?
  public var tier: Tier
  public var scope: [String]
  public var acceptance: [String]
  /// The protected branch to land on; nil for the one that is meant.
  public var base: String?
  /// Gates that run whatever paths change, by name.
  public var gates: [String]
  /// Packets that must have landed before it starts, as people call them.
  public var after: [String]
  public var priority: Int
  /// Nil for as many as policy says.
  public var attempts: Int?
  public var timeoutSeconds: Int
  /// How its worker is kept apart; nil for what this machine is set to.
  public var isolation: Isolation?
  /// What it is done with.
  public var delivers: Delivery
  /// On what its worker works.
  public var surface = WorkSurface.stream
  /// What stood after `--`; empty for a runtime that brings its own program.
  public var command: [String]

  /// A worker that takes longer is mostly stuck.
  public static let timeoutSeconds = 1800
  /// More attempts are no limit any more.
  public static let attemptsMost = 100
  /// A day: longer runs hide a worker that hangs.
  public static let timeoutSecondsMost = 86_400

  public init(
    title: String, prompt: String? = nil, runtime: String? = nil, model: String? = nil,
    tier: Tier = .standard, scope: [String] = [], acceptance: [String] = [],
    base: String? = nil, gates: [String] = [], after: [String] = [], priority: Int = 0,
    attempts: Int? = nil, timeoutSeconds: Int = timeoutSeconds, isolation: Isolation? = nil,
    delivers: Delivery = .change, command: [String] = []
  ) {
    self.delivers = delivers
    self.title = title
    self.prompt = prompt
    self.runtime = runtime
    self.model = model
    self.tier = tier
    self.scope = scope
    self.acceptance = acceptance
    self.base = base
    self.gates = gates
    self.after = after
    self.priority = priority
    self.attempts = attempts
    self.timeoutSeconds = timeoutSeconds
    self.isolation = isolation
    self.command = command
  }
}

/// What may be a title: one line that shows as it is stored, in every listing and log.
enum WorkTitle {
  /// A line of a listing; the rest belongs into the prompt.
  static let characterLimit = 200

  /// The title without blanks around it.
  static func checked(_ text: String) throws(Problem) -> String {
    let title = trimmed(text)
    let hint = "a title is one plain line; the text of the task goes into -m or -F"
    guard !title.isEmpty else { throw Problem(.usage, "the title is empty", hint: hint) }
    guard !title.contains(where: { $0.isNewline || $0 == "\t" }), !SafeText.isSuspicious(title)
    else {
      throw Problem(
        .usage,
        "the title holds line breaks or invisible characters: "
          + SafeText.singleLine(title, limit: 100), hint: hint)
    }
    guard !title.hasPrefix("-") else {
      throw Problem(.usage, "the title begins with a dash: \(title.prefix(40))", hint: hint)
    }
    guard title.count <= characterLimit, title.utf8.count <= Limits.subjectBytes else {
      throw Problem(
        .usage, "the title has \(title.count) characters and the limit is \(characterLimit)",
        hint: hint)
    }
    return title
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " || rest.last == "\n" { rest.removeLast() }
    return String(rest)
  }
}
