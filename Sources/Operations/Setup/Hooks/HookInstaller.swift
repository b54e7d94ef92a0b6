public import Git
import Hooks
public import Model

/// Puts o8's hooks where git looks for them, before whatever hooks the user has, and takes them
/// out again without a trace.
public struct HookInstaller: Sendable {
  private let location: RepositoryLocation
  private let program: String
  private let role: HookRole
  private let environment: [String: String?]

  /// `program` is the absolute path of `git-o8`; `environment` reaches git.
  public init(
    _ location: RepositoryLocation, program: String, as role: HookRole = .clone,
    environment: [String: String?] = [:]
  ) {
    self.location = location
    self.program = program
    self.role = role
    self.environment = environment
  }

  private var common: String { location.commonDirectory }
  private var shared: SharedHooks { SharedHooks(directory: common + "/hooks") }
  private var ownDirectory: String { common + "/" + HookPlace.ownName }
  private var configuration: ConfigFile { ConfigFile(commonDirectory: common) }

  /// Installs or mends; the same when it is done twice.
  public func install(protecting patterns: [Pattern]) async throws -> HookReport {
    let place = try await place().place
    let texts = texts(for: place)
    var notes: [String] = []
    switch place {
    case .shared:
      notes += try shared.install(texts)
      try writeFilter(patterns, in: place.directory)
      try lead(toOwn: false)
      notes += try OwnHooks.uninstall(ownDirectory)
    case .own(let directory, let before):
      let own = OwnHooks(directory: directory, before: before)
      notes += try own.install(
        texts, handingOn: own.handedOn(from: location.directory),
        userDirectory: place.userDirectory)
      try writeFilter(patterns, in: directory)
      try lead(toOwn: true)
      if isPlain { notes += try shared.uninstall() }
    }
    var report = try await status(protecting: patterns)
    report.notes += notes
    return report
  }

  /// Tells the installed script which branches are protected now.
  public func update(protecting patterns: [Pattern]) async throws {
    try writeFilter(patterns, in: try await place().place.directory)
  }

  public func status(protecting patterns: [Pattern]) async throws -> HookReport {
    let (place, hooksPath) = try await place()
    let texts = texts(for: place)
    var states: [HookScript: HookReport.State] = [:]
    for script in role.scripts {
      states[script] = state(of: script, expected: texts[script] ?? "", at: place, hooksPath)
    }
    let filter = HookFile(at: place.directory + "/" + BranchFilter.fileName)
    let user: String? =
      if case .own(_, let before) = place { before } else { nil }
    return HookReport(
      directory: place.directory, userDirectory: user, states: states,
      knowsProtected: !hasFilter || filter == Self.filter(protecting: patterns))
  }

  /// Puts everything back as it was and returns what could not be.
  public func uninstall() throws(SetupError) -> [String] {
    try configuration.change { old in
      var block = ConfigBlock(in: old)
      (block.hooks, block.server) = (false, nil)
      return block.written(into: old)
    }
    let left = try OwnHooks.uninstall(ownDirectory)
    return isPlain ? left + (try shared.uninstall()) : left
  }

  private func state(
    of script: HookScript, expected: String, at place: HookPlace, _ hooksPath: HooksPath
  ) -> HookReport.State {
    switch place {
    case .shared:
      return shared.state(of: script, expected: expected)
    case .own(let directory, let before):
      let own = OwnHooks(directory: directory, before: before)
        .state(of: script, expected: expected)
      let winner = hooksPath.winner ?? "\(common)/hooks"
      // Installed before something else led git away from the usual folder.
      if own == .missing, HookFile(at: shared.path(script.name)).isOurs {
        return .shadowed(by: winner)
      }
      return own == .installed && (hooksPath.winner != nil || !hooksPath.isOurs)
        ? .shadowed(by: winner) : own
    }
  }

  private func texts(for place: HookPlace) -> [HookScript: String] {
    Dictionary(
      uniqueKeysWithValues: role.scripts.map { script in
        let program = ShellWord.alwaysQuoted(program)
        return (script, script.text(program: program, userDirectory: place.userDirectory))
      })
  }

  /// Whether the usual folder is one, or absent: a link may lead into somebody's work tree.
  private var isPlain: Bool {
    switch HookFile(at: shared.directory) {
    case .absent, .other: true
    case .link, .regular: false
    }
  }

  private func lead(toOwn: Bool) throws(SetupError) {
    try configuration.change { old in
      var block = ConfigBlock(in: old)
      block.hooks = toOwn
      if case .server(let repository) = role { block.server = repository }
      // What a server is told has to win over what stands there.
      return block.written(into: old, last: toOwn || block.server != nil)
    }
  }

  /// Whether any script asks which branches are protected before it starts the program.
  private var hasFilter: Bool { role == .clone }

  private static func filter(protecting patterns: [Pattern]) -> HookFile {
    .regular(bytes: Array(BranchFilter.text(protecting: patterns).utf8), mode: 0o644)
  }

  private func writeFilter(_ patterns: [Pattern], in directory: String) throws(SetupError) {
    guard hasFilter else { return }
    let path = directory + "/" + BranchFilter.fileName
    guard HookFile(at: path) != Self.filter(protecting: patterns) else { return }
    try HookFiles.write(BranchFilter.text(protecting: patterns), to: path, executable: false)
  }

  private func place() async throws(GitError) -> (place: HookPlace, hooksPath: HooksPath) {
    let result = try await location.run(
      ["config", "--show-origin", "-z", "--type=path", "--get-all", "core.hooksPath"],
      environment: environment)
    // Exit 1 says that it is set nowhere.
    guard result.exit == 0 || result.exit == 1 else {
      throw GitError(
        .programFailed(exit: result.exit), "read", on: "core.hooksPath", result.errorText)
    }
    var fields = result.output.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    if fields.last?.isEmpty == true { fields.removeLast() }
    let values = stride(from: 0, to: fields.count - 1, by: 2).map {
      (origin: fields[$0], value: fields[$0 + 1])
    }
    var hooksPath = HooksPath(values: values)
    if let before = hooksPath.before, before.hasPrefix("/"),
      FilePaths.resolved(before) == FilePaths.resolved(shared.directory), isPlain
    {
      hooksPath.before = nil
    }
    let place = HookPlace.choose(
      commonDirectory: common, hooksPath: hooksPath.before, isPlain: isPlain)
    return (place, hooksPath)
  }
}
