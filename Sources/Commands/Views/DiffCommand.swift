import ArgumentParser
import Model
import Operations
import Render

struct DiffCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what a packet changes, with git's own pager and colours")

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String?

  @Flag(help: "Only what came after the last verdict")
  var sinceVerdict = false

  @Option(
    help: ArgumentHelp(
      "Only what these attempts did: 2 for the second, 1..3 for what came after the first up to "
        + "the third", valueName: "A..B"))
  var attempt: AttemptRange?

  @OptionGroup var globals: GlobalOptions

  func validate() throws {
    if sinceVerdict, attempt != nil {
      throw ValidationError("--since-verdict and --attempt exclude each other")
    }
  }

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    let span: DiffSpan =
      sinceVerdict
      ? .sinceVerdict : attempt.map { .attempts(after: $0.after, last: $0.last) } ?? .whole
    let diff = try await workspace.diff(of: packet, span)
    if context.wantsJSON {
      context.show(Answer([], json: diff.document))
    } else if let handOver = context.handOver {
      handOver(["git", "-C", diff.directory] + diff.arguments)
    } else {
      context.write(.output, try await workspace.text(of: diff))
    }
  }
}

/// Attempts as they are given: `2`, or `1..3`.
struct AttemptRange: ExpressibleByArgument, Hashable {
  let after: Int
  let last: Int

  init?(argument: String) {
    if let number = Int(argument), number > 0 {
      (after, last) = (number - 1, number)
      return
    }
    let ends = argument.split(separator: ".", omittingEmptySubsequences: false)
    guard ends.count == 3, ends[1].isEmpty, let first = Int(ends[0]), let last = Int(ends[2]),
      first >= 0, last > first
    else { return nil }
    (after, self.last) = (first, last)
  }
}

extension PacketDiff {
  fileprivate var document: JSONValue {
    [
      "schema": "o8/diff/1", "packet": .string(packet.hex), "from": .string(from.hex),
      "to": .string(to.hex),
      "files": .array(
        files.map {
          ["path": .string($0.path), "old": JSONValue($0.old), "new": JSONValue($0.new)]
        }),
    ]
  }
}
