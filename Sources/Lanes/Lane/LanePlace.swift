public import Model

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Where the process of one packet keeps what lives no longer than the packet: a directory below
/// `<git-common-dir>/o8/lanes/`. Deleting it while nothing runs loses nothing.
public struct LanePlace: Hashable, Sendable {
  public let packet: ObjectID
  public let directory: String

  public init(of packet: ObjectID, in commonDirectory: String) {
    self.packet = packet
    directory = "\(Self.all(in: commonDirectory))/\(packet.hex)"
  }

  /// What holds the places of all packets.
  public static func all(in commonDirectory: String) -> String { "\(commonDirectory)/o8/lanes" }

  /// Those that are there.
  public static func all(leftIn commonDirectory: String) -> [LanePlace] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: all(in: commonDirectory))
    return (names ?? []).sorted().compactMap { name in
      ObjectID(name).map { LanePlace(of: $0, in: commonDirectory) }
    }
  }

  /// Held while a process works on the packet or anything of its worker's is left.
  public var lock: String { "\(directory)/lock" }
  public var isHeld: Bool { FileLock.isHeld(lock) }
  /// The lane's own process, apart from what it runs.
  public var tenure: Tenure { Tenure(of: lock) }
  public var spool: SpoolDirectory { SpoolDirectory("\(directory)/spool") }
  public var control: LaneControl { LaneControl(directory: directory) }
  /// What the worker is told, as a file.
  public var promptFile: String { "\(directory)/prompt.md" }
  /// Where the worker leaves messages.
  public var outbox: String { "\(directory)/outbox" }
  /// Where the lane leaves replies to those, for the worker to read.
  public var replies: String { WorkerOutbox.replies(beside: outbox) }
  /// Where the worker leaves files for people.
  public var artifacts: String { "\(directory)/artifacts" }
  /// The repository as the worker sees it, where it is not to see the real one.
  public var stage: String { "\(directory)/git" }
  /// What a detached lane says for itself when even its spool fails.
  public var log: String { "\(directory)/log" }

  /// The lines of that, none where all went well.
  public var complaint: [String] {
    let bytes = Folder.read(log, limit: Self.complaintBytes) ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  public func forgetComplaint() { Folder.removeFile(log) }

  /// An error and its hint; more is noise.
  private static let complaintBytes = 16 * 1024

  /// Removes it with all it holds: what is worth keeping of a closed packet is in git.
  public func remove() throws { try FileManager.default.removeItem(atPath: directory) }

  /// Makes the directories that are not there yet.
  public func make() throws(SystemFailure) {
    try Folder.make(directory)
    try Folder.make(outbox)
    try Folder.make(replies)
    try Folder.make(artifacts)
  }
}
