import ArgumentParser

/// The model has flags too: here the word is the parser's.
typealias Flag = ArgumentParser.Flag

/// A command that does something: it gets the world as a context and knows no other.
protocol Subcommand: ParsableCommand {
  var globals: GlobalOptions { get }

  func run(in context: Context) async throws
}

/// A name that stands before those of commands and does nothing by itself.
protocol CommandGroup: ParsableCommand {}

/// What every command takes, before or behind its name.
struct GlobalOptions: ParsableArguments {
  @Option(
    name: .customShort("C"),
    help: ArgumentHelp("Run as if started in this directory", valueName: "dir"))
  var directory: [String] = []

  @Flag(help: "Print one JSON document")
  var json = false
}
