import Git
import Model
import Store

extension HookCall {
  /// Why a push may not be let in, with the whole standard input of `pre-receive`; empty where it
  /// may. Throws where nothing can be judged, which refuses as well. Moves no reference.
  public func pushReceived(_ input: [UInt8]) throws -> [Problem] {
    let lines = try Self.lines(of: input)
    guard !lines.isEmpty else { return [] }
    let names = PushedNames(lines)
    guard names.problems.isEmpty else { return names.problems }
    let repository = try repository()
    guard let identity = try ServerIdentity.read(in: repository) else {
      throw Problem(
        .refused, "nothing may be pushed: the server does not know which repository it is for",
        hint: "its keeper runs git o8 hooks install --server --repo ID")
    }
    return try Reception(repository, names.references, identity: identity, now: now()).problems()
  }
}

/// The repository that a server is for, as its keeper wrote it down.
enum ServerIdentity {
  static let key = "o8.repo"

  /// Nil where nothing is set, or no id.
  static func read(in repository: Repository) throws(GitError) -> ObjectID? {
    try repository.config(key).flatMap { ObjectID($0) }
  }
}
