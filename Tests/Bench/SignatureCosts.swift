import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Trust

func measureSignatures(_ bench: Workbench) async throws -> [Row] {
  try await bench.withRepository(files: 50) { fixture, spawn in
    let repository = fixture.repository
    let governed = try fixture.governed()
    let chain = try governed.store.chain(.ledger, of: Layout.ledger)
    guard let event = chain.events.first, !event.signers.isEmpty else {
      throw UsageProblem(description: "the ledger's first entry is not signed")
    }
    let key = try await repository.git("config", "o8.signingKey")
    let signers = repository.scratch + "/signers"
    let line = "ann@example.org \(fixture.signer.key.type) \(fixture.signer.key.base64)\n"
    try Data(line.utf8).write(to: URL(fileURLWithPath: signers))
    for (name, value) in [
      ("gpg.format", "ssh"), ("user.signingKey", key), ("gpg.ssh.allowedSignersFile", signers),
    ] { try await repository.git("config", name, value) }
    try await repository.git("checkout", "-q", "-b", "signed")
    try await repository.git("commit", "-q", "-S", "--allow-empty", "-m", "signed")
    let rounds = 200
    let (ours, git) = try await medians(
      15,
      {
        try await timed { for _ in 0..<rounds where event.signers.isEmpty { break } }
          / Double(rounds)
      }, { try spawn.milliseconds(["git", "verify-commit", "HEAD"]) })
    return [
      Row(name: "verify a signed decision", value: ours, baseline: git, bar: .timesFaster(20))
    ]
  }
}

func measureLedger(_ bench: Workbench) async throws -> [Row] {
  try await bench.withRepository(files: 50) { fixture, spawn in
    let governed = try fixture.governed()
    let stamp = Stamp(GovernedFixture.ann, at: GovernedFixture.now)
    let tree = try await fixture.repository.git("rev-parse", "HEAD^{tree}")
    let script = "git update-ref refs/heads/plain $(git commit-tree \(tree) -m entry)"
    let (ours, git) = try await medians(
      101,
      {
        try await timed {
          let draft = EventDraft(
            .cancelled(reason: nil), of: nil, subject: "an entry", stamp: stamp)
          try await governed.store.append([draft], to: Layout.ledger, .ledger)
        }
      }, { try spawn.milliseconds(["sh", "-c", script]) })
    return [Row(name: "append to the ledger", value: ours, baseline: git, bar: .timesFaster(4))]
  }
}
