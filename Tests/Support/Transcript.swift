import Foundation

/// A text that shows commands and what they say: prose at column 0, a command behind `  $ `
/// (continued behind `  > `), its output indented by two blanks, an exit other than zero as
/// `  [3]`.
public struct Transcript: Sendable {
  public var items: [Item]

  public enum Item: Equatable, Sendable {
    case prose(String)
    case command([String])
    /// What the command above it said, the exit included.
    case output([String])
  }

  public init(_ text: String) {
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

  public var text: String {
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
  public func replayed(by run: ([String]) async throws -> [String]) async throws -> Transcript {
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

extension Transcript {
  /// Runs what stands in the file at `path`; answers what is said otherwise now, nil where nothing is.
  /// With `O8_ACCEPT=1` the file is rewritten instead.
  public static func change(
    at path: String, by run: ([String]) async throws -> [String]
  ) async throws -> String? {
    let written = try String(contentsOfFile: path, encoding: .utf8)
    let said = try await Transcript(written).replayed(by: run)
    guard said.text != written else { return nil }
    if ProcessInfo.processInfo.environment["O8_ACCEPT"] == "1" {
      try Data(said.text.utf8).write(to: URL(fileURLWithPath: path))
      return nil
    }
    return "\(difference(from: written, to: said.text))\nO8_ACCEPT=1 rewrites \(path)"
  }

  /// The lines that changed, as `diff` marks them.
  private static func difference(from written: String, to said: String) -> String {
    let (old, new) = (written.split(separator: "\n"), said.split(separator: "\n"))
    return new.difference(from: old).map { change in
      switch change {
      case .remove(_, let line, _): "- \(line)"
      case .insert(_, let line, _): "+ \(line)"
      }
    }.joined(separator: "\n")
  }

  /// What the commands of one item say, run with `sh` in the repository: the places that differ from
  /// run to run are shown as `$REPO`, `$SCRATCH` and `$HOME`, and an exit other than 0 as `[3]`.
  public static func run(
    _ lines: [String], in repository: TestRepository, environment: [String: String]
  ) async throws -> [String] {
    let places = ["REPO": repository.path, "SCRATCH": repository.scratch, "TERM": "dumb"]
    let result = try await repository.program.run(
      "sh", ["-c", "exec 2>&1\n" + lines.joined(separator: "\n")],
      environment: environment.merging(places) { $1 }.merging(["COLUMNS": "80"]) { $1 })
    let home = environment["HOME"] ?? repository.program.environment["HOME"] ?? "/nonexistent"
    var output = result.output.replacing(home, with: "$HOME")
      .replacing(repository.scratch, with: "$SCRATCH").replacing(repository.path, with: "$REPO")
    if output.hasSuffix("\n") { output.removeLast() }
    let said =
      output.isEmpty
      ? [] : output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return result.exit == 0 ? said : said + ["[\(result.exit)]"]
  }
}
