import ArgumentParser
import Model
import Operations
import Render

/// One run of the program, from its words to its exit status.
public struct CommandRun: Sendable {
  private let words: [String]

  /// `words` are the arguments without the program's name.
  public init(_ words: [String]) { self.words = words }

  /// Does what the words say and returns the exit status.
  public func exitStatus(in outer: Context) async -> Int32 {
    let arguments = Arguments(words)
    var context = outer
    // Known before the parser looks, so that its complaints have the wanted form too.
    context.wantsJSON = arguments.wantsJSON || words.contains("--json")
    do {
      try context.enter(arguments.directories)
      return try await run(arguments.rest, in: context)
    } catch {
      let problem = Problem(error)
      context.complain(problem)
      return problem.kind.exitStatus
    }
  }

  private func run(_ words: [String], in outer: Context) async throws -> Int32 {
    let subcommand: any Subcommand
    if let unknown = Self.unknownCommand(in: words) {
      throw Problem(
        .usage, "there is no command \(SafeText.escaped(unknown))",
        hint: "git o8 help lists the commands")
    }
    if words == ["--version"] {
      outer.write(.output, GitO8.configuration.version + "\n")
      return 0
    }
    do {
      var command = try Self.parsed(words)
      if command is any CommandGroup {
        outer.write(.error, GitO8.helpMessage(for: type(of: command)) + "\n")
        return Problem.Kind.usage.exitStatus
      }
      guard let parsed = command as? any Subcommand else {
        // Only the parser's own commands are neither: they tell about the others by throwing.
        try command.run()
        return 0
      }
      subcommand = parsed
    } catch {
      return try leave(by: error, of: words, in: outer)
    }
    var context = outer
    try context.enter(subcommand.globals.directory)
    try await subcommand.run(in: context)
    return 0
  }

  /// Help and version are no failures, though the parser throws them.
  private func leave(
    by error: any Error, of words: [String], in context: Context
  ) throws(Problem) -> Int32 {
    guard GitO8.exitCode(for: error) == .success else {
      let names = Self.commands(in: words[...]).map { " " + $0 }.joined()
      throw Problem(
        .usage, GitO8.message(for: error),
        hint: names.isEmpty
          ? "git o8 help lists the commands"
          : "git o8 help\(names) tells what it takes")
    }
    context.write(.output, GitO8.fullMessage(for: error) + "\n")
    return 0
  }
}

extension CommandRun {
  /// What the words say.
  ///
  /// Only the command they name is looked into, for the parser's look at all of them takes longer
  /// than many a command. Help and complaints name the way to a command: they come from the whole.
  private static func parsed(_ words: [String]) throws -> any ParsableCommand {
    let names = commands(in: words[...])
    if let named = command(at: names), named.configuration.subcommands.isEmpty,
      let parsed = try? named.parseAsRoot(Array(words.dropFirst(names.count))),
      parsed is any Subcommand
    {
      return parsed
    }
    return try GitO8.parseAsRoot(words)
  }

  private static func command(at names: [String]) -> (any ParsableCommand.Type)? {
    var found: (any ParsableCommand.Type)?
    for name in names {
      let known = (found ?? GitO8.self).configuration.subcommands
      found = known.first { $0._commandName == name }
    }
    return found
  }

  /// The commands that the words begin with: `policy check`.
  private static func commands(in words: ArraySlice<String>) -> [String] {
    var names: [String] = []
    var known = GitO8.configuration.subcommands
    for word in words {
      guard let found = known.first(where: { $0._commandName == word }) else { break }
      names.append(word)
      known = found.configuration.subcommands
    }
    return names
  }

  /// What help is wanted of and does not exist: the parser would help with all instead.
  private static func unknownCommand(in words: [String]) -> String? {
    guard words.first == "help" else { return nil }
    let wanted = words.dropFirst().filter { !$0.hasPrefix("-") }
    return wanted.dropFirst(commands(in: wanted[...]).count).first
  }
}

extension Problem.Kind {
  /// The exit status that scripts tell them apart by.
  var exitStatus: Int32 {
    switch self {
    case .usage: 1
    case .environment: 2
    case .refused: 3
    case .noSuchThing: 4
    case .stale: 5
    case .timeout: 6
    case .bug: 70
    }
  }
}
