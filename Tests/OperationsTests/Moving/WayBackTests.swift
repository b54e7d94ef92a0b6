import Foundation
import Support
import Testing

/// What `status` names as the way back is one.
@Suite("Ways back of a moved branch", .preparedClone)
struct WayBackTests {
  @Test(arguments: [
    "git -c core.hooksPath=/dev/null reset -q --hard main~1",
    "git -c core.hooksPath=/dev/null reset -q --hard main~2",
    "git switch -q --detach && git -c core.hooksPath=/dev/null branch -q -f main main~1",
    "git switch -q --detach && git -c core.hooksPath=/dev/null branch -q -D main",
    "git branch same main && echo 'ref: refs/heads/same' >.git/refs/heads/main",
    "git remote remove origin && git -c core.hooksPath=/dev/null reset -q --hard main~2",
    "git -c core.hooksPath=/dev/null reset -q --hard $(git commit-tree -m x main^{tree})",
    """
    git remote remove origin &&
    git -c core.hooksPath=/dev/null reset -q --hard $(git commit-tree -m x main^{tree})
    """,
    """
    git remote remove origin && git switch -q --detach &&
    git -c core.hooksPath=/dev/null branch -q -f main $(git commit-tree -m x main^{tree})
    """,
  ])
  func theWayThatIsNamed(script: String) async throws {
    try await PreparedClone.with { scene in
      try #require(try await scene.sh(script).exit == 0)
      let found = try await problems(in: scene)
      let problem = try #require(found.last)
      try await expectAgreement(on: found, in: scene)
      let way = try #require(problem.firstMatch(of: #/: (git .*?) (ends|brings|takes)/#)?.output.1)
      let said = try await scene.sh(String(way))
      #expect(said.exit == 0, "\(way): \(said.text)")
      #expect(try await problems(in: scene) == [])
      #expect(try await scene.o8("verify").exit == 0)
      let (value, isAlias) = try await scene.branch()
      #expect(value == scene.main && !isAlias)
    }
  }

  @Test func whatOwnersTookBackIsNoMove() async throws {
    try await PreparedClone.with { scene in
      let said = try await scene.sh("git o8 force main main~1 --rewind --reason 'an outage'")
      try #require(said.exit == 0, "\(said.text)")
      #expect(try await problems(in: scene) == [])
      #expect(try await scene.o8("verify").exit == 0)
    }
  }

  @Test func whoFollowsARemoteThatWentElsewhereMovedNothing() async throws {
    try await PreparedClone.with { scene in
      let said = try await scene.sh(
        """
        git merge -q --no-ff -m mine lane && git -c core.hooksPath=/dev/null reset -q --hard HEAD~1
        """)
      try #require(said.exit == 0, "\(said.text)")
      #expect(try await problems(in: scene) == [])
    }
  }

  /// `reconcile` can put none of it right, so it says the same as `status` and `verify`.
  private func expectAgreement(on found: [String], in scene: PreparedClone) async throws {
    let verified = try await scene.o8("verify")
    #expect(verified.exit == 3)
    for problem in found { #expect(verified.text.contains(problem), "\(verified.text)") }
    for _ in 1...2 {
      let said = try await scene.clone.run(HookScene.program, ["reconcile", "--json"])
      #expect(said.exit == 3, "\(said.output)")
      let object = try JSONSerialization.jsonObject(with: Data(said.output.utf8))
      #expect((object as? [String: Any])?["problems"] as? [String] == found)
    }
  }

  private func problems(in scene: PreparedClone) async throws -> [String] {
    let status = try await scene.o8("status", "--json")
    let object = try JSONSerialization.jsonObject(with: Data(status.text.utf8))
    return try #require((object as? [String: Any])?["problems"] as? [String])
  }
}
