import ArgumentParser
import Model
import Operations
import Render

struct Verify: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove from the objects alone that every move of a protected branch was covered")

  @Argument(help: ArgumentHelp("Only the steps from A to B", valueName: "A..B"))
  var range: String?

  @Flag(help: "Also the branches that only earlier policies protected")
  var all = false

  @Option(
    help: ArgumentHelp("Only this branch; with a range, the one that it is of", valueName: "name"))
  var branch: String?

  @Option(help: ArgumentHelp("What the repository must be, as init printed it", valueName: "id"))
  var repo: String?

  @Flag(help: "Read and judge everything anew, also what was proved before")
  var fresh = false

  @Flag(help: "Print the proof as an in-toto statement in the form of SLSA's source track")
  var attest = false

  @Option(
    help: ArgumentHelp(
      "Refuse what has no signature of the last so many days: a host may show an old state",
      valueName: "days"))
  var maxAge: Int?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    let verification = try await workspace.verification(
      of: try extent(), repo: repo, fresh ? .fresh : .remembering)
    guard attest else {
      context.show(Answer(verification, of: try extent(), isNamed: repo != nil))
      return try check(verification, at: context.now())
    }
    // A statement says what holds: where something does not, there is none.
    try check(verification, at: context.now())
    let statement = Attestation(verification, at: context.now()).statement
    context.write(.output, JSONText(.indented).text(of: statement) + "\n")
  }

  func validate() throws {
    guard maxAge.map({ $0 < 0 }) ?? false else { return }
    throw ValidationError("--max-age takes a number of days")
  }

  private func check(_ verification: Verification, at now: Instant) throws {
    guard verification.isProved else {
      throw Problem(.refused, verification.complaint, hint: verification.hint)
    }
    guard let maxAge else { return }
    let age = verification.ageDays(at: now)
    guard age.map({ $0 > maxAge }) ?? true else { return }
    throw Problem(
      .refused,
      age.map { "the newest signature here is \($0) days old, and --max-age is \(maxAge)" }
        ?? "no signature here says when it was given, and --max-age asks for one",
      hint: "fetch again, and compare with a clone of somebody who works on it: git ls-remote "
        + "origin refs/o8/ledger")
  }

  private func extent() throws(Problem) -> VerificationExtent {
    guard let range else {
      if let branch { return .branch(branch, wasProtected: all) }
      return all ? .everything : .protected
    }
    guard !all, let dots = range.firstRange(of: ".."), !range[dots.upperBound...].hasPrefix(".")
    else {
      throw Problem(
        .usage, "\(range) is no range of a branch's steps",
        hint: "main~3..main are the last three; --all takes no range")
    }
    let (from, to) = (String(range[..<dots.lowerBound]), String(range[dots.upperBound...]))
    return .range(
      from: from.isEmpty ? "HEAD" : from, to: to.isEmpty ? "HEAD" : to, branch: branch)
  }
}

extension Verification {
  fileprivate var open: [VerifiedStep] {
    branches.flatMap(\.open)
  }

  fileprivate var complaint: String {
    let steps = open.isEmpty ? [] : ["\(counted(open.count, "step")) not covered"]
    return (steps + problems).joined(separator: "\n")
  }

  fileprivate var hint: String? {
    let isUnderLostPolicy = open.contains {
      guard case .unproved(let reasons) = $0.finding else { return false }
      return reasons.contains(where: \.isUnderLostPolicy)
    }
    if isUnderLostPolicy { return "git o8 reconcile says what to do about it" }
    guard let remote = evidenceRemote else { return nil }
    if isShallow { return "git fetch --unshallow" }
    let name = ShellWord.quoted(remote)
    return "fetch the evidence and verify again: git o8 sync \(name); where that brings nothing, "
      + "git o8 reconcile names the ways back"
  }
}
