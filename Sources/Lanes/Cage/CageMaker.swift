internal import Git
public import Model

/// Finds bubblewrap, tries whether it works here, and knows what this machine's cages hide.
public struct CageMaker: Hashable, Sendable {
  public let bubblewrap: String
  let hidden: HiddenPlaces
  let network: CageNetwork

  /// - `world`: what this process was started in and the user has configured.
  public init(_ bubblewrap: String, _ world: CageWorld) {
    self.bubblewrap = bubblewrap
    hidden = HiddenPlaces(world)
    network = world.network
  }

  /// What a cage of this machine is made of, whatever is done in it.
  func cage(showing needs: [ShownPlace] = [], network: Cage.Network) -> Cage {
    var cage = Cage(bubblewrap: bubblewrap, mounts: hidden.before, network: network)
    cage.mounts += hidden.shown(needs)
    cage.variables = ["TMPDIR": "/tmp"]
    return cage
  }
}

/// What decides about a machine's cages.
public struct CageWorld: Hashable, Sendable {
  /// What this process was started in.
  public var environment: [String: String]
  /// Files and directories that hold keys, wherever they are.
  public var secrets: [String] = []
  /// Directories besides the home that hold other work: the main worktree, other lanes.
  public var others: [String] = []
  /// What the user lets every cage see: `o8.cageRead` and `o8.cageWrite`.
  public var shown: [ShownPlace] = []
  /// Who reaches the network: `o8.cageNetwork`. What policy lets is for the lane to look up.
  public var network = CageNetwork.all

  public init(environment: [String: String]) { self.environment = environment }
}

/// A file or directory that a cage does not hide.
public struct ShownPlace: Hashable, Sendable {
  public enum Access: Hashable, Sendable { case reading, writing }

  public var path: String
  public var access: Access

  public init(_ path: String, _ access: Access) {
    self.path = path
    self.access = access
  }
}

extension CageMaker {
  /// Whether cages can be made here, and why not.
  public enum Standing: Hashable, Sendable {
    case works(CageMaker)
    case broken(String)
  }

  /// Longer than any start takes on a machine out of breath.
  private static let trialSeconds = 20

  /// Tries it once per boot; that it works is remembered below `commonDirectory`.
  ///
  /// That it does not is asked again each time: it is told in milliseconds, and a worker without
  /// a cage could else leave word that there can be none.
  public static func find(
    _ world: CageWorld, rememberingIn commonDirectory: String
  ) async -> Standing {
    let search = world.environment["PATH"] ?? WorkerEnvironment.fallbackPath
    let folders =
      ["/usr/bin", "/usr/local/bin", "/bin"]
      + search.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    guard let program = folders.map({ "\($0)/bwrap" }).first(where: Platform.isRunnableFile) else {
      return .broken("bubblewrap (bwrap) is not installed")
    }
    let maker = CageMaker(program, world)
    let memory = "\(commonDirectory)/o8/cage"
    let mark = Array("\(bootID) \(program)\n".utf8)
    if !bootID.isEmpty, Folder.read(memory, limit: 512) == mark { return .works(maker) }
    let words = maker.cage(network: .on).words(to: ["true"], in: "/", report: false)
    do {
      let trial = try await Program(words[0]).run(
        Array(words.dropFirst()), in: "/", limit: 4096, timeoutSeconds: trialSeconds)
      guard trial.exit == 0 else {
        let said = trial.errorText.split(separator: "\n").last.map(String.init) ?? ""
        return .broken("bubblewrap does not work here: \(said)")
      }
    } catch { return .broken("bubblewrap does not work here: \(error.detail)") }
    // What cannot be remembered is tried again.
    if (try? Folder.make("\(commonDirectory)/o8")) != nil { try? Folder.write(mark, to: memory) }
    return .works(maker)
  }

  /// Changes with every start of the system; empty where there is none.
  private static var bootID: String {
    let bytes = Folder.read("/proc/sys/kernel/random/boot_id", limit: 64) ?? []
    return String(decoding: bytes.filter { $0 > 32 }, as: UTF8.self)
  }
}
