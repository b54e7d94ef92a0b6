import Git
import Lanes
import Model
import Store
import Trust

extension Workspace {
  /// The remote on whose branches packets land, to be met; nil where they land here.
  func landRemote(asking: Asking) async throws -> GitRemote? {
    let repository = try Repository(location)
    guard try LandRemote.name(in: repository) != nil else { return nil }
    let name = try await RemoteChoice(GovernedRepository(repository), location).landRemote()
    return name.map { remote(named: $0, asking: asking) }
  }

  func remote(named name: String, asking: Asking) -> GitRemote {
    GitRemote(name: name, timeoutSeconds: asking == .nobody ? GitRemote.timeoutSeconds : nil)
  }

  /// What became of a landing whose push did not come about: the remote has the last word, not a
  /// line that was cut. Throws where it is no use to try again.
  func lookAgain(
    at remote: any SharedRemote, of packet: ObjectID, after setback: LandingSetback
  ) async throws -> (meeting: LandingMeeting, landed: LandingReport?) {
    let meeting: LandingMeeting
    do {
      meeting = try await LandingMeeting(with: remote, in: governed(), self)
    } catch {
      var problem = Problem(error)
      if let first = setback.problem { problem.message = first.message }
      problem.message += "\nwhether packet \(packet.short) landed there is not known"
      problem.hint = "git o8 reconcile finds out when \(remote.name) can be reached"
      throw problem
    }
    if case .completed(let report)? = meeting.completion { return (meeting, report) }
    if case .failed(let problem, let moves) = setback {
      guard try problem.kind == .refused && meeting.wasLate(moves) else { throw problem }
    }
    return (meeting, nil)
  }

  /// A landing that was cut here, or on its way to another remote.
  func completeElsewhere(than remote: String) async throws {
    guard try governed().store.landingIntent()?.remote != remote else { return }
    let completion = try await completeLanding(in: governed())
    if case .refused(_, let problem)? = completion, try governed().store.landingIntent() != nil {
      throw problem
    }
  }
}
