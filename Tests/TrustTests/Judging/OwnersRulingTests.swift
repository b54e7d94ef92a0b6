import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

extension GovernedFixture {
  static let cyd = PrincipalName("cyd")!

  /// Cyd, who reviews, with a key of her own.
  static func withCyd(
    _ files: [String: String], policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (GovernedFixture, Stamp) async throws -> Void
  ) async throws {
    let key = try PrivateKey(comment: "cyd")
    let stamp = Stamp(cyd, at: now, keys: [key.publicKey]) { [try key.sign($0).armored] }
    try await with(
      files,
      policy: { policy in
        policy.principals[cyd] = Principal(
          roles: [.reviewer], human: "cyd", keys: [key.publicKey])
        policy.codeOwners = .required
        try change(&policy)
      }
    ) { try await body($0, stamp) }
  }
}

@Suite("Owners by the branch itself") struct OwnersRulings {
  @Test func aChangeDoesNotNameItsOwnJudges() async throws {
    try await GovernedFixture.withCyd(["CODEOWNERS": "/src/ @cyd\n"]) { fixture, cyd in
      let prev = try fixture.value()
      let handed = try await fixture.hand(
        "lane", ["CODEOWNERS": "/src/ @ann\n", "src/a": "a\n"])
      let verdict = try fixture.verdict(on: handed) { $0.sensitive = ["CODEOWNERS"] }
      try await fixture.say(verdict, on: handed.packet)
      let commit = try await fixture.merge(handed)
      let said = reasons(try fixture.ruling(from: prev, to: commit)).map(\.description)
      #expect(
        said == ["missing the approval of cyd, owner of /src/ (CODEOWNERS:1), for src/a"])
      var hers = try fixture.verdict(on: handed, as: .reviewer)
      #expect(hers.sensitive.isEmpty)
      try await fixture.say(hers, on: handed.packet, stamp: cyd)
      // Who does not see that the owners change has not seen the change.
      #expect(reasons(try fixture.ruling(from: prev, to: commit)).count == 2)
      hers.sensitive = ["CODEOWNERS"]
      try await fixture.say(hers, on: handed.packet, stamp: cyd)
      #expect(admitted(try fixture.ruling(from: prev, to: commit)).count == 1)
      // Behind it, it counts.
      try await fixture.claim(handed, from: prev, by: commit)
      try await fixture.moveMain(to: commit)
      let next = try await fixture.approved("next", ["src/b": "b\n"])
      let step = try await fixture.merge(next)
      #expect(admitted(try fixture.ruling(from: commit, to: step)).count == 1)
    }
  }

  @Test func aRenameTouchesBothEnds() async throws {
    try await GovernedFixture.withCyd(["CODEOWNERS": "/src/ @cyd\n", "src/a": "a\n", "b": "b\n"]) {
      fixture, cyd in
      let prev = try fixture.value()
      let renames: [(String, [String: String?])] = [
        ("out", ["src/a": nil, "lib/a": "a\n"]), ("into", ["b": nil, "src/b": "b\n"]),
      ]
      for (name, files) in renames {
        let handed = try await fixture.approved(name, files)
        let commit = try await fixture.merge(handed)
        let said = reasons(try fixture.ruling(from: prev, to: commit)).map(\.description)
        #expect(said.count == 1 && said[0].contains("approval of cyd"), "\(said)")
        try await fixture.say(
          try fixture.verdict(on: handed, as: .reviewer), on: handed.packet, stamp: cyd)
        #expect(admitted(try fixture.ruling(from: prev, to: commit)).count == 1)
      }
    }
  }

  @Test func theFirstPlaceThatHoldsAnythingCounts() async throws {
    let files = [
      ".github/CODEOWNERS": "/src/ @cyd\n", "CODEOWNERS": "", "docs/CODEOWNERS": "",
      ".gitlab/CODEOWNERS": "* @nobody\n",
    ]
    try await GovernedFixture.withCyd(files) { fixture, _ in
      let judge = Judge(try fixture.governed())
      guard case .read(let owners) = judge.owners(at: try fixture.value()) else {
        Issue.record("it is not read")
        return
      }
      #expect(owners.path == ".github/CODEOWNERS" && owners.lines.count == 1)
    }
  }

  @Test func whatIsNoPlainFileIsNotReadAndMayNotCome() async throws {
    try await GovernedFixture.withCyd(["a": "a\n", "CODEOWNERS": "/src/ @cyd\n"]) { fixture, _ in
      let prev = try fixture.value()
      // A link to a file that says otherwise.
      try await fixture.repository.git("switch", "-q", "-c", "linked", "main")
      try await fixture.repository.git("rm", "-q", "CODEOWNERS")
      try await fixture.repository.commit(["mine": "* @ann\n"], message: "mine")
      let blob = try await fixture.repository.program.require(
        "sh", ["-c", "printf mine | git hash-object -w --stdin"])
      let link = "120000,\(blob.trimmed),.github/CODEOWNERS"
      try await fixture.repository.git("update-index", "--add", "--cacheinfo", link)
      try await fixture.repository.git("commit", "-q", "-m", "a link")
      try await fixture.repository.git("reset", "-q", "--hard")
      try await fixture.repository.git("switch", "-q", "main")
      let handed = try await fixture.handIn("linked")
      try await fixture.present(handed)
      try await fixture.say(
        try fixture.verdict(on: handed) { $0.sensitive = [".github/CODEOWNERS", "CODEOWNERS"] },
        on: handed.packet)
      let commit = try await fixture.merge(handed)
      let said = reasons(try fixture.ruling(from: prev, to: commit)).map(\.description)
      #expect(
        said == [
          "it would leave a .github/CODEOWNERS that nobody can read: it is a symbolic link"
        ])
      // Where it came by force, nothing more comes but by force.
      let judge = Judge(try fixture.governed())
      #expect(
        judge.owners(at: commit)
          == .unreadable(path: ".github/CODEOWNERS", why: "it is a symbolic link"))
    }
  }

  @Test(arguments: ["large", "binary", "directory"])
  func whatSaysNothingIsNamed(what: String) async throws {
    var files: [String: String] = ["a": "a\n"]
    switch what {
    case "large": files["CODEOWNERS"] = String(repeating: "#", count: CodeOwners.byteLimit + 1)
    case "binary": files["CODEOWNERS"] = "* @ann\u{0}"
    default: files["CODEOWNERS/x"] = "* @ann"
    }
    try await GovernedFixture.withCyd(files) { fixture, _ in
      let prev = try fixture.value()
      let handed = try await fixture.approved("lane", ["b": "b\n"])
      let commit = try await fixture.merge(handed)
      let said = reasons(try fixture.ruling(from: prev, to: commit)).map(\.description)
      #expect(
        said.count == 1 && said[0].hasPrefix("CODEOWNERS cannot be read, so nobody knows"),
        "\(said)")
    }
  }

  @Test func whatReviewersMayLandAloneLandsWithoutAnOperatorAndIsMarked() async throws {
    let docs = AloneGrant(paths: [Pattern("docs/**")!])
    try await GovernedFixture.withCyd(
      ["docs/a": "a\n"],
      policy: {
        $0.codeOwners = .ignored
        $0.selfReview = .refused
        $0.reviewersAlone = [docs]
      }
    ) { fixture, cyd in
      let prev = try fixture.value()
      let handed = try await fixture.hand("lane", ["docs/b": "b\n"])
      try await fixture.say(
        try fixture.verdict(on: handed, as: .reviewer), on: handed.packet, stamp: cyd)
      let commit = try await fixture.merge(handed)
      let step = try #require(admitted(try fixture.ruling(from: prev, to: commit)).first)
      #expect(step.isByReviewersAlone)
      // A rename out of it, or into it, is more than that.
      let out = try await fixture.hand("out", ["docs/a": nil, "src/a": "a\n"])
      try await fixture.say(
        try fixture.verdict(on: out, as: .reviewer), on: out.packet, stamp: cyd)
      let moved = try await fixture.merge(out)
      let said = reasons(try fixture.ruling(from: prev, to: moved)).map(\.description)
      #expect(said.count == 1 && said[0].hasPrefix("missing 1 operator"), "\(said)")
    }
  }

  @Test(arguments: [true, false])
  func aTierIsBelievedOfWhoSignsItAndMay(isSigned: Bool) async throws {
    try await GovernedFixture.withCyd(
      ["a": "a\n"],
      policy: {
        $0.codeOwners = .ignored
        $0.may = ["dispatch": [.operator], "edit": [.operator]]
        $0.reviewersAlone = [AloneGrant(tiers: [.light])]
      }
    ) { fixture, cyd in
      let prev = try fixture.value()
      let handed = try await fixture.hand("lane", ["b": "b\n"])
      let governed = try fixture.governed()
      var work = try #require(try governed.storyOfPacket(handed.packet)).work
      work.tier = .light
      let stamp =
        isSigned ? fixture.stamp : Stamp(GovernedFixture.ann, at: GovernedFixture.now)
      let edit = EventDraft(.edited(work), of: handed.packet, stamp: stamp, state: .gating)
      try await governed.store.append(
        [edit], to: Layout.packet(handed.packet), .packet, signing: stamp.signing)
      try await fixture.say(
        try fixture.verdict(on: handed, as: .reviewer), on: handed.packet, stamp: cyd)
      let ruling = try fixture.ruling(from: prev, to: handed.head)
      if isSigned {
        #expect(admitted(ruling).first?.isByReviewersAlone == true, "\(ruling)")
      } else {
        #expect(
          reasons(ruling).map(\.description)
            .contains("nobody who may say so has signed that it is of tier light"), "\(ruling)")
      }
    }
  }
}

extension String {
  fileprivate var trimmed: String { String(filter { !$0.isWhitespace }) }
}
