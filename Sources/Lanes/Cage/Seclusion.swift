import Git
import Model
import Runtimes

/// A command of a worker's, kept apart: what stands around it while it runs, and what is taken
/// from there afterwards.
struct Seclusion {
  /// Nil where the command sees the real repository.
  var stage: StagedRepository?
  /// The logins that it has copies of.
  var logins: [LoginCopy] = []
  /// Whose files in the place of the user's it has; nil where it has none.
  var standIns: LanePlace?

  /// Takes in what the worker did; returns what a person should know.
  func end(lane: ReferenceName) async throws -> [String] {
    standIns.map(StandInFiles.remove)
    let told = logins.compactMap { $0.end() }
    guard let stage else { return told }
    try stage.leave()
    let notes = try await stage.bringHome(lane: lane)
    stage.remove()
    return told + notes
  }

  /// Lets go of what was done.
  func abandon() {
    standIns.map(StandInFiles.remove)
    for login in logins { _ = login.end() }
    try? stage?.leave()
    stage?.remove()
  }
}

extension Lane {
  /// How the packet is kept apart: as it asks for, and never less than policy does.
  func isolation() throws -> Isolation {
    guard let isolation = Isolation(rawValue: packet.work.isolation) else {
      throw LaneTrouble(
        text: "this program knows no isolation \(SafeText.escaped(packet.work.isolation)): "
          + "git o8 edit \(packet.id.short) --isolation sandbox")
    }
    return max(isolation, policy.isolation ?? isolation)
  }

  /// Makes cages where the packet or policy asks for them; nil where they do not.
  func cages() async throws -> CageMaker? {
    guard try isolation() == .sandbox else { return nil }
    var world = setting.cageWorld
    // Policy may have changed since the lane was started.
    world.network = min(world.network, policy.network ?? .all)
    switch await CageMaker.find(world, rememberingIn: location.commonDirectory) {
    case .works(let maker): return maker
    case .broken(let why):
      guard policy.isolation != .sandbox else {
        throw LaneTrouble(
          text: "policy asks for a cage and there is none: \(why); "
            + "git o8 resume \(packet.id.short) --here runs it in a clone that can make one")
      }
      throw LaneTrouble(
        text: "the packet asks for a cage and there is none: \(why); do without by: "
          + "git o8 edit \(packet.id.short) --isolation worktree")
    }
  }

  /// Prepares what the packet's isolation asks for, and puts `command` into it.
  func seclude(
    _ command: inout SupervisedCommand, in worktree: LaneWorktree, showing places: [HomePlace]
  ) async throws -> Seclusion {
    if let program = setting.program { command.offer(program) }
    let maker = try await cages()
    guard try maker != nil || isolation() == .clone else { return Seclusion() }
    guard let stage = StagedRepository(of: worktree.path, in: location, at: place.stage) else {
      throw LaneTrouble(text: "\(worktree.path) is no worktree of this repository any more")
    }
    try await stage.make(lane: packet.lane)
    var logins: [LoginCopy] = []
    if let maker {
      let home = setting.environment["HOME"]
      var cage = maker.cage(
        showing: command.needs(places, home: home)
          + (setting.program.map { [ShownPlace($0, .reading)] } ?? []),
        network: maker.network == .none ? .off : .on)
      cage.mounts += try OwnPlaces(places, of: place, home: home).mounts()
      cage.mounts += try StandInFiles(places, of: place, home: home).mounts
      logins = try places.compactMap { try LoginCopy(of: $0, in: place, home: home) }
      cage.mounts += logins.map(\.mount)
      cage.mounts +=
        stage.mounts + [
          .writing(place.outbox, at: place.outbox), .writing(place.artifacts, at: place.artifacts),
          .reading(place.replies, at: place.replies),
        ]
      if Folder.exists(place.promptFile) {
        cage.mounts.append(.reading(place.promptFile, at: place.promptFile))
      }
      command.cage = cage
    } else {
      try stage.enter()
    }
    return Seclusion(stage: stage, logins: logins, standIns: maker == nil ? nil : place)
  }
}

extension SupervisedCommand {
  /// What has to be seen for the command to start: its program, and what its adapter asks for.
  fileprivate func needs(_ places: [HomePlace], home: String?) -> [ShownPlace] {
    let wanted = places.compactMap { place -> ShownPlace? in
      guard let path = place.path(in: home) else { return nil }
      switch place.access {
      case .reading: return ShownPlace(path, .reading)
      case .writing: return ShownPlace(path, .writing)
      case .keeping:
        // Where it cannot be made, the program works and its conversation cannot go on.
        try? Folder.make(path)
        return ShownPlace(path, .writing)
      // What is its own is not shown of the user's.
      case .own, .standIn, .login: return nil
      }
    }
    let path = environment["PATH"] ?? WorkerEnvironment.fallbackPath
    return wanted + ProgramPlaces.places(of: executable, on: path).map { ShownPlace($0, .reading) }
  }
}

/// The cages of one run of gates.
struct GateCages {
  var setup: Cage?
  var gates: Cage?
}

extension GateBench {
  /// Where the repository that the gates of a worktree see is made; it goes before the worktree.
  static func stage(of place: String, in repository: RepositoryLocation) -> String {
    "\(repository.commonDirectory)/o8/stages/\(place.split(separator: "/").last ?? "gates")"
  }

  /// Runs `body` with cages around the worktree in `directory`, or with none.
  func secluded<Result>(
    in directory: String, _ body: (GateCages) async -> Result
  ) async throws -> Result {
    guard let cages else { return await body(GateCages()) }
    let stage = StagedRepository(
      of: directory, in: repository, at: Self.stage(of: directory, in: repository))
    guard let stage else {
      throw LaneTrouble(text: "\(directory) is no worktree of this repository")
    }
    try await stage.make(lane: nil)
    defer { stage.remove() }
    func cage(_ network: Cage.Network) -> Cage {
      var cage = cages.cage(network: network)
      cage.mounts += stage.mounts
      return cage
    }
    return await body(
      GateCages(
        setup: cage(cages.network == .none ? .off : .on),
        gates: cage(cages.network == .all ? .on : .off)))
  }
}
