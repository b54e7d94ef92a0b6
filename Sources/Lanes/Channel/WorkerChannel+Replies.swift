import Git
import Model
import Store
import Trust

/// A question that waits for its answer.
struct Asked: Sendable {
  /// Under which the reply is to stand.
  let name: String
  let givesReceipt: Bool
}

/// The answers that were given during a run, as its worker is to be told them.
struct AnswersGiven: Sendable {
  private struct Unread {
    let words: String
    let since: Int64
    var isRefused = false
  }

  /// Those that stand as replies, by the names of their questions, and were not read yet.
  private var unread: [String: Unread] = [:]
  /// Those that the running worker was steered with.
  private(set) var steered: [String] = []

  /// Those of which the worker knows nothing.
  var untold: [String] { unread.sorted { $0.key < $1.key }.map(\.value.words) }

  fileprivate mutating func add(_ words: String, for name: String, at now: Int64) {
    unread[name] = Unread(words: words, since: now)
  }

  mutating func noteReceipt(_ name: String) { unread[name] = nil }

  /// Those that nobody seems to wait for any more.
  fileprivate func due(at now: Int64) -> [(name: String, words: String)] {
    unread.filter {
      !$0.value.isRefused && now - $0.value.since >= WorkerChannel.receiptMilliseconds
    }
    .sorted { $0.key < $1.key }.map { ($0.key, $0.value.words) }
  }

  fileprivate mutating func note(_ name: String, isHandedOver: Bool) {
    guard isHandedOver, let answer = unread.removeValue(forKey: name) else {
      unread[name]?.isRefused = true
      return
    }
    steered.append(answer.words)
  }
}

extension WorkerChannel {
  /// Who waits for a reply reads it at once; after so long nobody does.
  static let receiptMilliseconds: Int64 = 3000

  /// Passes on what people said since; until then the worker may be silent.
  func reply(_ session: inout Session) throws {
    guard !session.asked.isEmpty else { return patience.end() }
    let repository = try Repository(location)
    let tip = try repository.target(of: Layout.packet(place.packet))
    guard tip != session.tip else { return }
    let story = try GovernedRepository(location).storyOfPacket(place.packet)
    for (id, asked) in session.asked.sorted(by: { $0.value.name < $1.value.name }) {
      let saying = story?.said.last { $0.words.message == id }
      switch saying?.reply {
      case .answered(let text):
        leave(.answer(text), for: asked.name)
        if asked.givesReceipt, let question = saying?.words.text {
          session.answers.add(
            Saying.exchange(question, text), for: asked.name, at: Platform.milliseconds)
        }
      case .dismissed: leave(.refused("nobody answers: go on without"), for: asked.name)
      case nil:
        guard story?.state.isOpen != true else { continue }
        leave(.refused("the packet is closed"), for: asked.name)
      }
      session.asked[id] = nil
    }
    session.tip = tip
    if session.asked.isEmpty { patience.end() } else { patience.begin() }
  }

  /// Tells a worker that went on what it asked before, where it can hear while it works.
  func handOver(_ session: inout Session, isLast: Bool) async {
    guard !isLast else { return }
    for (name, words) in session.answers.due(at: Platform.milliseconds) {
      let isHandedOver = await steer(words)
      session.answers.note(name, isHandedOver: isHandedOver)
      guard isHandedOver else { continue }
      tell("the worker went on without it, and is told the answer while it works")
      let command = PacketCommand.steer(message: words, live: true)
      do {
        let governed = try GovernedRepository(location)
        let stamp = Stamp(
          setting.actor, for: command, under: governed.policy, at: setting.now(),
          asking: setting.prompt)
        try await governed.carryOut(command, on: place.packet, stamp: stamp)
      } catch { tell("that it was told is not recorded: \(error)") }
    }
  }
}
