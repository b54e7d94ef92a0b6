import Git
public import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Store {
  /// A glance at each of the packets, which must be sorted by id; nil for one whose commits cannot
  /// be read or say no state.
  ///
  /// What was seen is kept in a file of the clone's, which may be deleted at any time.
  public func glances(at packets: [(id: ObjectID, tip: ObjectID)]) -> [PacketGlance?] {
    let directory = repository.location.commonDirectory + "/o8"
    let path = directory + "/packet-glances"
    let file = PacketGlanceFile(path)
    var (place, fresh) = (0, 0)
    let glances = packets.map { id, tip -> PacketGlance? in
      if let known = file?.glance(id, tip, from: &place) { return known }
      fresh += 1
      return glance(id, tip)
    }
    if fresh > Self.freshGlanceLimit, repository.location.objects == nil {
      _ = mkdir(directory, 0o700)
      _ = MappedFile.replace(path, with: PacketGlanceFile.bytes(glances.compactMap { $0 }))
    }
    return glances
  }

  /// Reading so many packets takes no longer than writing the file.
  private static let freshGlanceLimit = 64

  private func glance(_ id: ObjectID, _ tip: ObjectID) -> PacketGlance? {
    guard let last = try? repository.commit(tip, limit: Limits.commitBytes),
      let state = Self.state(in: last.messageBytes),
      let first = try? repository.commit(id, limit: Limits.commitBytes)
    else { return nil }
    return PacketGlance(
      id: id, tip: tip, state: state, title: Self.title(in: first.messageBytes),
      seconds: last.committer.seconds)
  }

  /// The last trailer is the state.
  private static func state(in message: ArraySlice<UInt8>) -> PacketState? {
    let newline = UInt8(ascii: "\n")
    let text = message.last == newline ? message.dropLast() : message
    let line = text[((text.lastIndex(of: newline) ?? text.startIndex - 1) + 1)...]
    guard line.starts(with: stateTrailer) else { return nil }
    return PacketState(
      rawValue: String(decoding: line.dropFirst(stateTrailer.count), as: UTF8.self))
  }

  private static func title(in message: ArraySlice<UInt8>) -> String {
    let line = message.prefix { $0 != UInt8(ascii: "\n") }
    guard line.starts(with: openedPrefix) else { return "" }
    return String(decoding: line.dropFirst(openedPrefix.count), as: UTF8.self)
  }

  private static let stateTrailer = Array("O8-State: ".utf8)
  private static let openedPrefix = Array("opened: ".utf8)
}
