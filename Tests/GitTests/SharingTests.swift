import Git
import Model
import Support
import Testing

@Suite("Fetching from and pushing to a remote")
struct GitSharingTests {
  private func pair(
    _ body: (TestRepository, TestRepository, RepositoryLocation, [ObjectID]) async throws -> Void
  ) async throws {
    try await withRepository { test in
      let one = try await test.commit(["a": "1"])
      let two = try await test.commit(["a": "2"])
      let bare = try await test.clone(named: "bare", options: ["--bare"])
      try await test.git("remote", "add", "origin", bare.path)
      let location = try Repository.discover(from: test.path).location
      try await body(test, bare, location, [one, two].compactMap { ObjectID($0) })
    }
  }

  private let name = ReferenceName("refs/o8/x/one")!
  private let other = ReferenceName("refs/o8/x/two")!

  /// Pushes, and expects this answer.
  private func push(
    _ moves: [ReferenceMove], _ location: RepositoryLocation, _ form: PushForm = .atomic,
    _ expected: PushAnswer = .accepted
  ) async throws {
    let answer = try await location.push(moves, to: "origin", form, timeoutSeconds: 60)
    #expect(answer == expected)
  }

  @Test func aPushMovesFromExactlyWhatWasSeen() async throws {
    try await pair { test, bare, location, ids in
      try await push([ReferenceMove(name, from: nil, to: ids[0])], location)
      try await push([ReferenceMove(name, from: nil, to: ids[1])], location, .atomic, .outrun)
      let both = [
        ReferenceMove(other, from: nil, to: ids[0]), ReferenceMove(name, from: ids[1], to: nil),
      ]
      try await push(both, location, .atomic, .outrun)
      #expect(try await bare.git("for-each-ref", other.text) == "")
      try await push([ReferenceMove(name, from: ids[0], to: ids[1])], location)
      try await push([ReferenceMove(name, from: ids[1], to: nil)], location)
      #expect(try await bare.git("for-each-ref", name.text) == "")
    }
  }

  @Test func aRemoteThatCannotSaysSoAndOneByOneGoes() async throws {
    try await pair { test, bare, location, ids in
      try await bare.git("config", "receive.advertiseAtomic", "false")
      let moves = [
        ReferenceMove(name, from: nil, to: ids[0]), ReferenceMove(other, from: nil, to: ids[0]),
      ]
      try await push(moves, location, .atomic, .notAtomic)
      try await push(moves, location, .oneByOne)
    }
  }

  @Test func whatIsGoneThereIsTakenAwayHereAndNothingElse() async throws {
    try await pair { test, bare, location, ids in
      try await push(
        [
          ReferenceMove(name, from: nil, to: ids[0]), ReferenceMove(other, from: nil, to: ids[0]),
        ], location)
      let refspecs = ["+refs/o8/*:refs/seen/*", "+refs/heads/main:refs/remotes/origin/main"]
      try await test.git("update-ref", "refs/remotes/origin/mine", "HEAD")
      try await location.fetch(refspecs, from: "origin", timeoutSeconds: 60)
      try await push([ReferenceMove(name, from: ids[0], to: nil)], location)
      try await location.fetch(refspecs, from: "origin", timeoutSeconds: 60)
      let seen = try await test.git("for-each-ref", "--format=%(refname)", "refs/seen")
      #expect(seen == "refs/seen/x/two")
      #expect(try await test.id("refs/remotes/origin/mine") == ids[1].hex)
      let there = try await location.branches(at: "origin", timeoutSeconds: 60)
      #expect(there == [ReferenceName(branch: "main")!])
    }
  }

  @Test func aRemoteOutOfReachIsAFailureOfTheProgram() async throws {
    try await pair { test, _, location, ids in
      try await test.git("remote", "set-url", "origin", "/nowhere")
      let move = ReferenceMove(name, from: nil, to: ids[0])
      let error = await #expect(throws: GitError.self) { try await push([move], location) }
      #expect(error?.code == .programFailed(exit: 128))
    }
  }
}
