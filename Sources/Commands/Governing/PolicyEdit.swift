import ArgumentParser
import Model
import Operations
import Render

struct PolicyEdit: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change the policy in the editor, from a file or by single values, and sign it",
    discussion: """
      What would be different is shown before anything is signed. The editor shows policy.yml \
      and, below a line that divides, the keys.
      """)

  @Option(
    name: .customShort("F"),
    help: ArgumentHelp(
      "Take the text from a file, - for standard input; without keys, they stay",
      valueName: "file"))
  var file: String?

  @Option(
    help: ArgumentHelp(
      "Set one value, such as carry=never or 'require.\"src/**\"={reviewer: 2}'; empty removes it",
      valueName: "key=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "Change what another policy changed, such as one that sync has set aside",
      valueName: "commit"))
  var from: String?

  @OptionGroup var signing: SigningOptions

  @OptionGroup var globals: GlobalOptions

  func validate() throws {
    guard [file != nil, !set.isEmpty, from != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError("-F, --from and --set exclude each other")
    }
  }

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    guard let request = try await request(workspace, context) else {
      throw Problem(.refused, "nothing was changed, so nothing is signed")
    }
    let draft: PolicyDraft
    do { draft = try workspace.draft(request) } catch {
      guard file == nil, from == nil, set.isEmpty else { throw error }
      var problem = Problem(error)
      problem.hint = "your text is kept: git o8 policy edit -F \(workspace.policyEditPath)"
      throw problem
    }
    try await context.propose(draft, in: workspace, signing)
  }

  private func request(
    _ workspace: Workspace, _ context: Context
  ) async throws -> PolicyRequest? {
    if !set.isEmpty { return .settings(set) }
    if let from { return try await workspace.policyRequest(asAt: from) }
    if let file {
      let limit = PolicyCheck.byteLimit
      if file == "-" {
        guard let bytes = context.readInput(limit) else {
          throw Problem(.usage, "cannot read a policy from the terminal", hint: "-F FILE")
        }
        return .document(bytes, name: "standard input")
      }
      return .document(try context.read(file, limit: limit), name: file)
    }
    let place: EditorPlace = context.canEdit ? .terminal : .nowhere
    return try await workspace.editedPolicy(in: place)
      .map { .document($0, name: "policy.yml") }
  }
}

/// What becomes of a policy that is drafted.
struct SigningOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Sign without asking")
  var yes = false

  @Flag(help: "Only show what would be different")
  var preview = false
}

extension Context {
  /// Shows what would be different and signs it where that is meant.
  func propose(
    _ draft: PolicyDraft, in workspace: Workspace, _ options: SigningOptions
  ) async throws {
    if options.preview { return show(Answer(draft)) }
    guard !draft.isEmpty, !options.yes else { return try await sign(draft, in: workspace) }
    tell(draft.lines)
    let isMeant = confirm("Sign this policy?")
    guard isMeant == true else {
      throw Problem(
        isMeant == nil ? .usage : .refused, "nothing is signed",
        hint: isMeant == nil ? "--yes signs without asking" : nil)
    }
    try await sign(draft, in: workspace, isShown: true)
  }

  func sign(
    _ draft: PolicyDraft, in workspace: Workspace, isShown: Bool = false
  ) async throws {
    show(Answer(try await workspace.sign(draft, asking: asking), isShown: isShown))
  }
}
