import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// What somebody who may push puts in the policy's place, at a remote that runs no hooks.
@Suite("A policy that is none, from a remote without hooks")
struct BadPolicyTests {
  /// A text of `policy.yml` that owners could have signed and nobody can read as a policy.
  struct Text: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (_ honest: String) -> String

    static let all = [
      Text(testDescription: "of a future version") {
        $0.replacing("version: 1", with: "version: 99")
      },
      Text(testDescription: "with a key twice") { $0 + "attempts: 3\n" },
      Text(testDescription: "with a key that nobody knows") { $0 + "backdoor: open\n" },
      Text(testDescription: "of the wrong type") {
        $0.replacing(/attempts: \d+/, with: "attempts: [many]")
      },
      Text(testDescription: "with a number beyond all") {
        $0.replacing(/attempts: \d+/, with: "attempts: \(String(repeating: "9", count: 99))")
      },
      Text(testDescription: "deep") { _ in String(repeating: "[", count: 50_000) },
      Text(testDescription: "deep by indentation") { _ in
        (0..<300).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
      },
      Text(testDescription: "oversized") {
        $0 + String(repeating: "# more\n", count: PolicyText.byteLimit / 7)
      },
      Text(testDescription: "truncated") { String($0.prefix($0.count / 2)) },
      Text(testDescription: "empty") { _ in "" },
      Text(testDescription: "an alias bomb") { _ in
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
      },
    ]
  }

  /// What Bob put at the remote counts for nothing and is told, everything else is shared, and the
  /// command that is printed puts it right.
  private func expectInert(_ bad: String, _ scene: SharingScene, saying word: String)
    async throws
  {
    let name = Layout.policy
    let own = try #require(try scene.ann.target(name))
    try await scene.bob.repository.git("push", "-q", "--force", "origin", "\(bad):\(name)")
    let good = try await scene.open("Good", in: scene.ann)
    let report = try await scene.sync(scene.ann)
    let found = try #require(report.quarantined.first, "\(report)")
    #expect(report.quarantined.count == 1 && found.name == name && !found.isOurs)
    #expect(found.reason.contains(word) && found.tip.hex == bad, "\(found)")
    #expect(try scene.ann.target(name) == own)
    #expect(try scene.fixture.atBare(name)?.hex == bad)
    #expect(try scene.fixture.atBare(Layout.packet(good)) != nil)
    // A second meeting says the same, and other clones see the rest too.
    #expect(try await scene.sync(scene.ann).quarantined == report.quarantined)
    try await scene.sync(scene.bob)
    #expect(try scene.packet(good, in: scene.bob)?.state == .queued)
    let remedy = try #require(found.remedies(at: "origin").first).split(separator: " ")
    try await scene.ann.repository.program.require("git", remedy.dropFirst().map(String.init))
    #expect(try await scene.sync(scene.ann).quarantined.isEmpty)
    #expect(try scene.fixture.atBare(name) == own)
  }

  @Test(arguments: Text.all)
  func aTextThatCannotBeReadThoughAnOwnerSignedIt(text: Text) async throws {
    try await SharingScene.with { scene in
      let governed = try scene.bob.governed()
      let honest = PolicyText(governed.policy)
      let policy = Array(text.change(String(decoding: honest.policy, as: UTF8.self)).utf8)
      try #require(policy != honest.policy)
      let stamp = scene.bob.stamp
      let draft = EventDraft(
        .policy(PolicyChange(tips: [:], ledger: nil)), of: nil, subject: "a policy", stamp: stamp,
        attachments: [
          PolicyAttachment.policy: policy, PolicyAttachment.signers: honest.signers,
        ])
      let event = try await governed.store.prepare(
        draft, .policy, after: governed.policies.newest.id, signing: stamp.signing)
      try await expectInert(event.id.hex, scene, saying: event.id.short)
    }
  }

  @Test(arguments: BadData.all)
  func anEventThatIsNone(data: BadData) async throws {
    try await SharingScene.with { scene in
      let newest = try scene.bob.governed().policies.newest.id
      let forge = try Forge(scene.bob)
      let envelope = forge.envelope {
        ($0.kind, $0.parents, $0.clock) = (.policy, [newest], 9)
        $0.fields = LedgerBody.policy(PolicyChange(tips: [:], ledger: nil)).fields
      }
      let commit = try forge.commit(envelope, text: data.text(envelope))
      try await expectInert(
        commit.hex, scene,
        saying: data.isForeign ? "no policy" : data.saying)
    }
  }

  /// Anything that a reference can hold.
  @Test(arguments: ["blob", "tree", "tag", "code", "root", "join", "large"])
  func whatIsNoPolicyAtAll(kind: String) async throws {
    try await SharingScene.with { scene in
      let git = scene.bob.repository
      let policy = try #require(try scene.bob.target(Layout.policy)).hex
      let bad: String
      switch kind {
      case "blob": bad = try await git.git("hash-object", "-w", "--stdin", input: "x")
      case "tree": bad = try await git.id("HEAD^{tree}")
      case "tag":
        try await git.git("tag", "-a", "-m", "x", "odd", policy)
        bad = try await git.id("odd")
      case "code": bad = try await git.id("HEAD")
      case "root": bad = try await git.git("commit-tree", "-m", "x", "HEAD^{tree}")
      case "join":
        bad = try await git.git("commit-tree", "-p", policy, "-p", "HEAD", "-m", "x", "HEAD^{tree}")
      default:
        let text = String(repeating: "x", count: Limits.commitBytes + 1)
        bad = try await git.git(
          "commit-tree", "-p", policy, "HEAD^{tree}", input: text)
      }
      try await expectInert(
        bad, scene,
        saying: ["blob", "tree", "tag", "large"].contains(kind) ? "cannot be read" : "no policy")
    }
  }
}
