import Foundation
import Fuzzing
import Support
import Testing

/// What is made to exhaust a reader, in a process that may take little time and memory.
///
/// The process is this one's program again, through a shell. An exit test of Swift Testing would
/// wait for whatever child of this process ends, and so take away those of the other tests.
@Suite struct Bounds {
  /// In kilobytes: what a process of tests has before it reads anything, and room for a hundred
  /// times the largest event.
  private static let memory = 700 << 10
  /// All inputs together take a second; without optimising, a few.
  private static let seconds = 60

  private static let variable = "O8_BOMBS"
  private static let part = ProcessInfo.processInfo.environment[variable]

  @Test(.enabled(if: part == nil), arguments: [("all", true), ("unbounded", false)])
  func noInputTakesMoreThanItsShare(part: String, passes: Bool) async throws {
    let answer = try await withTemporaryDirectory { directory in
      try await TestProgram(directory: directory, home: directory).run(
        "sh",
        [
          "-c",
          "ulimit -d \(Self.memory); ulimit -t \(Self.seconds); "
            + "exec \"$0\" --testing-library swift-testing --filter FuzzTests.Bounds",
          CommandLine.arguments[0],
        ], environment: [Self.variable: part])
    }
    #expect((answer.exit == 0) == passes, "\(answer.output)\(answer.error)")
    let test = passes ? "bombsAreRead" : "aReaderWithoutBoundsIsEnded"
    #expect((answer.output + answer.error).contains("Test \(test)"))
  }

  @Test(.enabled(if: part == "all"), arguments: Decoder.all)
  func bombsAreRead(decoder: Decoder) throws {
    for bomb in Decoder.bombs(of: decoder.name) {
      let answer = try decoder.read(bomb.bytes)
      #expect(!answer.isTaken || decoder.name == "transactions", "\(bomb.title)")
    }
  }

  /// Shows that the limits bite.
  @Test(.enabled(if: part == "unbounded"))
  func aReaderWithoutBoundsIsEnded() {
    let bytes = [UInt8](unsafeUninitializedCapacity: 2 << 30) { buffer, count in
      buffer.update(repeating: 1)
      count = buffer.count
    }
    #expect(bytes.count > 0)
  }
}
