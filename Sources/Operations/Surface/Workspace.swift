import Git

/// The repository that an operator stands in: what every surface calls, and nothing below it.
public struct Workspace: Sendable {
  let location: RepositoryLocation
  /// The absolute path of `git-o8`, which the hooks call.
  let program: String

  /// Finds the repository that `directory` is in.
  public init(in directory: String, program: String) throws(Problem) {
    do throws(GitError) {
      location = try Repository.discover(from: directory).location
    } catch { throw Problem(error) }
    self.program = program
  }
}
