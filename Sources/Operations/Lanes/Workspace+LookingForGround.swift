import Git
import Lanes
import Model
import Store
import Trust

extension Workspace {
  /// Whoever gives out work waits so long for a remote, and a lane for each attempt and gating;
  /// what was seen last is worked on then, and a landing looks again.
  private static let groundSeconds = 60

  /// Fetches the branch on which packets land, where that is a remote's, and nothing besides.
  ///
  /// Returns what kept it from being known, with what is gone by; nil where it is known, and where
  /// packets land here.
  func lookForGround(of branch: ReferenceName) async -> String? {
    do {
      guard let remote = try await landRemote(asking: .nobody),
        let tracking = Layout.tracked(remote.name, branch)
      else { return nil }
      // One who shares or lands meanwhile fetches into the same reference.
      guard let lock = try await SyncLock.take(in: location.commonDirectory, for: .looking) else {
        return try goingBy(tracking, branch, SyncLock.busy(in: location.commonDirectory).message)
      }
      defer { lock.release() }
      do throws(GitError) {
        try await location.fetch(
          ["+\(branch):\(tracking)"], from: remote.name, timeoutSeconds: Self.groundSeconds)
        return nil
      } catch {
        let words = error.detail.split(whereSeparator: \.isNewline).first ?? "git does not say why"
        return try goingBy(
          tracking, branch, "cannot fetch \(branch.short) from \(remote.name): \(words)")
      }
    } catch {
      let problem = Problem(error)
      return "where \(branch.short) stands at its remote is not known: \(problem.message)"
    }
  }

  private func goingBy(
    _ tracking: ReferenceName, _ branch: ReferenceName, _ why: String
  ) throws -> String {
    let repository = try Repository(location)
    let name = tracking.text.dropFirst("refs/remotes/".count)
    let known = try repository.target(of: tracking).map {
      "\(name) as it was seen last, \($0.short)"
    }
    let otherwise = try repository.target(of: branch).map { "\(branch.short) here, \($0.short)" }
    return SafeText.singleLine(
      "\(why); going by \(known ?? otherwise ?? "nothing")", limit: Self.groundCharacters)
  }

  /// Git's words on why a line is down can be a paragraph; a warning is a line.
  private static let groundCharacters = 500

  /// What an operator should know of the branch that new work starts from: that it could not be
  /// looked for, or that the one here is not on it.
  func warnings(onGroundOf branch: ReferenceName) async throws -> [String] {
    let trouble = await lookForGround(of: branch)
    let judge = Judge(try governed())
    var warnings = trouble.map { [$0] } ?? []
    guard try judge.landRemote() != nil, let upstream = try judge.upstream(of: branch),
      let there = try judge.ground(of: branch), let here = try judge.repository.target(of: branch),
      !judge.isEarlier(here, than: there)
    else { return warnings }
    warnings.append(
      judge.isEarlier(there, than: here)
        ? "\(branch.short) here has what \(upstream.short) lacks, and the work starts from "
          + "\(upstream.short): git o8 sync \(ShellWord.quoted(upstream.remote)) sends it"
        : "\(branch.short) here and \(upstream.short) went different ways, and the work starts "
          + "from \(upstream.short)")
    return warnings
  }
}
