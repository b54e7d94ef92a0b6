import ArgumentParser
import Model
import Operations
import Render

struct AnswerCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "answer",
    abstract: "Answer what the worker of a packet asked, and have it go on",
    discussion: """
      The answer is signed. A worker that still waits gets it at once; where it has ended, another \
      attempt starts that is told.
      """)

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String

  @Argument(help: "The answer; your editor asks where it is not given")
  var answer: String?

  @OptionGroup var text: MessageOptions

  @Flag(help: "Stay until people are next, and tell what happens")
  var wait = false

  @Flag(help: "Run its worker in this clone, though another dispatched it")
  var here = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    var said = try text.text(in: context, besides: answer)
    if said == nil, context.canEdit, answer == nil {
      let asked = try await workspace.report(on: packet).packet.question
      said = try await context.edit(
        for: workspace,
        notes: ["What is to be answered to:", ""]
          + (asked ?? "").split(separator: "\n").map(String.init))
    }
    guard let said else {
      throw Problem(
        .usage, "there is no answer", hint: "git o8 answer \(packet) 'TEXT', or -F FILE")
    }
    try await context.attend(wait) {
      try await workspace.answer(packet, text: said, takingOver: here, $0)
    }
  }
}
