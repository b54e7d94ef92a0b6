import ArgumentParser
import Model
import Operations

struct HookPreReceive: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "pre-receive", abstract: "Judge a push before any of it is let in")

  @OptionGroup var globals: GlobalOptions

  /// Bytes of input: a push of every reference of a very large repository.
  private static let inputLimit = 256 << 20
  /// Refusals on one screen; whoever mends these is told the next.
  private static let shownLimit = 16

  func run(in context: Context) async throws {
    let input = context.readInput(Self.inputLimit) ?? []
    guard input.count < Self.inputLimit else {
      throw Problem(.refused, "nothing may be pushed: the push is too large to judge")
    }
    let call = HookCall(environment: context.environment, now: context.now)
    var problems = try call.pushReceived(input)
    let left = problems.count - Self.shownLimit
    if left > 0 {
      problems.removeLast(left)
      problems.append(Problem(.refused, "and \(left) references more may not be pushed"))
    }
    guard let last = problems.popLast() else { return }
    for problem in problems { context.complain(problem) }
    throw last
  }
}
