import ArgumentParser
import Model
import Operations

struct HookReferenceTransaction: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "reference-transaction",
    abstract: "Judge a move of references, or record it")

  @Argument(help: "The transaction's state, as git names it")
  var state: String

  @OptionGroup var globals: GlobalOptions

  /// Bytes of input: a transaction over as many references as there may be lines.
  private static let inputLimit = 256 << 20

  func run(in context: Context) async throws {
    // Git adds states; what o8 does not know is nothing that can be refused.
    guard let phase = TransactionLine.Phase(rawValue: state) else { return }
    let input = context.readInput(Self.inputLimit) ?? []
    let call = HookCall(environment: context.environment, now: context.now)
    switch phase {
    case .prepared:
      guard input.count < Self.inputLimit else {
        throw Problem(.refused, "nothing may move: the transaction is too large to judge")
      }
      try await call.referencesPrepared(input)
    case .committed:
      // Nothing can be refused any more: who looks for the landing later records it.
      do {
        let (landings, notes) = try await call.referencesCommitted(input)
        for note in landings + notes { context.write(.error, "o8: \(note)\n") }
        try call.startWhatWaited(for: input, isLanding: !landings.isEmpty, by: context.program)
      } catch {
        context.write(
          .error,
          "o8: could not record the landing: \(Problem(error).message)\n"
            + "o8: git o8 reconcile records it\n")
      }
    }
  }
}
