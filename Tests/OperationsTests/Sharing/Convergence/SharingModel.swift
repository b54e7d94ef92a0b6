import Model
import Support

/// What can happen among clones. Numbers of clones and packets count around, so that an operation
/// means something wherever it stands.
enum SharingStep: Hashable, Sendable {
  case open(clone: Int)
  case say(clone: Int, packet: Int)
  case handIn(clone: Int, packet: Int)
  case close(clone: Int, packet: Int)
  /// Work on the clone's main as it is, approved and landed there.
  case land(clone: Int, packet: Int)
  /// The clone's main goes where the common remote's was last seen.
  case follow(clone: Int)
  /// With the common remote; cut at a point, counted, where one is given.
  case sync(clone: Int, cut: Int?)
  /// With the common remote, while another is first between the look and the push.
  case race(clone: Int, other: Int)
  /// With another clone.
  case meet(clone: Int, other: Int)
  /// `git push` of everything, which git itself refuses where it would lose something.
  case plainPush(clone: Int)
  case plainFetch(clone: Int)
}

/// A course of steps, made of nothing but a seed.
struct SharingCourse: Sendable {
  enum Common: Hashable, Sendable {
    case atomic, oneByOne, none
  }

  var seed: UInt64
  var clones: Int
  var common: Common
  /// Seconds by which each clone's clock is wrong.
  var skews: [Int64]
  var steps: [SharingStep]

  init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    self.seed = seed
    clones = Int.random(in: 2...5, using: &random)
    common = [.atomic, .atomic, .atomic, .oneByOne, .none].randomElement(using: &random)!
    let week: Int64 = 7 * 86_400
    skews = (0..<clones).map { _ in Int64.random(in: -week...week, using: &random) }
    let (count, isCommon) = (clones, common != .none)
    let isCutting = UInt64.random(in: 0..<2, using: &random) == 0
    steps = (0..<Int.random(in: 10...40, using: &random)).map { _ in
      Self.step(among: count, isCommon, isCutting, &random)
    }
  }

  private static func step(
    among clones: Int, _ isCommon: Bool, _ isCutting: Bool, _ random: inout SeededRandom
  ) -> SharingStep {
    let clone = Int.random(in: 0..<clones, using: &random)
    let other = (clone + Int.random(in: 1..<clones, using: &random)) % clones
    let packet = Int.random(in: 0..<64, using: &random)
    let isCut = isCutting && Int.random(in: 0..<3, using: &random) == 0
    switch Int.random(in: 0..<22, using: &random) {
    case 0..<3: return .open(clone: clone)
    case 3..<6: return .say(clone: clone, packet: packet)
    case 6: return .handIn(clone: clone, packet: packet)
    case 7..<9: return .close(clone: clone, packet: packet)
    case 9 where isCommon: return .follow(clone: clone)
    case 18..<20 where isCommon: return .land(clone: clone, packet: packet)
    case 10..<15 where isCommon:
      let cut = isCut ? Int.random(in: 1...12, using: &random) : nil
      return .sync(clone: clone, cut: cut)
    case 15 where isCommon: return .race(clone: clone, other: other)
    case 16 where isCommon: return .plainPush(clone: clone)
    case 17 where isCommon: return .plainFetch(clone: clone)
    default: return .meet(clone: clone, other: other)
    }
  }
}

/// What must be true in the end, by what was done alone: it never looks at the implementation.
struct SharingModel {
  struct Packet: Hashable {
    var said: Set<String> = []
    var heads: Set<Int> = []
    /// The head by which it landed somewhere, once.
    var landing: Int?
    var isCancelled = false

    mutating func learn(_ other: Packet) {
      said.formUnion(other.said)
      heads.formUnion(other.heads)
      landing = landing ?? other.landing
      isCancelled = isCancelled || other.isCancelled
    }
  }

  /// All there is to know, by the order in which packets were opened.
  private(set) var packets: [Packet] = []
  /// What landed on the main of the common remote, in this order.
  private(set) var main: [Int] = []
  /// What each clone knows, by packet: nothing of one that is absent.
  private var known: [[Int: Packet]]
  private var atRemote: [Int: Packet] = [:]
  private var mains: [[Int]]
  private var seen: [[Int]]

  init(clones: Int) {
    known = Array(repeating: [:], count: clones)
    mains = Array(repeating: [], count: clones)
    seen = mains
  }

  /// The packet that a clone means by a number; nil where it knows of none.
  func packet(_ number: Int, in clone: Int) -> Int? {
    let all = known[clone].keys.sorted()
    return all.isEmpty ? nil : all[number % all.count]
  }

  func isOpen(_ packet: Int, in clone: Int) -> Bool {
    guard let here = known[clone][packet] else { return false }
    return !here.isCancelled && !seen[clone].contains(packet)
  }

  func state(of packet: Int) -> PacketState? {
    if main.contains(packet) { return .landed }
    return packets[packet].isCancelled ? .cancelled : nil
  }

  mutating func open(in clone: Int) -> Int {
    packets.append(Packet())
    known[clone][packets.count - 1] = Packet()
    return packets.count - 1
  }

  mutating func change(_ packet: Int, in clone: Int, _ change: (inout Packet) -> Void) {
    change(&packets[packet])
    change(&known[clone][packet, default: Packet()])
  }

  mutating func land(_ packet: Int, in clone: Int) { mains[clone].append(packet) }
  mutating func follow(in clone: Int) { mains[clone] = seen[clone] }

  mutating func sync(_ clone: Int) {
    Self.unite(&known[clone], &atRemote)
    let (mine, there) = (mains[clone], main)
    // A main that goes on from the remote's goes along, unless what landed was closed otherwise.
    let isFit = mine.dropFirst(there.count).allSatisfy { atRemote[$0]?.isCancelled != true }
    if mine.starts(with: there), isFit { main = mine }
    seen[clone] = main
  }

  mutating func meet(_ clone: Int, _ other: Int) {
    var (one, two) = (known[clone], known[other])
    Self.unite(&one, &two)
    (known[clone], known[other]) = (one, two)
  }

  private static func unite(_ one: inout [Int: Packet], _ other: inout [Int: Packet]) {
    for (packet, theirs) in other { one[packet, default: Packet()].learn(theirs) }
    other = one
  }
}
