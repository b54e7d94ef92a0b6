import Git
import Lanes
import Model
import Trust

extension Workspace {
  /// How new work is kept apart, and what the operator should know of it: what is asked for, else
  /// `O8_ISOLATION`, else `o8.isolation`, else a cage where one can be made; never less than
  /// policy asks.
  ///
  /// Throws where a cage was asked for and cannot be made: nothing weaker stands in for it.
  ///
  /// - Parameter heedsSettings: whether `O8_ISOLATION` and `o8.isolation` are asked.
  func isolation(
    _ asked: Isolation?, _ governed: GovernedRepository, heedsSettings: Bool = true
  ) async throws -> (isolation: Isolation, warnings: [String]) {
    let least = governed.policy.isolation
    let wished = try asked ?? (heedsSettings ? configuredIsolation(governed) : nil)
    if let wished, let least, wished < least {
      throw Problem(
        .refused, "policy asks for at least \(least.rawValue), and \(wished.rawValue) is less",
        hint: "--isolation \(least.rawValue); git o8 policy show says what is in force")
    }
    guard wished == nil || wished == .sandbox else { return (wished ?? .worktree, []) }
    guard let why = try await reasonForNoCage(governed) else { return (.sandbox, []) }
    guard least != .sandbox else { throw Self.lacksCage(why) }
    guard wished == nil else {
      throw Problem(
        .environment, "cannot make a cage: \(why)",
        hint: "apt-get install bubblewrap; or do without: "
          + "--isolation \((least ?? .worktree).rawValue)")
    }
    let stand = least ?? .worktree
    return (stand, Self.warnings(why, settlingFor: stand, try? KeyMaker(environment: environment)))
  }

  /// Throws where this machine cannot keep apart what policy wants kept apart.
  func refuseLessIsolation(_ governed: GovernedRepository) async throws {
    guard governed.policy.isolation == .sandbox,
      let why = try await reasonForNoCage(governed)
    else { return }
    throw Self.lacksCage(why)
  }

  private static func lacksCage(_ why: String) -> Problem {
    Problem(
      .refused, "policy asks for a cage (isolation: sandbox), and none can be made here: \(why)",
      hint: "apt-get install bubblewrap; or do it in a clone on a machine that can")
  }

  /// Why no cage can be made here; nil where one can.
  private func reasonForNoCage(_ governed: GovernedRepository) async throws -> String? {
    let standing = await CageMaker.find(
      try await cageWorld(governed), rememberingIn: location.commonDirectory)
    if case .broken(let why) = standing { return why }
    return nil
  }

  private static func warnings(
    _ why: String, settlingFor stand: Isolation, _ made: KeyMaker?
  ) -> [String] {
    let first =
      "no cage: \(why). The worker and its gates can reach whatever you can, your keys included; "
      + "git config o8.isolation \(stand.rawValue) accepts that"
    guard let made, made.isUnlocked else { return [first] }
    return [
      first, "the key that init made has no passphrase: \(KeyAdvice.remedy(for: made.path).text)",
    ]
  }

  /// What is set of it, by the environment first; nil where nothing is. Throws where that is none.
  func configuredIsolation(
    _ governed: GovernedRepository
  ) throws -> Isolation? {
    let configured = try governed.repository.config("o8.isolation")
    let variable = environment["O8_ISOLATION"].flatMap { $0.isEmpty ? nil : $0 }
    guard let text = variable ?? configured else { return nil }
    guard let isolation = Isolation(rawValue: text) else {
      throw Problem(
        .environment,
        "\(variable == nil ? "o8.isolation" : "O8_ISOLATION") is \(SafeText.escaped(text)), "
          + "which is none of \(Isolation.list)",
        hint: variable == nil
          ? "git config o8.isolation sandbox, or clone, or worktree; or git config --unset "
            + "o8.isolation"
          : "O8_ISOLATION=sandbox, or clone, or worktree; or unset O8_ISOLATION")
    }
    return isolation
  }

  /// Who reaches the network from a cage here, and whether policy or this machine says so.
  func cageNetworkInWords(_ governed: GovernedRepository) async throws -> String {
    let network = try await cageWorld(governed).network
    let isPolicy = governed.policy.network.map { $0 == network && $0 != .all } ?? false
    return "\(CageNetwork.subject): \(network.words), by "
      + (isPolicy ? "the policy's network" : "this machine's o8.cageNetwork")
  }

  /// What decides about this clone's cages.
  func cageWorld(_ governed: GovernedRepository) async throws -> CageWorld {
    var world = CageWorld(environment: environment)
    world.others = [mainPlace, try worktreeRoot(governed).path]
    for key in ["o8.signingKey", "user.signingKey"] {
      guard let path = try governed.repository.config(key).flatMap(absolute) else { continue }
      world.secrets.append(path)
      if path.hasSuffix(".pub") { world.secrets.append(String(path.dropLast(".pub".count))) }
    }
    if let made = try? KeyMaker(environment: environment).path { world.secrets.append(made) }
    for (key, access) in [("o8.cageRead", ShownPlace.Access.reading), ("o8.cageWrite", .writing)] {
      // Most have none, and then git need not be started to list them.
      guard try governed.repository.config(key) != nil else { continue }
      for value in try await location.configurations(of: key) {
        guard let path = absolute(value.value) else {
          throw Problem(
            .environment, "\(key) is \(SafeText.escaped(value.value)), which is no absolute path")
        }
        world.shown.append(ShownPlace(path, access))
      }
    }
    if let text = try governed.repository.config("o8.cageNetwork") {
      guard let network = CageNetwork(rawValue: text) else {
        throw Problem(
          .environment,
          "o8.cageNetwork is \(SafeText.escaped(text)), which is none of \(CageNetwork.list)",
          hint: "git config o8.cageNetwork all, or workers, or none")
      }
      world.network = network
    }
    return world
  }
}
