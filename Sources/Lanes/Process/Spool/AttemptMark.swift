/// The note of a lane's from which on its log holds what an attempt's program says.
public struct AttemptMark: Hashable, Sendable {
  public let number: Int
  public let runtime: String

  /// A note is a few words; a line that is longer is none.
  private static let bytes = 200

  init(number: Int, runtime: String) {
    self.number = number
    self.runtime = runtime
  }

  /// Nil for any other line, whoever wrote it.
  public init?(_ line: SpoolLine) {
    guard line.source == .lane, line.bytes.count <= Self.bytes else { return nil }
    let words = String(decoding: line.bytes, as: UTF8.self).split(separator: " ")
    guard words.count == 4, words[0] == "attempt", words[2] == "with", let number = Int(words[1])
    else { return nil }
    self.init(number: number, runtime: String(words[3]))
  }

  var note: String { "attempt \(number) with \(runtime)" }
}
