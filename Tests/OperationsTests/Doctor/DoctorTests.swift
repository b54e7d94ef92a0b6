import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// Something that is not in order, and what the doctor says of it.
struct Ailment: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Run by `sh` in the repository.
  let script: String
  let subject: Examination.Subject
  let weight: Examination.Weight
  /// What the finding says, and what its remedy does.
  let text: String
  let hint: String

  init(
    _ title: String, _ script: String, _ subject: Examination.Subject,
    _ weight: Examination.Weight, _ text: String, hint: String
  ) {
    testDescription = title
    (self.script, self.subject, self.weight, self.text) = (script, subject, weight, text)
    self.hint = hint
  }

  /// In nobody's way: all of them at once.
  static let minor = [
    Ailment(
      "a replaced object", "git replace main $(git commit-tree -m x main^{tree})", .history,
      .advice, "git shows other objects", hint: "git replace -d"),
    Ailment(
      "a graft", "git rev-parse main >.git/info/grafts", .history, .advice, "info/grafts",
      hint: "rm "),
    Ailment(
      "a shallow mark", "git rev-parse main >.git/shallow", .history, .advice, "shallow",
      hint: "git fetch --unshallow"),
    Ailment(
      "a tag called main", "git tag main", .names, .advice, "refs/tags/main",
      hint: "git tag -d main"),
    Ailment(
      "a reference called main", "git update-ref refs/main main", .names, .advice, "refs/main",
      hint: "git update-ref -d refs/main"),
    Ailment(
      "a file called main", "git rev-parse main >.git/main", .names, .advice, "/.git/main",
      hint: "rm "),
    Ailment(
      "a twin that case alone tells apart",
      "git -c core.hooksPath=/dev/null update-ref refs/heads/MAIN main", .names, .advice,
      "MAIN and main", hint: "git branch -m MAIN"),
    Ailment(
      "a foreign reference", "git update-ref refs/o8/other main", .references, .advice,
      "is no place of o8's", hint: "git update-ref -d refs/o8/other"),
    Ailment(
      "a value kept apart", "git update-ref refs/o8-local/quarantine/ledger/x main", .references,
      .advice, "one value that was refused", hint: "git update-ref -d"),
    Ailment(
      "a misspelt key", "git config o8.maxLane 3", .configuration, .advice,
      "o8.maxlane is no key of o8's", hint: "git config --unset o8.maxlane"),
    Ailment(
      "a wrong value", "git config o8.maxLanes many", .configuration, .lacking,
      "o8.maxLanes is many", hint: "git config o8.maxLanes"),
    Ailment(
      "a limit that is no number", "git config o8.maxMemory much", .configuration, .lacking,
      "o8.maxMemory is much", hint: "git config o8.maxMemory"),
    Ailment(
      "a remote of a strange name", "git config 'remote.a..b.url' /nowhere", .remotes, .advice,
      "a..b", hint: "git remote rename"),
  ]

  static let all = [
    Ailment(
      "main another name", "git branch evil; echo 'ref: refs/heads/evil' >.git/refs/heads/main",
      .branches, .broken, "main is only another name of refs/heads/evil",
      hint: "git update-ref --no-deref refs/heads/main"),
    Ailment(
      "an unproved step",
      "git -c core.hooksPath=/dev/null commit -q --allow-empty -m x", .branches, .broken,
      "main has 1 unproved step", hint: "git o8 verify"),
    Ailment(
      "a hook that may not run", "chmod -x .git/hooks/reference-transaction", .hooks, .broken,
      "is not executable", hint: "git o8 hooks install"),
    Ailment(
      "hooks elsewhere", "git config core.hooksPath /elsewhere", .hooks, .broken,
      "core.hooksPath leads git to /elsewhere", hint: "git o8 hooks install"),
    Ailment(
      "a ledger that is empty", ": >.git/refs/o8/ledger", .references, .broken,
      "refs/o8/ledger is damaged: its file is empty", hint: "rm "),
    Ailment(
      "a policy of garbage", "echo x >.git/refs/o8/policy", .policy, .broken,
      "refs/o8/policy is damaged: its file holds no object's id", hint: "rm "),
    Ailment(
      "a policy that is gone", "git update-ref -d refs/o8/policy", .policy, .broken,
      "is gone from refs/o8/policy", hint: "put it back: git update-ref"),
    Ailment(
      "a key that others may read", "chmod 644 $(git config o8.signingKey)", .key, .lacking,
      "others may read it", hint: "chmod 600"),
    Ailment(
      "a key that is gone", "rm $(git config o8.signingKey)", .key, .lacking, "no such file",
      hint: "git config o8.signingKey"),
    Ailment(
      "a key of git's that is gone",
      "git config --unset o8.signingKey; git config gpg.format ssh; git config user.signingKey /no",
      .key, .lacking, "no such file", hint: "git config user.signingKey"),
    Ailment(
      "no hook at all", "rm .git/hooks/pre-* .git/hooks/reference-transaction", .hooks, .broken,
      "not installed (pre-merge-commit, reference-transaction, pre-push)",
      hint: "git o8 hooks install"),
    Ailment(
      "a key of nobody",
      "ssh-keygen -q -t ed25519 -N '' -f ../other && git config o8.signingKey $PWD/../other",
      .key, .advice, "no principal of the policy has your key", hint: "git o8 policy add"),
    Ailment(
      "a program that asks instead of telling its version",
      """
      printf '#!/bin/sh\necho Trust this folder?; read answer\n' >.git/asker; chmod 755 .git/asker
      printf 'name = asker\nprogram = %s\nlaunch = {prompt}\n' "$PWD/.git/asker" >.git/asker.runtime
      git config o8.runtimeManifest "$PWD/.git/asker.runtime"
      """, .runtimes, .advice,
      "asker tells no version: it waits, most likely with a question on the terminal",
      hint: ".git/asker --version, which must ask nothing"),
    Ailment(
      "a locked key and no agent", "ssh-keygen -q -p -N secret -f $(git config o8.signingKey)",
      .key, .lacking, "the key is locked and no agent runs", hint: "ssh-add"),
    Ailment(
      "an open key and no cage", ":", .key, .advice, "the key has no passphrase",
      hint: "ssh-keygen -p -f"),
  ]
}

@Suite("The doctor")
struct DoctorTests {
  private func workspace(
    _ scene: HookScene, now: Instant = GovernedFixture.now
  ) throws -> Workspace {
    try Workspace(
      in: scene.repository.path, program: HookScene.program,
      environment: scene.fixture.environment, now: { now })
  }

  @Test("finds nothing that breaks or lacks where nothing does, and changes nothing")
  func sound() async throws {
    try await HookScene.with { scene in
      let before = try await state(of: scene.repository)
      let found = try await workspace(scene).examination()
      #expect(found.weight == .advice, "\(found.findings)")
      for subject in Examination.Subject.allCases where subject != .configuration {
        #expect(found.findings.contains { $0.subject == subject }, "\(subject)")
      }
      #expect(found.findings.allSatisfy { $0.weight == .fine || $0.remedy?.text != nil })
      #expect(try await state(of: scene.repository) == before)
    }
  }

  /// References, settings and hooks.
  private func state(of repository: TestRepository) async throws -> String {
    try await repository.program.require(
      "sh", ["-c", "git for-each-ref; cat .git/config .git/hooks/*; git status --porcelain"])
  }

  @Test("names what is not in order, with the remedy", arguments: Ailment.all)
  func names(ailment: Ailment) async throws {
    try await HookScene.with { scene in
      try await scene.fixture.governed().advancePins()
      try await scene.repository.program.require("sh", ["-c", ailment.script])
      try expect(ailment, in: try await workspace(scene).examination())
    }
  }

  @Test("leaves none out where there are several")
  func namesAll() async throws {
    try await HookScene.with { scene in
      let script = Ailment.minor.map(\.script).joined(separator: "\n")
      try await scene.repository.program.require("sh", ["-c", "set -e\n" + script])
      let found = try await workspace(scene).examination()
      for ailment in Ailment.minor { try expect(ailment, in: found) }
    }
  }

  @Test(
    "names a setting of cages that is none, with what it may be, and looks at the rest",
    arguments: [
      (
        "o8.isolation", "jail",
        "o8.isolation is jail, which is none of sandbox, clone, worktree: no work starts here; ",
        "git config o8.isolation sandbox, or clone, or worktree; or git config --unset"
      ),
      (
        "o8.cageNetwork", "some",
        "o8.cageNetwork is some, which is none of all, workers, none",
        "git config o8.cageNetwork all, or workers, or none"
      ),
    ])
  func cageSettings(key: String, value: String, text: String, hint: String) async throws {
    try await HookScene.with { scene in
      try await scene.repository.git("config", key, value)
      var environment = scene.fixture.environment
      environment["O8_ISOLATION"] = nil
      let workspace = try Workspace(
        in: scene.repository.path, program: HookScene.program, environment: environment,
        now: { GovernedFixture.now })
      let found = try await workspace.examination().findings
      let finding = try #require(found.first { $0.subject == .isolation })
      #expect(finding.weight == .lacking && finding.text.hasPrefix(text), "\(finding)")
      #expect(finding.remedy?.text.hasPrefix(hint) == true)
      #expect(found.last?.subject == .disk)
      let setting = try #require(found.first { $0.subject == .configuration })
      #expect(setting.text.hasPrefix("\(key) is \(value): it is one of "))
    }
  }

  @Test("names a variable that is no isolation by its own name")
  func isolationVariable() async throws {
    try await HookScene.with { scene in
      var environment = scene.fixture.environment
      environment["O8_ISOLATION"] = "jail"
      let workspace = try Workspace(
        in: scene.repository.path, program: HookScene.program, environment: environment,
        now: { GovernedFixture.now })
      let found = try await workspace.examination().findings
      let finding = try #require(found.first { $0.subject == .isolation })
      #expect(finding.text.hasPrefix("O8_ISOLATION is jail, which is none of"))
      #expect(finding.remedy?.text.hasSuffix("unset O8_ISOLATION") == true)
    }
  }

  private func expect(_ ailment: Ailment, in found: Examination) throws {
    let finding = try #require(
      found.findings.first { $0.subject == ailment.subject && $0.text.contains(ailment.text) },
      "\(ailment.testDescription): \(found.findings)")
    #expect(finding.weight == ailment.weight)
    #expect(finding.remedy?.text.contains(ailment.hint) == true, "\(finding)")
    #expect(finding.text.split(whereSeparator: \.isNewline).count == 1)
  }

  @Test(
    "tells a policy that ends soon from one that has ended",
    arguments: [
      (now: "2029-12-15T00:00:00Z", weight: Examination.Weight.advice),
      (now: "2030-01-02T00:00:00Z", weight: .broken),
    ])
  func expiry(now: String, weight: Examination.Weight) async throws {
    try await HookScene.with { scene in
      let now = try #require(Instant(now))
      let found = try await workspace(scene, now: now).examination()
      let finding = try #require(found.findings.first { $0.text.contains("the policy end") })
      #expect(finding.weight == weight)
      #expect(finding.remedy?.text == "git o8 policy renew")
    }
  }

  @Test("knows whose locks are left, and removes none")
  func locks() async throws {
    try await HookScene.with { scene in
      let paths = ["refs/heads/main.lock", "refs/o8/ledger.lock", "index.lock"]
      for path in paths { try scene.repository.write([".git/\(path)": ""]) }
      let held = try FileHandle(
        forReadingFrom: URL(fileURLWithPath: scene.repository.gitDirectory + "/index.lock"))
      let found = try await workspace(scene).examination().findings.filter { $0.subject == .locks }
      try held.close()
      let left = found.filter { $0.weight == .lacking }
      #expect(left.count == 2, "\(found)")
      #expect(
        left.contains {
          $0.text.hasSuffix("refs/heads/main.lock") && $0.remedy?.text.contains("rm ") == true
        })
      #expect(
        left.contains { $0.text.hasSuffix("ledger.lock") && $0.remedy?.text == "git o8 reconcile" })
      #expect(found.contains { $0.weight == .advice && $0.text.contains("index.lock") })
      for path in paths {
        #expect(FileManager.default.fileExists(atPath: scene.repository.gitDirectory + "/" + path))
      }
    }
  }

  @Test("sees a worktree that vanished")
  func worktree() async throws {
    try await LandingScene.with { scene in
      let packet = try await scene.present(["a.txt": "two\n"])
      let path = try scene.worktree(of: packet).path
      try FileManager.default.removeItem(atPath: path)
      let found = try await scene.workspace().examination()
      #expect(
        found.findings.contains {
          $0.subject == .lanes && $0.text.contains(path) && $0.remedy?.text == "git o8 reconcile"
        }, "\(found.findings)")
    }
  }

  @Test("asks the agent, and believes none that is silent", .timeLimit(.minutes(15)))
  func agent() async throws {
    try await HookScene.with { scene in
      let file = try await scene.repository.git("config", "o8.signingKey")
      try await scene.repository.program.require(
        "sh", ["-c", "ssh-keygen -q -p -P '' -N secret -f '\(file)'"])
      func key(_ socket: String) async throws -> [Examination.Finding] {
        var environment = scene.fixture.environment
        environment["SSH_AUTH_SOCK"] = socket
        return try await Workspace(
          in: scene.repository.path, program: HookScene.program, environment: environment,
          now: { GovernedFixture.now }
        ).examination().findings.filter { $0.subject == .key }
      }
      let socket = scene.repository.scratch + "/agent"
      try await withAgent(at: socket) {
        #expect(try await key(socket).contains { $0.text.contains("does not have the key") })
        try await Self.unlock(file, in: scene, socket)
        #expect(try await key(socket).contains { $0.text == "the agent has it, and signs" })
      }
      let nowhere = scene.repository.scratch + "/nowhere"
      #expect(try await key(nowhere).contains { $0.text.contains("is silent") })
    }
  }

  private static func unlock(_ file: String, in scene: HookScene, _ socket: String) async throws {
    let answer = scene.repository.scratch + "/answer"
    try "#!/bin/sh\necho secret\n".write(toFile: answer, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: answer)
    try await scene.repository.program.require(
      "ssh-add", ["-q", file],
      environment: [
        "SSH_AUTH_SOCK": socket, "SSH_ASKPASS": answer, "SSH_ASKPASS_REQUIRE": "force",
      ])
  }

  @Test("says by its exit status how bad it is, and speaks JSON")
  func program() async throws {
    try await HookScene.with { scene in
      let program = scene.repository.program
      let fine = try await program.run(HookScene.program, ["doctor", "--json"])
      #expect(fine.exit == 0, "\(fine)")
      #expect(fine.output.hasPrefix("{\"findings\":[{"))
      #expect(fine.output.contains("\"schema\":\"o8/doctor/1\""))
      try await scene.repository.git("config", "o8.isolation", "cellar")
      let lacking = try await program.run(HookScene.program, ["doctor", "--quiet"])
      #expect(lacking.exit == 2, "\(lacking)")
      #expect(!lacking.output.contains("fine "))
      try await program.require("sh", ["-c", "rm .git/hooks/pre-push"])
      let broken = try await program.run(HookScene.program, ["doctor"])
      #expect(broken.exit == 3, "\(broken)")
      #expect(broken.error.contains("the gate does not hold here: one thing is broken"))
    }
    try await withRepository { repository in
      try await repository.commit(["a.txt": "one\n"])
      let bare = try await repository.program.run(HookScene.program, ["doctor"])
      #expect(bare.exit == 2, "\(bare)")
      #expect(bare.output.contains("git o8 init"))
    }
  }

  @Test("knows a server by its hook")
  func server() async throws {
    try await ServerScene.with { scene in
      let found = try await scene.server.run(HookScene.program, ["doctor"])
      #expect(found.exit == 0, "\(found)")
      #expect(found.output.contains("pre-receive in force"))
      let subjects = found.output.split(separator: "\n").map { line in
        line.split(separator: " ").dropFirst().first ?? ""
      }
      #expect(!subjects.contains("key") && !subjects.contains("isolation"))
      try await scene.server.require("rm", ["hooks/pre-receive"])
      let broken = try await scene.server.run(HookScene.program, ["doctor", "--quiet"])
      #expect(broken.exit == 3, "\(broken)")
      #expect(broken.output.contains("hooks install --server --repo \(scene.identity)"))
    }
  }
}
