import Git
import Lanes
import Model
import Trust

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The packet that a command of this clone named last, which is what `-` means.
///
/// Which one moved last is no answer: lanes move theirs while nobody looks, and whoever cancels or
/// approves `-` means the one that was just spoken of.
struct LastNamed {
  private let file: String

  init(_ location: RepositoryLocation) { file = "\(location.commonDirectory)/o8/last" }

  var packet: ObjectID? {
    let bytes = Folder.smallFile(at: file, limit: Self.byteLimit) ?? []
    return ObjectID(String(decoding: bytes.prefix(ObjectID.hexCount), as: UTF8.self))
  }

  /// What cannot be written is forgotten: `-` then means the one that moved last.
  func remember(_ id: ObjectID) {
    guard packet != id else { return }
    let url = URL(fileURLWithPath: file)
    try? FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? Data("\(id.hex)\n".utf8).write(to: url, options: .atomic)
  }

  private static let byteLimit = 128
}
