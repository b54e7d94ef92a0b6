internal import Foundation
public import Runtimes

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The directories that a caged worker has in the place of the user's: what a CLI keeps of all its
/// conversations in one folder is neither shown to a worker nor written by it.
public struct OwnPlaces: Sendable {
  private let lane: String
  /// Where each is for the program, without links, and where it really is.
  private let places: [(path: String, source: String)]

  /// More files than a conversation is kept in.
  private static let filesMost = 10_000

  public init(_ wanted: [HomePlace], of place: LanePlace, home: String?) {
    lane = place.directory
    places = wanted.filter { $0.access == .own }.compactMap { wanted in
      let path = wanted.path.hasPrefix("/") ? wanted.path : home.map { "\($0)/\(wanted.path)" }
      guard let path else { return nil }
      // Where it cannot be made, the program works and its conversation cannot go on.
      try? Folder.make(path)
      let name = String(wanted.path.map { $0 == "/" ? "%" : $0 })
      return HiddenPlaces.real(path).map { ($0, "\(place.directory)/own/\(name)") }
    }
  }

  /// What each is in the place of, and where it really is.
  var moved: [String: String] {
    Dictionary(places.map { ($0.path, $0.source) }, uniquingKeysWith: { first, _ in first })
  }

  func mounts() throws(SystemFailure) -> [Cage.Mount] {
    var mounts: [Cage.Mount] = []
    for place in places {
      try Folder.make("\(lane)/own")
      try Folder.make(place.source)
      mounts.append(.writing(place.source, at: place.path))
    }
    return mounts
  }

  /// Lays the files of one conversation where the user's own program looks for them. None of the
  /// user's is written over: what stands there and was not laid there before stays.
  public func lend(_ session: SessionID) throws {
    for place in places {
      for name in Self.files(of: session, in: place.source) {
        let target = "\(place.path)/\(name)"
        guard !Folder.exists(target) || lent.contains(target) else { continue }
        try remember(lent: target)
        try Self.copy("\(place.source)/\(name)", to: target)
      }
    }
  }

  /// Takes in what the user's own program made of them.
  public func takeBack(_ session: SessionID) throws {
    let lent = lent
    for place in places {
      for name in Self.files(of: session, in: place.path)
      where lent.contains("\(place.path)/\(name)") {
        try Self.copy("\(place.path)/\(name)", to: "\(place.source)/\(name)")
      }
    }
  }

  /// A worker could write any file here: links lead nowhere.
  private static func files(of session: SessionID, in directory: String) -> [String] {
    guard let entries = FileManager.default.enumerator(atPath: directory) else { return [] }
    var found: [String] = []
    for case let name as String in entries.lazy.prefix(filesMost) {
      let last = name.split(separator: "/").last ?? ""
      guard last.contains(session.text),
        let kind = try? FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")[.type],
        kind as? FileAttributeType == .typeRegular
      else { continue }
      found.append(name)
    }
    return found
  }

  private static func copy(_ source: String, to target: String) throws {
    let folder = Folder.parent(of: target)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let half = "\(target).o8-half"
    try? FileManager.default.removeItem(atPath: half)
    try FileManager.default.copyItem(atPath: source, toPath: half)
    guard rename(half, target) == 0 else { throw SystemFailure("write", target, lastErrno: errno) }
  }

  private var lentFile: String { "\(lane)/lent" }
  private static let lentBytes = 1 << 20

  /// What was laid into the user's folders, a path a line.
  private var lent: Set<String> {
    let bytes = Folder.read(lentFile, limit: Self.lentBytes) ?? []
    return Set(bytes.split(separator: 10).map { String(decoding: $0, as: UTF8.self) })
  }

  private func remember(lent path: String) throws(SystemFailure) {
    let all = lent.union([path]).sorted().map { "\($0)\n" }.joined()
    try Folder.write(Array(all.utf8), to: lentFile)
  }
}
