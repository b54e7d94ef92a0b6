public import Git
public import Model
import Store
public import Support
public import Trust

/// A repository with a first commit, a policy that Ann signed, and `main` adopted there.
///
/// Ann holds every role that a lone human needs; her key is the one that `o8.signingKey` names.
public struct GovernedFixture: Sendable {
  public let repository: TestRepository
  public let signer: Signer
  /// Who says what is said here.
  public var author = ann
  /// What an operation is told of the environment.
  public let environment: [String: String]

  public static let ann = PrincipalName("ann")!
  public static let main = ReferenceName(branch: "main")!
  /// The time of every event, unless a test says otherwise.
  public static let now = Instant("2026-11-21T12:00:00Z")!

  /// - Parameters:
  ///   - earlier: how many commits there were before the one that is adopted.
  ///   - change: what the policy is to say besides.
  public static func with<Result>(
    _ files: [String: String] = ["a.txt": "one\n"], earlier: Int = 0,
    policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (GovernedFixture) async throws -> Result
  ) async throws -> Result {
    try await withRepository { repository in
      for _ in 0..<earlier { try await repository.commit(message: "before anybody watched") }
      try await repository.commit(files.mapValues { $0 }, message: "the beginning")
      let maker = KeyMaker(directory: repository.scratch + "/key")
      _ = try maker.key(for: ann)
      try await repository.git("config", "o8.signingKey", maker.path)
      var environment = repository.program.environment
      environment["PATH"] = environment["PATH"] ?? "/usr/bin:/bin"
      let fixture = GovernedFixture(
        repository: repository,
        signer: try Signer(named: maker.path, format: "ssh", home: nil),
        environment: environment)
      var policy = try fixture.firstPolicy()
      try change(&policy)
      try await fixture.write(policy)
      try await fixture.adopt()
      return try await body(fixture)
    }
  }

  public func firstPolicy() throws -> Policy {
    Policy(
      protected: [Pattern("main")!],
      principals: [
        Self.ann: Principal(
          roles: [.owner, .operator, .gate], human: "ann", keys: [signer.key])
      ],
      require: Requirements(byRole: [.owner: 1, .operator: 1, .reviewer: 0]), gates: [],
      rules: StaticRules(), landing: [.merge, .fastForward], attempts: 3, carry: .disjoint,
      selfReview: .allowed, expires: CalendarDay("2030-01-01")!)
  }

  /// A gate with its true definition, as a policy that is read has it.
  public static func gate(
    _ name: String, _ run: String, paths: [String] = ["**"], timeoutSeconds: Int = 60
  ) -> Gate {
    Gate(
      name: name, run: run, timeoutSeconds: timeoutSeconds,
      paths: paths.compactMap { Pattern($0) })
  }

  /// What Ann signs.
  public var stamp: Stamp { stamp(at: Self.now) }

  public func stamp(at instant: Instant) -> Stamp {
    Stamp(author, at: instant, keys: [signer.key]) { [signer] text in
      [try await signer.sign(text).armored]
    }
  }

  public func open() throws -> Repository { try Repository.discover(from: repository.path) }
  public func governed() throws -> GovernedRepository { try GovernedRepository(open()) }

  /// Appends a policy that Ann signs; branches and ledger are as they stand.
  public func write(_ policy: Policy) async throws {
    let git = try open()
    let text = PolicyText(policy)
    var tips: [ReferenceName: ObjectID] = [:]
    for branch in try git.references(under: "refs/heads/") where policy.protects(branch.name.short)
    {
      tips[branch.name] = branch.target
    }
    let change = PolicyChange(tips: tips, ledger: try git.target(of: Layout.ledger))
    let draft = EventDraft(
      .policy(change), of: nil, subject: "a policy", stamp: stamp,
      attachments: [
        PolicyAttachment.policy: text.policy, PolicyAttachment.signers: text.signers,
      ])
    try await Store(git).append(
      [draft], to: Layout.policy, .policy, signing: stamp.signing)
  }

  /// Adopts `main` where it stands.
  public func adopt() async throws {
    let git = try open()
    guard let commit = try git.target(of: Self.main) else { return }
    let draft = EventDraft(
      .adopted(Adopted(branch: Self.main, commit: commit)), of: nil,
      subject: "main at \(commit.short)", stamp: stamp)
    try await Store(git).append(
      [draft], to: Layout.ledger, .ledger, signing: stamp.signing)
  }
}
