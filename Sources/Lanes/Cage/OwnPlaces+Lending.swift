internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A packet's conversation in the folders of the user, whose own program is to open it.
extension OwnPlaces {
  /// More files than a conversation is kept in.
  private static let filesMost = 10_000
  /// A transcript is not larger; a worker may have made a file of any size.
  private static let fileBytes = 1 << 30

  /// Lays what is called by `name` where the user's program looks for it. None of the user's is
  /// written over: what stands there and was not laid there before stays.
  public func lend(_ name: String) throws {
    for place in places {
      for part in Self.parts(called: name, in: place.source) {
        let target = "\(place.path)/\(part)"
        guard !Folder.exists(target) || lent.contains(target) else { continue }
        try remember(lent: target)
        try Self.copy("\(place.source)/\(part)", to: target)
      }
    }
  }

  /// Takes in what the user's program made of it.
  public func takeBack(_ name: String) throws {
    for target in lent.sorted() {
      for place in places where target.hasPrefix("\(place.path)/") {
        let part = target.dropFirst(place.path.count + 1)
        guard Self.isCalled(part, name) else { continue }
        try Self.copy(target, to: "\(place.source)/\(part)")
      }
    }
  }

  /// The outermost files and folders whose name holds `name` as a whole. A worker could write any
  /// file here: links lead nowhere.
  private static func parts(called name: String, in directory: String) -> [String] {
    guard let entries = FileManager.default.enumerator(atPath: directory) else { return [] }
    var found: [String] = []
    var looked = 0
    while looked < filesMost, let entry = entries.nextObject() as? String {
      looked += 1
      let kind = entries.fileAttributes?[.type] as? FileAttributeType
      guard kind == .typeRegular || kind == .typeDirectory, isCalled(entry[...], name) else {
        continue
      }
      if kind == .typeDirectory { entries.skipDescendants() }
      found.append(entry)
    }
    return found
  }

  private static func isCalled(_ path: Substring, _ name: String) -> Bool {
    guard !name.isEmpty, let last = path.split(separator: "/").last,
      let place = last.firstRange(of: name)
    else { return false }
    let around = last[..<place.lowerBound].suffix(1) + last[place.upperBound...].prefix(1)
    return around.allSatisfy { !$0.isLetter && !$0.isNumber }
  }

  private static func copy(_ source: String, to target: String) throws {
    guard Folder.isDirectory(source) else { return try copyFile(source, to: target) }
    let files = FileManager.default.enumerator(atPath: source)
    var looked = 0
    while looked < filesMost, let name = files?.nextObject() as? String {
      looked += 1
      try copyFile("\(source)/\(name)", to: "\(target)/\(name)")
    }
  }

  /// Copies an ordinary file that is no larger than one may be.
  private static func copyFile(_ source: String, to target: String) throws {
    guard let size = Folder.size(ofFile: source), size <= fileBytes else { return }
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
