#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What somebody holds a lock of the clone's for.
public enum LockErrand: String, Sendable, CaseIterable {
  case sharing, landing, reconciling, forcing, amending, looking

  /// Such as `git o8 sync is under way`.
  public var sentence: String {
    switch self {
    case .sharing: "git o8 sync is under way"
    case .landing: "git o8 merge is landing a packet"
    case .reconciling: "git o8 reconcile is under way"
    case .forcing: "git o8 force is under way"
    case .amending: "git o8 policy is signing"
    case .looking: "a lane is looking where its base stands"
    }
  }
}

/// Who holds a lock, by a note that every holder leaves beside it for those who have to wait.
///
/// It means nothing while the lock is free, and decides nothing.
public struct LockHolder: Hashable, Sendable {
  public let process: Int32
  public let errand: LockErrand

  /// Its name and an errand.
  private static let noteBytes = 64

  /// The one who holds the lock at `path`; nil where that one has not said so yet, or is gone.
  public init?(holding path: String) {
    let note = Folder.read(Self.note(of: path), limit: Self.noteBytes) ?? []
    let words = String(decoding: note, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.count == 2, let process = Int32(words[0]), process > 0,
      let errand = LockErrand(rawValue: String(words[1])), kill(process, 0) == 0 || errno == EPERM
    else { return nil }
    self.process = process
    self.errand = errand
  }

  /// Says that this process holds the lock at `path`. Where that cannot be written, whoever waits
  /// is told less.
  public static func write(_ errand: LockErrand, holding path: String) {
    try? Folder.write(Array("\(getpid()) \(errand.rawValue)\n".utf8), to: note(of: path))
  }

  private static func note(of path: String) -> String { "\(path).by" }
}
