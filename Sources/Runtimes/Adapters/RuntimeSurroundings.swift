public import Model

/// What adapters go by besides the request: the user's environment and what the user configured.
public struct RuntimeSurroundings: Sendable {
  public var environment: [String: String]
  /// What `o8.model.<runtime>.<tier>` says.
  public var models: [RuntimeName: [Tier: String]]
  public var programs: ProgramMemory

  public init(
    environment: [String: String], models: [RuntimeName: [Tier: String]] = [:],
    programs: ProgramMemory = ProgramMemory()
  ) {
    self.environment = environment
    self.models = models
    self.programs = programs
  }

  var home: String? { environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } }

  /// Whether a variable is set to something.
  func has(_ variable: String) -> Bool { environment[variable].map { !$0.isEmpty } ?? false }

  /// The directory that a variable names, else the one below the home. A relative one is as good as
  /// none: it would be another one in every worktree.
  func folder(_ variable: String?, otherwise path: String) -> String? {
    if let variable, let named = environment[variable], named.hasPrefix("/") { return named }
    return home.map { "\($0)/\(path)" }
  }

  /// The path that `~/` stands for; nil where there is no home.
  func absolute(_ path: String) -> String? {
    guard path.hasPrefix("~/") else { return path }
    return home.map { $0 + path.dropFirst() }
  }

  /// Places below a folder, as a cage is told of them: from the home on where it is there.
  func places(
    in folder: String?, reading: [String] = [], writing: [String] = [], keeping: [String] = [],
    own: [String] = []
  ) -> [HomePlace] {
    guard let folder else { return [] }
    return reading.map { HomePlace(shortened("\(folder)/\($0)"), .reading) }
      + writing.map { HomePlace(shortened("\(folder)/\($0)"), .writing) }
      + keeping.map { HomePlace(shortened("\(folder)/\($0)"), .keeping) }
      + own.map { HomePlace(shortened("\(folder)/\($0)"), .own) }
  }

  /// A place below a folder for what none of these is.
  func place(_ name: String, in folder: String?, _ access: HomePlace.Access) -> [HomePlace] {
    folder.map { [HomePlace(shortened("\($0)/\(name)"), access)] } ?? []
  }

  private func shortened(_ path: String) -> String {
    guard let home, path.hasPrefix("\(home)/") else { return path }
    return String(path.dropFirst(home.utf8.count + 1))
  }

  /// The model to ask for: what was given, what the user configured for the tier, what is usual.
  func model(
    _ request: LaunchRequest, of runtime: RuntimeName, usual: [Tier: String] = [:]
  ) -> String? {
    request.model ?? models[runtime]?[request.tier] ?? usual[request.tier]
  }
}
