import ArgumentParser
import Model
import Operations
import Render

/// `git o8 --help` has git look for this page; it is part of the program, so that it always fits.
struct ManualCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page, for man", shouldDisplay: false)

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    guard let page = ManualPage(of: GitO8._dumpHelp()) else {
      throw Problem(.bug, "the parser's own description of the commands cannot be read")
    }
    let text = page.text(version: GitO8.configuration.version)
    context.wantsJSON
      ? context.show(Answer([], json: ["schema": "o8/manual/1", "page": .string(text)]))
      : context.write(.output, text)
  }
}
