import ArgumentParser
import Model
import Operations
import Render

struct PolicySign: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "sign",
    abstract: "Sign what another owner proposed: a policy, an adoption or an override",
    discussion: """
      It waits in the ledger and travels with it. With the last signature that is needed it \
      takes effect.
      """)

  @Argument(
    help: "Its first digits, or those of its entry in the ledger; none where only one thing waits")
  var proposal: String?

  @Flag(name: .shortAndLong, help: "Sign without asking")
  var yes = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    let motion = try workspace.motion(named: proposal)
    if !yes {
      context.tell(motion.lines(at: context.now()))
      let isMeant = context.confirm("Sign it?")
      guard isMeant == true else {
        throw Problem(
          isMeant == nil ? .usage : .refused, "nothing is signed",
          hint: isMeant == nil ? "--yes signs without asking" : nil)
      }
    }
    context.show(
      Answer(try await workspace.cosign(motion.id, asking: context.asking), isShown: false))
  }
}
