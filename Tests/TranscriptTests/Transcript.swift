import Foundation

/// A text that shows commands and what they say: prose at column 0, a command behind `  $ `
/// (continued behind `  > `), its output indented by two blanks, an exit other than zero as
/// `  [3]`.
struct Transcript {
  var items: [Item]

  enum Item: Equatable {
    case prose(String)
    case command([String])
    /// What the command above it said, the exit included.
    case output([String])
  }

  init(_ text: String) {
    items = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      append(line)
    }
  }

  private mutating func append(_ line: String) {
    if line.hasPrefix("  $ ") {
      items.append(.command([String(line.dropFirst(4))]))
      items.append(.output([]))
    } else if line.hasPrefix("  > "), case .command(let words) = items.dropLast().last,
      items.last == .output([])
    {
      items[items.count - 2] = .command(words + [String(line.dropFirst(4))])
    } else if line.hasPrefix("  "), case .output(let lines) = items.last {
      items[items.count - 1] = .output(lines + [String(line.dropFirst(2))])
    } else {
      items.append(.prose(line))
    }
  }

  var text: String {
    items.flatMap { item -> [String] in
      switch item {
      case .prose(let line): [line]
      case .command(let lines):
        lines.enumerated().map { ($0.offset == 0 ? "  $ " : "  > ") + $0.element }
      case .output(let lines): lines.map { "  " + $0 }
      }
    }.joined(separator: "\n")
  }

  /// The same with what each command really says.
  func replayed(by run: ([String]) async throws -> [String]) async throws -> Transcript {
    var result = self
    var said: [String] = []
    for (index, item) in items.enumerated() {
      switch item {
      case .prose: break
      case .command(let lines): said = try await run(lines)
      case .output: result.items[index] = .output(said)
      }
    }
    return result
  }
}
