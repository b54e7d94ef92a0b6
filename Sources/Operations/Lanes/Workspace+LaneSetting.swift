import Git
import Lanes
import Model
import Runtimes
import Trust

extension Workspace {
  /// What every lane of this clone gets.
  func laneSetting(
    _ governed: GovernedRepository, asking prompt: Signer.Prompt = .never
  ) async throws -> Lane.Setting {
    var setting = Lane.Setting(
      actor: try governed.actor(environment: environment), runtimes: try runtimes,
      texts: WorkerTexts(), worktrees: try worktreeRoot(governed), environment: environment,
      now: now)
    setting.prompt = prompt
    setting.program = program
    setting.lookForBase = { branch in await lookForGround(of: branch) }
    setting.resources = try resourceLimits(governed)
    setting.cageWorld = try await cageWorld(governed)
    setting.fallbacks = Self.fallbacks(in: try governed.repository.config("o8.fallback") ?? "")
    setting.patience = try patience(governed)
    setting.clone = CloneMark.mark(of: location.commonDirectory)
    return setting
  }

  /// The runtimes of `o8.fallback`, which are named with blanks or commas between them.
  static func fallbacks(in value: String) -> [String] {
    value.split { $0 == "," || $0.isWhitespace }.map(String.init)
  }

  /// How long an agent may be silent here.
  private func patience(_ governed: GovernedRepository) throws -> AgentPatience {
    func seconds(_ key: String, _ standard: Int) throws -> Int {
      guard let text = try governed.repository.config(key) else { return standard }
      guard let seconds = AgentPatience.seconds(text) else {
        throw Problem(
          .environment, "\(key) is \(SafeText.escaped(text)): \(AgentPatience.wanted)",
          hint: "git config \(key) \(standard)")
      }
      return seconds
    }
    var patience = AgentPatience()
    patience.firstWordSeconds = try seconds("o8.firstWordSeconds", patience.firstWordSeconds)
    patience.silenceSeconds = try seconds("o8.silenceSeconds", patience.silenceSeconds)
    return patience
  }

  /// Throws where something is set that no lane could go by: before anything is written, since a
  /// packet that no lane can take would only wait.
  func refuseBadSettings(_ governed: GovernedRepository) async throws {
    _ = try slots(governed)
    _ = try await laneSetting(governed)
  }

  /// Where this clone's worktrees are made.
  func worktreeRoot(_ governed: GovernedRepository) throws(GitError) -> WorktreeRoot {
    WorktreeRoot(
      configured: try governed.repository.config("o8.worktreeRoot"), repository: mainPlace,
      commonDirectory: location.commonDirectory, environment: environment)
  }

  /// The main worktree's place, whichever one the operator stands in.
  var mainPlace: String {
    let common = location.commonDirectory
    return common.hasSuffix("/.git") ? String(common.dropLast("/.git".count)) : common
  }

  func slots(_ governed: GovernedRepository) throws -> LaneSlots {
    let configured = try governed.repository.config("o8.maxLanes")
    guard let configured else {
      return LaneSlots(LaneSlots.standard, in: location.commonDirectory)
    }
    guard let count = Int(configured), (1...LaneSlots.most).contains(count) else {
      throw Problem(
        .environment, "o8.maxLanes is \(SafeText.escaped(configured)), which is no number of lanes",
        hint: "git config o8.maxLanes 8")
    }
    return LaneSlots(count, in: location.commonDirectory)
  }

  func place(of packet: ObjectID) -> LanePlace {
    LanePlace(of: packet, in: location.commonDirectory)
  }

  /// The packet as its chain has it.
  func story(of id: ObjectID, in governed: GovernedRepository) throws -> Packet {
    guard let packet = try governed.storyOfPacket(id) else {
      throw Problem(
        .noSuchThing, "packet \(id.short) is not open here",
        hint: "git o8 list shows the packets of this clone")
    }
    return packet
  }
}
