import Foundation

/// What agent CLIs wrote when they were run, in `Tests/Captures`: `NAME.jsonl` is a standard
/// output or a file that a CLI keeps, `NAME.stderr` a standard error. Those under `made` were
/// written after a CLI's sources and documents, for it could not be run.
public enum Captures {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Captures")

  public static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appendingPathComponent(name)))
  }

  /// Its lines without their newlines; none where there is no such file.
  public static func lines(_ name: String) -> [[UInt8]] {
    guard var bytes = try? bytes(name) else { return [] }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { Array($0) }
  }

  /// All names, so that none is forgotten.
  public static func names() throws -> [String] {
    let manager = FileManager.default
    return try ["", "made/"].flatMap { folder in
      try manager.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
        .filter { $0.contains(".") }.map { folder + $0 }
    }.sorted()
  }
}
