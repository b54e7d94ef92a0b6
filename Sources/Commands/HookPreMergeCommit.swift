import ArgumentParser
import Operations

struct HookPreMergeCommit: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "pre-merge-commit", abstract: "Say early that a merge could not land")

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    try await HookCall(environment: context.environment, now: context.now).mergePrepared()
  }
}
