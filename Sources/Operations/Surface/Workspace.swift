import Git
public import Model
import Store
import Trust

/// The repository that an operator stands in: what every surface calls, and nothing below it.
public struct Workspace: Sendable {
  let location: RepositoryLocation
  /// The absolute path of `git-o8`, which the hooks call and which lanes run.
  let program: String
  /// The environment that this process was started in.
  let environment: [String: String]
  /// What is written as the time of an event.
  let now: @Sendable () -> Instant

  init(
    location: RepositoryLocation, program: String, environment: [String: String],
    now: @escaping @Sendable () -> Instant
  ) {
    self.location = location
    self.program = program
    self.environment = environment
    self.now = now
  }

  /// Finds the repository that `directory` is in.
  public init(
    in directory: String, program: String, environment: [String: String],
    now: @escaping @Sendable () -> Instant
  ) throws(Problem) {
    do throws(GitError) {
      location = try Repository.discover(from: directory).location
    } catch { throw Problem(error) }
    self.program = program
    self.environment = environment
    self.now = now
  }
}

extension Workspace {
  /// Opens the repository under its policy; throws `NotGoverned` where there is none.
  ///
  /// What the ledger has grown to is pinned on the way, so that going back behind it is noticed.
  func governed() throws -> GovernedRepository {
    let governed: GovernedRepository
    do { governed = try GovernedRepository(location) } catch {
      throw DamagedReferences.cause(of: error, in: location)
    }
    governed.store.pinLedgerIfPossible()
    return governed
  }
}
