import ArgumentParser
import Model
import Operations
import Render

struct VerdictCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "verdict",
    abstract: "Sign a decision on what a packet presents: approve, revise or reject",
    discussion: """
      git o8 verdict hello approve --merge
      git o8 verdict hello revise -m 'Too slow' --finding 'src/a.c:12:error:allocates in a loop'
      git o8 verdict hello reject

      Without -m, -F and --finding, revise and reject ask in your editor. What gates found red can \
      be rejected too.
      """)

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String

  @Argument(help: ArgumentHelp("approve, revise or reject", valueName: "decision"))
  var decision: Decision

  @OptionGroup var message: MessageOptions

  @Option(
    help: ArgumentHelp(
      "Something at a place; severity is note, warning or error",
      valueName: "path:line:severity:text"),
    transform: { text in
      guard let finding = Finding(argument: text) else {
        throw ValidationError(
          "it is PATH:LINE:SEVERITY:TEXT with note, warning or error for SEVERITY, such as "
            + "'src/a.c:12:error:leaks'; line 0 is the whole file")
      }
      return finding
    })
  var finding: [Finding] = []

  @Option(help: "The role to judge in; by default the one that is still missing")
  var role: Role?

  @Option(
    help: ArgumentHelp("Sign nothing unless this is the head presented", valueName: "oid"))
  var expectHead: String?

  @Flag(help: "Land the packet at once where this approval was the last one missing")
  var merge = false

  @OptionGroup var globals: GlobalOptions

  func validate() throws {
    guard !merge || decision == .approve else {
      throw ValidationError("--merge goes with approve")
    }
  }

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    var request = VerdictRequest(
      decision, on: packet, summary: try message.text(in: context), findings: finding,
      role: role, expectedHead: expectHead?.lowercased())
    var docket: Docket
    if decision != .approve, request.summary == nil, finding.isEmpty, context.canEdit {
      // Whether it can be signed at all is found out before anybody writes a page.
      request.summary = "-"
      docket = try workspace.docket(for: request)
      request.summary = try await context.edit(
        for: workspace, notes: notes(on: docket))
    }
    docket = try workspace.docket(for: request)
    context.tell(docket.lines)
    let judgement = try await workspace.sign(docket, asking: context.asking)
    guard merge, judgement.state == .approved else { return context.show(Answer(judgement)) }
    context.tell(Answer(judgement, isMerged: true).lines)
    let id = judgement.docket.packet.hex
    do {
      let report = try await Merge.land(id, in: workspace, context)
      context.show(Answer(report, columns: context.columns(), after: judgement.event))
    } catch {
      // It is signed all the same, and whoever reads no prose has to learn of it.
      if context.wantsJSON { context.show(Answer(judgement)) }
      var problem = Problem(error)
      problem.message = "approved; not landed: \(problem.message)"
      throw problem
    }
  }
}

extension VerdictCommand {
  /// What the writer of a verdict has to know.
  private func notes(on docket: Docket) -> [String] {
    let question =
      decision == .revise
      ? "What is wrong with it? The worker's next attempt is told." : "Why is it rejected?"
    return [question, ""] + docket.lines.map { $0.drawn(.plain) }
  }
}

extension Context {
  /// Says something beside the answer, where it does not get into a program's way.
  func tell(_ lines: [Line]) {
    let channel: Channel = wantsJSON ? .error : .output
    let colour = Colour(isTerminal: terminals.contains(channel), environment: environment)
    for line in lines { write(channel, line.drawn(colour) + "\n") }
  }

  /// Whether somebody is there who could give a passphrase.
  var asking: Asking { terminals.contains(.error) ? .personAtTerminal : .nobody }
}
