import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

/// 59: a way to have an approval count for more than was approved, on a branch that moved on.
struct Carrying: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What was approved.
  let approved: [String: String]
  /// What became of the branch since, a step each; nil removes a file.
  let meanwhile: [[String: String?]]
  /// What lands besides.
  var besides: [String: String] = [:]
  /// Why it does not carry; nil where it does.
  let reason: String?

  static let all = [
    Carrying(
      testDescription: "other paths, which does carry", approved: ["src/new.txt": "new\n"],
      meanwhile: [["b.txt": "two\n"]], reason: nil),
    Carrying(
      testDescription: "the same path elsewhere in it", approved: ["a.txt": "1\n2\n3\n4\nfive\n"],
      meanwhile: [["a.txt": "one\n2\n3\n4\n5\n"]], reason: "a.txt"),
    Carrying(
      testDescription: "a change that was taken back again",
      approved: ["a.txt": "1\n2\n3\n4\nfive\n"],
      meanwhile: [["a.txt": "other\n"], ["a.txt": "1\n2\n3\n4\n5\n"]], reason: "a.txt"),
    Carrying(
      testDescription: "a file that came and went", approved: ["lib.txt": "lib\n"],
      meanwhile: [["lib.txt": "x\n"], ["lib.txt": nil]], reason: "lib.txt"),
    Carrying(
      testDescription: "a renamed file", approved: ["a.txt": "1\n2\n3\n4\nfive\n"],
      meanwhile: [["a.txt": nil, "c.txt": "1\n2\n3\n4\n5\n"]], reason: "a.txt"),
    Carrying(
      testDescription: "a renamed directory, into which git puts what is new",
      approved: ["dir/new.txt": "new\n"],
      meanwhile: [
        ["dir/x.txt": nil, "dir/y.txt": nil, "moved/x.txt": "x\n", "moved/y.txt": "y\n"]
      ],
      reason: "the step changes something else"),
    Carrying(
      testDescription: "a twin that case alone tells apart", approved: ["Notes.md": "mine\n"],
      meanwhile: [["notes.md": "theirs\n"]], reason: "otes.md"),
    Carrying(
      testDescription: "a file where a directory was meanwhile", approved: ["lib": "file\n"],
      meanwhile: [["lib/x.txt": "x\n"], ["lib/x.txt": nil]], reason: "lib"),
    Carrying(
      testDescription: "a directory where a file was meanwhile", approved: ["lib/x.txt": "x\n"],
      meanwhile: [["lib": "file\n"], ["lib": nil]], reason: "lib"),
    Carrying(
      testDescription: "a sensitive path among what was approved",
      approved: [".gitattributes": "* -diff\n"], meanwhile: [["b.txt": "two\n"]],
      reason: ".gitattributes"),
    Carrying(
      testDescription: "a sensitive path that moved meanwhile", approved: ["src/new.txt": "new\n"],
      meanwhile: [[".gitattributes": "* text\n"]], reason: ".gitattributes"),
    Carrying(
      testDescription: "something besides", approved: ["src/new.txt": "new\n"],
      meanwhile: [["b.txt": "two\n"]], besides: ["evil.txt": "evil\n"],
      reason: "the step changes something else"),
  ]
}

@Suite struct CarriedPushes {
  private static let files = [
    "a.txt": "1\n2\n3\n4\n5\n", "b.txt": "one\n", "dir/x.txt": "x\n", "dir/y.txt": "y\n",
  ]

  private static func policy(_ policy: inout Policy) {
    policy.gates = [GovernedFixture.gate("ok", "true")]
    policy.rules.sensitive = [Pattern(".gitattributes")!]
  }

  /// Moves the branch by owners' leave, here and at the server.
  private func move(_ files: [String: String?], _ scene: ServerScene) async throws {
    let old = try scene.fixture.value()
    let new = try #require(ObjectID(try await scene.repository.commit(files, message: "meanwhile")))
    try await scene.force(from: old, to: new, rewind: false)
    try await scene.expectTaken(["main", ServerScene.everything])
  }

  /// The approved work on the branch as it is now, with a green run of its gate: nothing but the
  /// rule about carrying is left to say no.
  private func landing(
    _ handed: Handed, besides: [String: String], _ scene: ServerScene
  ) async throws -> ObjectID {
    let prev = try scene.fixture.value()
    try await scene.repository.git("switch", "-q", "--detach", prev.hex)
    _ = try await scene.repository.tryGit(
      "-c", "merge.directoryRenames=true", "merge", "-q", "--no-commit", "--no-ff", handed.head.hex)
    try scene.repository.write(besides.mapValues { $0 })
    try await scene.repository.git("add", "-A")
    let tree = try #require(ObjectID(try await scene.repository.git("write-tree")))
    try await scene.repository.git("reset", "-q", "--hard")
    try await scene.repository.git("switch", "-q", "main")
    let gate = try #require(try scene.fixture.governed().policy.gates.first)
    let gated = Gated(
      started: nil, name: gate.name, definition: gate.definition, head: handed.head, tree: tree,
      passed: true, log: nil, seconds: 1)
    let stamp = scene.fixture.stamp
    try await scene.fixture.governed().store.append(
      [EventDraft(.gated(gated), of: handed.packet, stamp: stamp, state: .approved)],
      to: Layout.packet(handed.packet), .packet, signing: stamp.signing)
    return try await scene.commit(tree.hex, parents: [prev, handed.head])
  }

  @Test(arguments: Carrying.all)
  func carryOnlyWhatNobodyTouched(carrying: Carrying) async throws {
    try await ServerScene.with(Self.files, policy: Self.policy) { scene in
      let handed = try await scene.fixture.hand("lane", carrying.approved.mapValues { $0 })
      try await scene.fixture.present(handed)
      let verdict = try scene.fixture.verdict(on: handed) { verdict in
        verdict.sensitive = carrying.approved.keys.filter { $0 == ".gitattributes" }
      }
      try await scene.fixture.say(verdict, on: handed.packet)
      for files in carrying.meanwhile { try await move(files, scene) }
      let commit = try await landing(handed, besides: carrying.besides, scene)
      let push = ["\(commit):refs/heads/main", ServerScene.everything]
      guard let reason = carrying.reason else { return try await scene.expectTaken(push) }
      try await scene.expectRefused(push, saying: "do not carry")
      let said = try await scene.push(push).error
      #expect(said.contains(reason), "\(said)")
    }
  }

  @Test func carryNothingWherePolicySaysNever() async throws {
    try await ServerScene.with(
      Self.files,
      policy: { policy in
        Self.policy(&policy)
        policy.carry = .never
      }
    ) { scene in
      let handed = try await scene.fixture.approved("lane", ["src/new.txt": "new\n"])
      try await move(["b.txt": "two\n"], scene)
      let commit = try await landing(handed, besides: [:], scene)
      try await scene.expectRefused(
        ["\(commit):refs/heads/main", ServerScene.everything], saying: "do not carry")
    }
  }
}
