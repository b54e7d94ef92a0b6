/// What every event and entry says, whatever its kind: the part of `event.json` that makes the
/// commit, and the kind's own fields beside it.
public struct Envelope: Hashable, Sendable {
  public static let version: Int64 = 1

  /// The repository's identity, the id of the policy's first commit; nil in that commit.
  public var repo: ObjectID?
  public var kind: EventKind
  /// The packet; nil in a packet's root, in policy, and where an entry has none.
  public var packet: ObjectID?
  /// The commit's parents, in order.
  public var parents: [ObjectID]
  /// Exactly 1 + the largest clock of the parents.
  public var clock: Int64
  public var author: PrincipalName
  public var at: Instant
  /// Makes two otherwise equal events two.
  public var nonce: String
  public var attachments: [String: Attachment]
  /// One line, as `git log --oneline` shows it after the kind.
  public var subject: String
  /// The state that the writer believed: a hint for listings, never for decisions.
  public var state: String
  /// The kind's own fields.
  public var fields: [String: JSONValue]

  public init(
    repo: ObjectID?, kind: EventKind, packet: ObjectID?, parents: [ObjectID], clock: Int64,
    author: PrincipalName, at: Instant, nonce: String, attachments: [String: Attachment],
    subject: String, state: String, fields: [String: JSONValue]
  ) {
    self.repo = repo
    self.kind = kind
    self.packet = packet
    self.parents = parents
    self.clock = clock
    self.author = author
    self.at = at
    self.nonce = nonce
    self.attachments = attachments
    self.subject = subject
    self.state = state
    self.fields = fields
  }
}

/// A file beside `event.json`, by what it holds.
public struct Attachment: Hashable, Sendable {
  public let sha256: Digest
  public let size: Int

  public init(sha256: Digest, size: Int) {
    self.sha256 = sha256
    self.size = size
  }
}

/// The kind of an event or entry, a word. Kinds nobody knows are carried along.
public struct EventKind: Hashable, Sendable {
  public let text: String

  /// Bytes of a kind; it is one word of `git log --oneline`.
  public static let byteLimit = 100

  public init?(_ text: some StringProtocol) {
    guard !text.isEmpty, text.utf8.count <= Self.byteLimit,
      !text.unicodeScalars.contains(where: \.isControl)
    else { return nil }
    self.text = String(text)
  }

  private init(known text: String) { self.text = text }
}

extension EventKind: CustomStringConvertible {
  public var description: String { text }
}

extension EventKind {
  // What happens to a packet.
  public static let opened = EventKind(known: "opened")
  public static let edited = EventKind(known: "edited")
  public static let started = EventKind(known: "started")
  public static let steered = EventKind(known: "steered")
  public static let handed = EventKind(known: "handed")
  public static let paused = EventKind(known: "paused")
  public static let resumed = EventKind(known: "resumed")
  public static let answered = EventKind(known: "answered")
  public static let finished = EventKind(known: "finished")
  public static let submitted = EventKind(known: "submitted")
  public static let said = EventKind(known: "said")
  public static let gated = EventKind(known: "gated")
  public static let returned = EventKind(known: "returned")
  public static let presented = EventKind(known: "presented")
  public static let refreshed = EventKind(known: "refreshed")
  public static let verdict = EventKind(known: "verdict")
  public static let failed = EventKind(known: "failed")
  public static let retried = EventKind(known: "retried")

  // What the ledger records; `cancelled` and `reported` are events of a packet as well.
  public static let landed = EventKind(known: "landed")
  public static let rejected = EventKind(known: "rejected")
  public static let cancelled = EventKind(known: "cancelled")
  public static let reported = EventKind(known: "reported")
  public static let forced = EventKind(known: "forced")
  public static let breach = EventKind(known: "breach")
  public static let policy = EventKind(known: "policy")
  public static let adopted = EventKind(known: "adopted")
  public static let late = EventKind(known: "late")

  // What owners are asked to sign, and what they answer; nothing is decided by them.
  public static let proposed = EventKind(known: "proposed")
  public static let cosigned = EventKind(known: "cosigned")
}

/// What an event says beyond its envelope, by its kind.
public protocol EnvelopeBody {
  /// Nil where this program does not know the kind.
  static func known(_ kind: EventKind, _ fields: FieldReader) throws(FormatError) -> Self?
  /// What cannot be read counts for nothing, and says why.
  static func unknown(_ reason: String) -> Self
}

extension EnvelopeBody {
  /// Reads what an envelope says. Never fails: what cannot be read is `unknown`, with the reason.
  public init(_ envelope: Envelope) {
    do {
      self =
        try Self.known(envelope.kind, FieldReader(envelope.fields))
        ?? .unknown("this program does not know the kind \(envelope.kind)")
    } catch {
      self = .unknown(error.reason)
    }
  }
}

extension Unicode.Scalar {
  /// Whether it is of the category `Cc`, which Unicode promises never to change: asking the tables
  /// takes a tenth of the time of reading an event.
  var isControl: Bool { value < 0x20 || (0x7f...0x9f).contains(value) }
}
