import Git
public import Model
import Store
public import Support
import Trust

/// One governed repository in several clones, and the bare one through which they share.
///
/// Ann works in the first clone and Bob in the others; both judge. All clones begin with what the
/// bare one has, and their `main` follows its `main`.
public struct SharedFixture: Sendable {
  public let bare: TestRepository
  public let clones: [GovernedFixture]

  public var ann: GovernedFixture { clones[0] }
  public var bob: GovernedFixture { clones[1] }

  public static let bobsName = PrincipalName("bob")!

  /// - Parameter policy: what the policy is to say besides.
  public static func with<Result>(
    clones count: Int = 2, _ files: [String: String] = ["a.txt": "one\n", "b.txt": "one\n"],
    policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (SharedFixture) async throws -> Result
  ) async throws -> Result {
    try await withTemporaryDirectory { keys in
      let maker = KeyMaker(directory: keys)
      _ = try maker.key(for: bobsName)
      let signer = try Signer(named: maker.path, format: "ssh", home: nil)
      return try await GovernedFixture.with(
        files,
        policy: { policy in
          policy.principals[bobsName] = Principal(
            roles: [.owner, .operator, .gate], human: "bob", keys: [signer.key])
          try change(&policy)
        },
        { ann in
          let bare = try await ann.repository.clone(named: "bare", options: ["--bare"])
          try await ann.repository.git("remote", "add", "origin", bare.path)
          try await ann.repository.git("push", "-q", "-u", "origin", "main", "refs/o8/*:refs/o8/*")
          var clones = [ann]
          for number in 1..<count {
            clones.append(
              try await ann.joined(
                in: bare.clone(named: "clone-\(number)"), by: bobsName, signer, maker.path))
          }
          return try await body(SharedFixture(bare: bare, clones: clones))
        })
    }
  }

  /// All shared references of a repository with their values.
  public func shared(_ repository: TestRepository) async throws -> String {
    try await repository.git(
      "for-each-ref", "--format=%(refname) %(objectname)", "refs/o8/", "refs/heads/main")
  }

  public func atBare(_ name: ReferenceName) throws -> ObjectID? {
    try Repository.discover(from: bare.path).target(of: name)
  }
}

extension GovernedFixture {
  /// The same repository in another clone, where somebody else works.
  fileprivate func joined(
    in clone: TestRepository, by author: PrincipalName, _ signer: Signer, _ key: String
  ) async throws -> GovernedFixture {
    try await clone.git("config", "o8.signingKey", key)
    try await clone.git("fetch", "-q", "origin", "refs/o8/*:refs/o8/*")
    let fixture = GovernedFixture(
      repository: clone, signer: signer, author: author, environment: environment)
    try await fixture.governed().advancePins()
    return fixture
  }

  /// What stands on a reference of this clone.
  public func target(_ name: ReferenceName) throws -> ObjectID? { try open().target(of: name) }
}
