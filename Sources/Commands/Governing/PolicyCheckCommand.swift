import ArgumentParser
import Model
import Operations
import Render

struct PolicyCheckCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Tell whether files say a policy, or the line and column where they do not")

  @Argument(help: ArgumentHelp("The policy's text", valueName: "policy.yml"))
  var policy: String

  @Option(help: ArgumentHelp("The keys of its principals", valueName: "allowed_signers"))
  var signers: String?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let limit = PolicyCheck.byteLimit
    let text = try context.read(policy, limit: limit)
    let keys = try signers.map { path throws(Problem) in try context.read(path, limit: limit) }
    context.show(
      Answer(
        try PolicyCheck.policy(
          from: text, called: policy, signers: keys ?? [],
          called: signers ?? "allowed_signers")))
  }
}

extension Answer {
  init(_ policy: Policy) {
    let branches = policy.protected.map(\.text)
    let principals = policy.principals.keys.map(\.text).sorted()
    let keys = policy.principals.values.reduce(0) { $0 + $1.keys.count }
    let gates = policy.gates.map(\.name)
    self.init(
      Table(
        ["A POLICY", ""],
        rows: [
          ["protects", Line(branches.joined(separator: ", "))],
          ["principals", Line(principals.joined(separator: ", "))],
          ["keys", Line(String(keys))],
          ["gates", Line(gates.joined(separator: ", "))],
          ["expires", Line(policy.expires.text)],
        ]
      ).lines,
      json: [
        "schema": "o8/policy-check/1", "protected": JSONValue(branches),
        "principals": JSONValue(principals), "keys": JSONValue(keys), "gates": JSONValue(gates),
        "expires": .string(policy.expires.text),
      ])
  }
}
