import Foundation

/// An input that is kept: what a decoder was once fed, with what has to become of it.
public struct Sample: Sendable, CustomStringConvertible {
  /// `taken-…`, `refused-…`, or `odd-…` where nobody promised either.
  public let name: String
  public let bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  public var description: String { name }
}

/// The files of `Tests/Corpus`, which fuzzing begins with and every run replays.
public enum Corpus {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Corpus")

  /// The samples for a decoder, in the order of their names.
  public static func samples(of decoder: String) throws -> [Sample] {
    let folder = root.appendingPathComponent(decoder)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      Sample(
        name: $0, bytes: Array(try Data(contentsOf: folder.appendingPathComponent($0))))
    }
  }

  /// All folders, so that none is forgotten.
  public static func decoders() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: root.path))
  }
}
