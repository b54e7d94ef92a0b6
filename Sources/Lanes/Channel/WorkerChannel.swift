import Git
import Model
import Store
import Trust

/// The lane's end of what the worker of an attempt says: takes its messages in, records them as
/// said by it, and leaves replies for it.
///
/// Opens the repository anew for each thing it does, so that it can run beside the lane.
struct WorkerChannel: Sendable {
  let attempt: ObjectID
  let place: LanePlace
  let location: RepositoryLocation
  let setting: Lane.Setting
  let patience: Patience
  /// Writes a line into the lane's spool.
  let tell: @Sendable (String) -> Void
  /// Tells the worker something while it works; returns whether it was handed over.
  let steer: @Sendable (String) async -> Bool

  /// Of one attempt: each is an event that everybody fetches.
  static let messageLimit = 100
  /// Of what was refused, so much is told; the rest is counted.
  private static let refusalsTold = 20
  /// Looks at a time: a worker that writes faster than it is read does not keep its lane.
  private static let roundLimit = 20
  /// The kernel tells of messages at once; this is for file systems where it does not, and for
  /// what is written in place.
  private static let tickMilliseconds = 1000

  /// What has to be known from one look to the next.
  struct Session: Sendable {
    /// Whether as much was taken as is taken of an attempt.
    var isFull = false
    /// The messages that asked and have no reply yet.
    var asked: [Digest: Asked] = [:]
    /// What became of answers.
    var answers = AnswersGiven()
    fileprivate var refused = 0
    /// The packet's tip when it was last looked for replies.
    var tip: ObjectID?
    fileprivate var trouble: String?
    /// What the attempt's end is to tell.
    var notes: [String] = []
  }

  private var outbox: Outbox { Outbox(directory: place.outbox) }

  /// Takes messages in as they come, until the task is cancelled.
  func listen() -> Task<Session, Never> {
    Task {
      var session = Session()
      let packets = "\(location.commonDirectory)/refs/o8/packets"
      let watch = DirectoryWatch(tickMilliseconds: Self.tickMilliseconds) { [outbox] in
        [outbox.directory, packets]
      }
      for await _ in watch.changes { await attend(&session, isLast: false) }
      withExtendedLifetime(watch) {}
      return session
    }
  }

  /// Looks once at what the worker said and at what was replied.
  ///
  /// - Parameter isLast: the worker has ended.
  func attend(_ session: inout Session, isLast: Bool) async {
    do {
      try await takeIn(&session, isLast: isLast)
      try reply(&session)
      await handOver(&session, isLast: isLast)
      session.trouble = nil
    } catch {
      // What was not recorded is still there: the next look finds it.
      let words = "what the worker says cannot be taken in: \(error)"
      if session.trouble != words { tell(words) }
      session.trouble = words
      if isLast { session.notes.append(words) }
    }
    guard isLast else { return }
    patience.end()
    if session.refused > 0 {
      let told = session.refused > Self.refusalsTold ? "; the log names the first" : ""
      session.notes.append(
        "refused \(session.refused) of what it left in its outbox\(told)")
    }
  }

  private func takeIn(_ session: inout Session, isLast: Bool) async throws {
    for _ in 0..<Self.roundLimit {
      let look = outbox.look(isLast: isLast)
      for entry in look.entries {
        switch entry.finding {
        case .refused(let why): refuse(entry.name, why, &session)
        case .message where session.isFull: refuse(entry.name, Self.fullWords, &session)
        case .message(let message, let id):
          if let why = try await record(message, id) {
            // Each of thousands more would cost a look at the packet.
            session.isFull = why == Self.fullWords
            refuse(entry.name, why, &session)
          } else {
            if message.what == .question {
              session.asked[id] = Asked(name: entry.name.text, givesReceipt: message.givesReceipt)
            }
            outbox.remove(entry.name)
          }
        case .receipt:
          session.answers.noteReceipt(entry.name.text)
          outbox.remove(entry.name)
        }
      }
      if look.isComplete || look.entries.isEmpty { return }
    }
  }

  /// Why a message is not recorded; nil where it is, now or since a look before.
  private func record(_ message: WorkerMessage, _ id: Digest) async throws -> String? {
    if let other = message.packet, other != place.packet {
      return "it speaks for another packet, \(other.short)"
    }
    let governed = try GovernedRepository(location)
    let story = try governed.storyOfPacket(place.packet)
    let before = story?.said.filter { $0.words.started == attempt } ?? []
    if before.contains(where: { $0.words.message == id }) { return nil }
    guard before.count < Self.messageLimit else {
      return Self.fullWords
    }
    // It is shared with every `sync`, as an event of the packet.
    var sharable = LaneTakings.Sharable(under: governed.policy.rules.secrets)
    let text = SafeText.escaped(
      String(decoding: sharable.text(Array(message.text.utf8)), as: UTF8.self))
    let command = PacketCommand.say(
      message.what, text: text, message: id, points: message.points)
    let stamp = Stamp(
      setting.actor, for: command, under: governed.policy, at: setting.now(),
      asking: setting.prompt)
    do {
      try await governed.carryOut(command, on: place.packet, stamp: stamp)
    } catch let refusal as Refusal {
      return refusal.kind == .repeated ? nil : refusal.reason
    }
    let points = message.points.map(String.init).joined(separator: ", ")
    let words = points.isEmpty ? text : "\(points)\(text.isEmpty ? "" : " (\(text))")"
    tell("the worker \(message.what.verb): \(SafeText.singleLine(words, limit: 200))")
    return nil
  }

  private static let fullWords = "no more than \(messageLimit) messages of an attempt are taken"

  private func refuse(_ name: UntrustedName, _ why: String, _ session: inout Session) {
    session.refused += 1
    if session.refused <= Self.refusalsTold {
      tell("refused \(name.shown) in the outbox: \(why)")
    } else if session.refused == Self.refusalsTold + 1 {
      tell("refused more in the outbox, which is not told any more")
    }
    if Outbox.isProper(name) { leave(.refused(why), for: name.text) }
    outbox.remove(name)
  }

  func leave(_ reply: WorkerReply, for name: String) {
    // A worker may have put something else there.
    guard Folder.isDirectory(place.replies) else { return }
    try? Folder.write(reply.bytes, to: "\(place.replies)/\(name)")
  }
}

extension Said.What {
  /// What a worker does who says it.
  var verb: String {
    switch self {
    case .question: "asks"
    case .report: "reports"
    case .observation: "observes"
    case .proposal: "proposes"
    case .claim: "says that it met"
    }
  }
}
