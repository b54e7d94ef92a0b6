import ArgumentParser
import Model
import Operations

/// What a piece of work can be told besides its title.
struct WorkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The model that the runtime is to use", valueName: "name"))
  var model: String?

  @Option(
    help: "How strong a model it needs: light, standard or heavy",
    transform: { text in
      guard let tier = Tier(rawValue: text) else {
        throw ValidationError("there is no tier \(text); tiers: light, standard, heavy")
      }
      return tier
    })
  var tier: Tier?

  @Option(help: ArgumentHelp("Paths it may change, such as 'src/**'", valueName: "glob"))
  var scope: [String] = []

  @Option(
    name: .customLong("accept"),
    help: ArgumentHelp("What has to be true when it is done", valueName: "text"))
  var acceptance: [String] = []

  @Option(help: ArgumentHelp("A packet that must have landed before", valueName: "id"))
  var after: [String] = []

  @Option(
    help: "What runs first where not all can; higher is sooner", transform: Self.wholeNumber)
  var priority: Int?

  @Option(
    help: """
      How often the worker may try before the packet has failed. A further turn of its conversation \
      after an empty result, a red gate or points left open is a part of its attempt: one may be \
      several runs, which show tells
      """,
    transform: Self.wholeNumber)
  var attempts: Int?

  @Option(
    help: ArgumentHelp("How long one attempt may take, such as 90s or 30m", valueName: "time"),
    transform: Span.init(text:))
  var timeout: Span?

  @Option(
    help: ArgumentHelp(
      "How its worker and gates are kept apart: sandbox, clone or worktree", valueName: "how"),
    transform: { text in
      guard let isolation = Isolation(rawValue: text) else {
        throw ValidationError("there is no isolation \(text): sandbox, clone, worktree")
      }
      return isolation
    })
  var isolation: Isolation?

  @Sendable private static func wholeNumber(_ text: String) throws -> Int {
    guard let number = Int(text) else { throw ValidationError("it is a whole number, such as 2") }
    return number
  }
}

/// A length of time on the command line: a number with `s`, `m`, `h` or `d`.
struct Span: ExpressibleByArgument, Hashable {
  let seconds: Int

  /// Reads one, or says how one is written.
  init(text: String) throws {
    guard let span = Span(argument: text) else {
      throw ValidationError("it is a number with s, m, h or d, such as 90s or 30m")
    }
    self = span
  }

  init?(argument: String) {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let last = argument.last, let unit = units[last], let count = Int(argument.dropLast()),
      count >= 0
    else { return nil }
    let (seconds, isTooLong) = count.multipliedReportingOverflow(by: unit)
    guard !isTooLong else { return nil }
    self.seconds = seconds
  }
}

/// A text given as git takes one: `-m`, `-F FILE`, or `-F -` for standard input.
struct TaskOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: ArgumentHelp("What is to be done, in full", valueName: "text"))
  var message: [String] = []

  @Option(
    name: [.customShort("F"), .customLong("file")],
    help: ArgumentHelp("Take the text from a file; - is standard input", valueName: "file"))
  var file: String?

  /// A task of this many bytes still fits into an event.
  static let byteLimit = 512 * 1024

  /// Nil where none was given.
  func text(in context: Context) throws(Problem) -> String? {
    guard let file else {
      return message.isEmpty ? nil : message.joined(separator: "\n\n")
    }
    guard message.isEmpty else { throw Problem(.usage, "give -m or -F, not both") }
    let bytes =
      file == "-"
      ? context.readInput(Self.byteLimit + 1) : try context.read(file, limit: Self.byteLimit + 1)
    guard let bytes else {
      throw Problem(.usage, "nothing stands on standard input", hint: "pipe the text in")
    }
    guard bytes.count <= Self.byteLimit else {
      throw Problem(.usage, "the text has more than \(Self.byteLimit) bytes")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(.usage, "the text is not UTF-8")
    }
    return text
  }
}
