import ArgumentParser
import Operations

struct HookPrePush: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "pre-push", abstract: "Say early that a push could not land, and send its proof")

  @Argument(help: "The remote's name, or its URL where it has none")
  var remote: String

  @Argument(help: "Where the push goes")
  var url: String

  @OptionGroup var globals: GlobalOptions

  /// Bytes of input: a push of every reference of a very large repository.
  private static let inputLimit = 256 << 20

  func run(in context: Context) async throws {
    let input = context.readInput(Self.inputLimit) ?? []
    let call = HookCall(environment: context.environment, now: context.now)
    for note in try await call.pushPrepared(to: remote, at: url, input) {
      context.write(.error, "o8: \(note)\n")
    }
  }
}
