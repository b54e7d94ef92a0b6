import ArgumentParser
import Model
import Operations
import Render

struct Question: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "question",
    abstract: "In a lane: ask people something, and wait for the answer",
    discussion: """
      Prints the answer and ends with 0; with 6 where nobody has answered in time. The packet waits \
      until somebody does, whatever its worker does meanwhile.
      """)

  @Argument(help: "What you have to know")
  var question: String?

  @OptionGroup var text: MessageOptions

  @Option(
    help: ArgumentHelp("How long to wait, such as 30m; 0s asks and goes on", valueName: "time"),
    transform: Span.init(text:))
  var wait: Span?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let voice = try WorkerVoice(.question, environment: context.environment)
    let text = try text.said(in: context, besides: question, by: Said.What.question)
    let seconds = wait?.seconds ?? WorkerVoice.waitSeconds
    let answer = try await voice.ask(text, waitingSeconds: seconds)
    let lines = answer.map { $0.split(separator: "\n", omittingEmptySubsequences: false) } ?? []
    context.show(
      Answer(
        answer == nil
          ? [Line("asked; whoever goes on is told the answer", .faint)]
          : lines.map { Line(String($0)) },
        json: ["schema": "o8/answer/1", "answer": JSONValue(answer)]))
  }
}

struct Report: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "In a lane: hand over what you found or did, for people to read",
    discussion: """
      With --met it claims that your work meets points of acceptance, by their numbers in the \
      prompt; a text beside it says how.
      """)

  @Argument(help: "What there is to report")
  var report: String?

  @OptionGroup var text: MessageOptions

  @Option(help: ArgumentHelp("A point of acceptance that your work meets", valueName: "number"))
  var met: [Int] = []

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    guard met.isEmpty else { return try context.claim(met, text, besides: report) }
    try context.say(.report, text, besides: report)
  }
}

struct Observe: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "observe",
    abstract: "In a lane: note something about the repository that others should know")

  @Argument(help: "What you saw")
  var observation: String?

  @OptionGroup var text: MessageOptions

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    try context.say(.observation, text, besides: observation)
  }
}

struct Propose: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "propose",
    abstract: "In a lane: propose work that you came upon and that is not yours")

  @Argument(help: "What should be done")
  var proposal: String?

  @OptionGroup var text: MessageOptions

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    try context.say(.proposal, text, besides: proposal)
  }
}

extension Context {
  fileprivate func claim(
    _ points: [Int], _ text: MessageOptions, besides argument: String?
  ) throws {
    let voice = try WorkerVoice(.claim, environment: environment)
    try voice.claim(points, text.text(in: self, besides: argument))
    show(
      Answer(
        [Line("noted as claimed by the worker", .faint)],
        json: [
          "schema": "o8/said/1", "what": .string(Said.What.claim.rawValue),
          "points": .array(points.map { JSONValue($0) }),
        ]))
  }

  fileprivate func say(
    _ what: Said.What, _ text: MessageOptions, besides argument: String?
  ) throws {
    let voice = try WorkerVoice(what, environment: environment)
    try voice.say(what, text.said(in: self, besides: argument, by: what))
    show(
      Answer(
        [Line("noted as said by the worker", .faint)],
        json: ["schema": "o8/said/1", "what": .string(what.rawValue)]))
  }
}

extension MessageOptions {
  fileprivate func said(
    in context: Context, besides argument: String?, by what: Said.What
  ) throws(Problem) -> String {
    guard let text = try text(in: context, besides: argument) else {
      throw Problem(
        .usage, "there is nothing to say", hint: "git o8 \(what.command) 'TEXT', or -F FILE")
    }
    return text
  }
}
