import Git
import Model
import Store
import Trust

/// Which remote is meant where several are configured.
struct RemoteChoice {
  let governed: GovernedRepository
  let location: RepositoryLocation

  init(_ governed: GovernedRepository, _ location: RepositoryLocation) {
    self.governed = governed
    self.location = location
  }

  /// The one that is asked for, else the one on which packets land, else the upstream's of the
  /// branch that is checked out, else `origin`, else the only one.
  func name(asked: String?) async throws -> String {
    if let asked, try asked != LandRemote.name(in: governed.repository) {
      guard try governed.repository.config("remote.\(asked).url") != nil else {
        let known = try await location.remoteNames()
        throw Problem(
          .noSuchThing, "there is no remote \(SafeText.escaped(asked)) here",
          hint: known.isEmpty
            ? "git remote add NAME URL makes one" : "there is " + known.joined(separator: ", "))
      }
      return try named(asked)
    }
    if let lands = try await landRemote() { return lands }
    if let branch = try? governed.repository.head().branch,
      let upstream = try governed.repository.config("branch.\(branch.short).remote"),
      upstream != ".", try governed.repository.config("remote.\(upstream).url") != nil
    {
      return try named(upstream)
    }
    let names = try await location.remoteNames()
    if let first = names.first, first == "origin" || names.count == 1 { return try named(first) }
    guard names.isEmpty else {
      throw Problem(
        .usage, "there are several remotes and none is called origin",
        hint: "name one: git o8 sync " + names.joined(separator: "|"))
    }
    throw Problem(
      .environment, "there is no remote to share with", hint: "git remote add origin URL")
  }

  /// The one on whose branches packets land; nil where they land here. Throws where what is
  /// configured is no remote.
  func landRemote() async throws -> String? {
    guard let name = try LandRemote.name(in: governed.repository) else { return nil }
    guard try LandRemote.isConfigured(name, in: governed.repository) else {
      let known = try await location.remoteNames()
      throw Problem(
        .noSuchThing,
        "\(LandRemote.key) names \(SafeText.escaped(name)), and there is no such remote here",
        hint: (known.isEmpty
          ? "git remote add NAME URL makes one"
          : "git config \(LandRemote.key) " + known.joined(separator: "|"))
          + "; git config --unset \(LandRemote.key) lands here")
    }
    try await location.refuseSeveralPlaces(of: name)
    return try named(name)
  }

  private func named(_ name: String) throws(Problem) -> String {
    guard Layout.remote(name, Layout.policy) != nil else {
      throw Problem(
        .usage, "cannot share with the remote \(SafeText.escaped(name)): its name fits no ref",
        hint: "git remote rename gives it another")
    }
    return name
  }
}

extension RepositoryLocation {
  /// Throws where git would push to another place than it fetches from: what a push there came to
  /// could not be looked for, and a landing would go by a branch that it does not move.
  func refuseSeveralPlaces(of remote: String) async throws {
    guard try await !isOnePlace(remote) else { return }
    let name = ShellWord.quoted(remote)
    throw Problem(
      .refused,
      "\(remote) is pushed to another place than it is fetched from, or to several, and packets "
        + "land on it",
      hint: "git remote -v shows where. With one place for both: git remote add NAME URL, then "
        + "git config \(LandRemote.key) NAME; or change \(name) itself: pushurl, or "
        + "url.*.pushInsteadOf")
  }
}
