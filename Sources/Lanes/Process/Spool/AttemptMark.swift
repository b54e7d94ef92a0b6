public import Model

/// The note of a lane's from which on its log holds what an attempt's program says.
public struct AttemptMark: Hashable, Sendable {
  public let number: Int
  public let runtime: String
  public let surface: WorkSurface

  /// A note is a few words; a line that is longer is none.
  private static let bytes = 200

  /// What stands behind the runtime's name where its worker is at a terminal.
  private static let place = ["at", "a", "terminal"]

  init(number: Int, runtime: String, on surface: WorkSurface) {
    self.number = number
    self.runtime = runtime
    self.surface = surface
  }

  /// Nil for any other line, whoever wrote it.
  public init?(_ line: SpoolLine) {
    guard line.source == .lane, line.bytes.count <= Self.bytes else { return nil }
    let words = String(decoding: line.bytes, as: UTF8.self).split(separator: " ")
    guard words.count >= 4, words[0] == "attempt", words[2] == "with", let number = Int(words[1])
    else { return nil }
    let isAtTerminal = words.dropFirst(4).elementsEqual(Self.place) { $0 == $1 }
    guard words.count == 4 || isAtTerminal else { return nil }
    self.init(
      number: number, runtime: String(words[3]), on: isAtTerminal ? .terminal : .stream)
  }

  var note: String {
    let place = surface == .terminal ? Self.place : []
    return (["attempt \(number) with \(runtime)"] + place).joined(separator: " ")
  }
}
