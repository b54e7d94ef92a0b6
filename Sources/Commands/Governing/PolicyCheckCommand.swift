import ArgumentParser
import Model
import Operations
import Render

struct PolicyCheckCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Tell whether files say a policy, or whom CODEOWNERS names that nobody is",
    discussion: """
      With a policy's text, whether it says one, or the line and column where it does not; this \
      needs no repository. Without one, the policy in force is held against the CODEOWNERS of the \
      protected branches. Owners that no principal is are named with their lines; where policy \
      requires owners and a line names nobody else, the exit status is 3.
      """)

  @Argument(
    help: ArgumentHelp("The policy's text; by default the one in force", valueName: "policy.yml"))
  var policy: String?

  @Option(help: ArgumentHelp("The keys of its principals", valueName: "allowed_signers"))
  var signers: String?

  @Option(help: ArgumentHelp("A CODEOWNERS file to hold against it", valueName: "file"))
  var codeowners: String?

  @OptionGroup var globals: GlobalOptions

  func validate() throws {
    guard policy != nil || signers == nil else {
      throw ValidationError("--signers goes with a policy's text")
    }
  }

  func run(in context: Context) async throws {
    let read = try policy.map { path throws(Problem) in
      let limit = PolicyCheck.byteLimit
      let text = try context.read(path, limit: limit)
      let keys = try signers.map { path throws(Problem) in try context.read(path, limit: limit) }
      return try PolicyCheck.policy(
        from: text, called: path, signers: keys ?? [], called: signers ?? "allowed_signers")
    }
    let checked: Policy
    var complaints: [CodeOwners.Complaint] = []
    if let codeowners {
      checked = try read ?? context.workspace().policyCheck().policy
      let owners = try context.read(codeowners, limit: PolicyCheck.ownersByteLimit)
      complaints = PolicyCheck.complaints(about: owners, called: codeowners, under: checked)
    } else if let read {
      checked = read
    } else {
      let found = try context.workspace().policyCheck()
      checked = found.policy
      complaints = found.owners.flatMap { check in
        check.complaints.map {
          CodeOwners.Complaint("\(check.branch.short): \($0.sentence)", isBlocking: $0.isBlocking)
        }
      }
    }
    context.show(Answer(checked, owners: complaints.map(\.sentence)))
    let blocking = complaints.count(where: \.isBlocking)
    guard blocking == 0 || checked.codeOwners != .required else {
      throw Problem(
        .refused,
        blocking == 1
          ? "what 1 line of CODEOWNERS decides about cannot land"
          : "what \(blocking) lines of CODEOWNERS decide about cannot land",
        hint: "git o8 policy add NAME --owner OWNER says who somebody is")
    }
  }
}

extension Answer {
  /// Complaints that a person reads; `--json` has all.
  private static let complaintsShown = 50

  init(_ policy: Policy, owners complaints: [String]) {
    let branches = policy.protected.map(\.text)
    let principals = policy.principals.keys.map(\.text).sorted()
    let keys = policy.principals.values.reduce(0) { $0 + $1.keys.count }
    let gates = policy.gates.map(\.name)
    let table = Table(
      ["A POLICY", ""],
      rows: [
        ["protects", Line(branches.joined(separator: ", "))],
        ["principals", Line(principals.joined(separator: ", "))],
        ["keys", Line(String(keys))],
        ["gates", Line(gates.joined(separator: ", "))],
        ["expires", Line(policy.expires.text)],
      ])
    var lines = table.lines
    lines += complaints.prefix(Self.complaintsShown).map { Line($0, .warning) }
    if complaints.count > Self.complaintsShown {
      let rest = complaints.count - Self.complaintsShown
      lines.append(Line("… and \(rest) more: --json names them", .faint))
    }
    self.init(
      lines,
      json: [
        "schema": "o8/policy-check/1", "protected": JSONValue(branches),
        "principals": JSONValue(principals), "keys": JSONValue(keys), "gates": JSONValue(gates),
        "expires": .string(policy.expires.text),
        "codeowners": .string(policy.codeOwners.rawValue), "owners": JSONValue(complaints),
      ])
  }
}
