#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Messages for the worker of a running lane, as files in a directory of the lane's own: whoever
/// moves one first has it, and what became of it stands in its name.
public struct LaneLetters: Hashable, Sendable {
  private enum Standing: String {
    case waiting, taken, delivered, refused
  }

  public let directory: String

  public init(in laneDirectory: String) { directory = "\(laneDirectory)/letters" }

  /// More at once are no conversation any more.
  private static let letterLimit = 100
  /// As long as what a prompt has room for.
  private static let letterBytes = 128 * 1024

  /// Leaves a message; returns its name.
  public func leave(_ text: String) throws(SystemFailure) -> String {
    try Folder.make(directory)
    var random = SystemRandomNumberGenerator()
    let name = String(random.next(), radix: 36) + String(random.next(), radix: 36)
    let half = "\(directory)/\(name).half"
    try Folder.write(Array(text.utf8), to: half)
    guard rename(half, path(name, .waiting)) == 0 else {
      throw SystemFailure("leave a message", path(name, .waiting), lastErrno: errno)
    }
    return name
  }

  /// What became of a message; nil while nobody knows.
  public func fate(of name: String) -> SteeringQueue.Fate? {
    if unlink(path(name, .delivered)) == 0 { return .delivered }
    if unlink(path(name, .refused)) == 0 { return .undeliverable }
    return nil
  }

  /// Takes a message back that no lane has taken yet. Returns whether that is so.
  public func withdraw(_ name: String) -> Bool { unlink(path(name, .waiting)) == 0 }

  /// Hands all that wait to `queue`.
  func forward(to queue: SteeringQueue) {
    let ending = ".\(Standing.waiting.rawValue)"
    let names = Folder.names(in: directory).filter { $0.hasSuffix(ending) }.sorted()
    for name in names.prefix(Self.letterLimit).map({ String($0.dropLast(ending.count)) }) {
      let taken = path(name, .taken)
      guard rename(path(name, .waiting), taken) == 0 else { continue }
      guard let bytes = Folder.read(taken, limit: Self.letterBytes),
        let text = String(validating: bytes, as: UTF8.self)
      else {
        rename(taken, path(name, .refused))
        continue
      }
      queue.say(text) { fate in
        rename(taken, path(name, fate == .delivered ? .delivered : .refused))
      }
    }
  }

  /// Removes what is left of earlier lanes.
  func clear() {
    for name in Folder.names(in: directory) { unlink("\(directory)/\(name)") }
  }

  private func path(_ name: String, _ standing: Standing) -> String {
    "\(directory)/\(name).\(standing.rawValue)"
  }
}
