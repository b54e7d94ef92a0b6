import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

/// What an event can be that no reader takes, made of the text of an honest one.
struct BadData: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// A part of what the refusal says.
  let saying: String
  /// Whether it is too large for anybody to hold, and not just wrong.
  var isForeign = false
  let text: @Sendable (Envelope) -> [UInt8]

  private static let version = "\"v\":1"

  static let all: [BadData] = [
    BadData(testDescription: "oversized", saying: "is too large", isForeign: true) { _ in
      Array(repeating: 0x20, count: Limits.blobBytes + 1)
    },
    BadData(testDescription: "deep", saying: "nests too deep") {
      let deep = String(repeating: "[", count: 9_000) + String(repeating: "]", count: 9_000)
      return $0.text(replacing: version, by: "\(version),\"x\":\(deep)")
    },
    BadData(testDescription: "of a future version", saying: "of a version") {
      $0.text(replacing: version, by: "\"v\":2")
    },
    BadData(testDescription: "with a key twice", saying: "a key occurs twice") {
      $0.text(replacing: version, by: "\(version),\(version)")
    },
    BadData(testDescription: "with a clock of the wrong type", saying: "`clock` is no integer") {
      $0.text(replacing: "\"clock\":\($0.clock)", by: "\"clock\":\"\($0.clock)\"")
    },
    BadData(testDescription: "with a number beyond all", saying: "64 bits") {
      $0.text(
        replacing: "\"clock\":\($0.clock)", by: "\"clock\":\(String(repeating: "9", count: 99))")
    },
    BadData(testDescription: "truncated", saying: "does not end") { $0.text().dropLast(20) },
    BadData(testDescription: "empty", saying: "does not end with a newline") { _ in [] },
    BadData(testDescription: "with CRLF", saying: "not in its canonical form") {
      $0.text().dropLast() + [0x0d, 0x0a]
    },
    BadData(testDescription: "with bytes behind it", saying: "something follows") {
      $0.text().dropLast() + Array("{}\n".utf8)
    },
    BadData(testDescription: "with a NUL", saying: "bare control character") {
      $0.text(replacing: "ann", by: "a\u{0}n")
    },
    BadData(testDescription: "with bytes that are no UTF-8", saying: "no valid UTF-8") {
      Array($0.text().prefix(8)) + [0xff, 0xfe] + Array($0.text().dropFirst(8))
    },
  ]
}
