import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// 41: two contents of one SHA-1, and one object in the place of another.
@Suite struct Collisions {
  /// The known pair does collide; neither what is signed nor what git names falls for it.
  @Test func whatIsSignedNamesFilesBySHA256() async throws {
    try await ServerScene.with { scene in
      let (one, other) = (Shattered.one, Shattered.other)
      #expect(one != other && one.count == 320 && other.count == 320)
      for (name, bytes) in [("one", one), ("other", other)] {
        try scene.repository.write(name, bytes: bytes)
        let sum = try await scene.repository.program.require("sha1sum", [name])
        #expect(sum.hasPrefix(Shattered.digest), "this pair is the known one")
      }
      #expect(Digest(of: one) != Digest(of: other))
      let ids = try [one, other].map { try Repository.hash($0, kind: .blob) }
      #expect(ids[0] != ids[1], "git hashes a header before")

      // The other file under the name and digest of the one: nobody takes it for that.
      let forge = try Forge(scene.fixture)
      let said = Attachment(sha256: Digest(of: one), size: one.count)
      let envelope = forge.envelope { $0.attachments = ["prompt.md": said] }
      let files = try [one, other].map {
        TreeEntry("prompt.md", try forge.repository.writeBlob($0))
      }
      try await scene.expectRefused(
        packet: try forge.commit(envelope, files: [files[1]]),
        saying: "`prompt.md` is not the file that it names")
      let honest = try forge.commit(envelope, files: [files[0]])
      try await scene.expectTaken(["\(honest):\(Layout.packet(honest))"])
    }
  }

  /// What each object of a landing is, as revisions.
  private static let parts = [
    "refs/o8/policy", "refs/o8/policy:event.json", "refs/o8/policy:policy.yml", "refs/o8/ledger",
    "refs/o8/ledger:event.json", "main", "main^2", "main^{tree}",
  ]

  /// Puts the bytes of another object of that kind where `id` is kept, as a file of its own.
  private func swap(_ id: String, in scene: HookScene) async throws {
    let git = scene.repository.gitDirectory
    func path(_ id: String) -> String { "\(git)/objects/\(id.prefix(2))/\(id.dropFirst(2))" }
    let kind = try await scene.repository.git("cat-file", "-t", id)
    let other: String
    switch kind {
    case "blob":
      other = try await scene.repository.git("hash-object", "-w", "--stdin", input: "x\n")
    case "tree": other = try await scene.repository.git("mktree", input: "")
    default: other = try await scene.repository.git("commit-tree", "-m", "x", "main^{tree}")
    }
    try #require(other != id)
    try FileManager.default.removeItem(atPath: path(id))
    try FileManager.default.copyItem(atPath: path(other), toPath: path(id))
  }

  /// Whoever can write into a repository can put other bytes under an id; what they prove is
  /// nothing.
  @Test(arguments: parts)
  func anObjectInTheOthersPlaceProvesNothing(part: String) async throws {
    try await HookScene.with { scene in
      _ = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.repository.git("merge", "-q", "--no-ff", "-m", "x", "lane")
      let program = scene.repository.program
      let before = try await program.run(HookScene.program, ["verify", "--all"])
      #expect(before.exit == 0, "\(before)")
      try await swap(try await scene.repository.id(part), in: scene)
      for words in [["verify", "--all", "--fresh"], ["verify", "--all"]] {
        let said = try await program.run(HookScene.program, words)
        if words.contains("--fresh") { #expect(said.exit != 0, "\(said)") }
        #expect(said.exit != 70, "\(said)")
      }
    }
  }

  /// The same at a server: what was swapped there speaks for no push.
  @Test func whatWasSwappedAtAServerLetsNothingIn() async throws {
    try await ServerScene.with { scene in
      let good = try await scene.fixture.approved("good", ["b.txt": "b\n"])
      try await scene.expectTaken([ServerScene.everything])
      let commit = try await scene.merge(good)
      let verdict = try await scene.repository.id("\(Layout.packet(good.packet)):event.json")
      let other = try await scene.server.require(
        "git", ["hash-object", "-w", "--stdin"], input: "x\n")
      func path(_ id: String) -> String {
        "\(scene.server.directory)/objects/\(id.prefix(2))/\(id.dropFirst(2))"
      }
      try FileManager.default.removeItem(atPath: path(verdict))
      try FileManager.default.copyItem(atPath: path(other), toPath: path(verdict))
      let before = try scene.heldMain()
      let said = try await scene.push(["\(commit):refs/heads/main"])
      #expect(said.exit != 0, "\(said)")
      #expect(try scene.heldMain() == before)
    }
  }
}
