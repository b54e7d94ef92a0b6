import Model
import Operations

/// A proof as an in-toto statement with the predicate of SLSA's verification summaries, as its
/// source track has them: the subjects are the branches' tips.
///
/// What is particular to o8 stands under `o8` in the predicate, which other readers pass over.
struct Attestation {
  let verification: Verification
  let at: Instant

  init(_ verification: Verification, at: Instant) {
    self.verification = verification
    self.at = at
  }

  var statement: JSONValue {
    [
      "_type": "https://in-toto.io/Statement/v1", "subject": .array(subjects),
      "predicateType": "https://slsa.dev/verification_summary/v1", "predicate": predicate,
    ]
  }

  private var subjects: [JSONValue] {
    verification.branches.map { branch in
      [
        "digest": ["gitCommit": .string(branch.tip.hex)],
        "annotations": ["sourceRefs": [.string(branch.name.text)]],
      ]
    }
  }

  /// No level is claimed beyond what was recomputed: a continuous history of the branch, every step
  /// of which policy or its owners cover. Whether a server enforces that is not seen from objects.
  private static let levels: [JSONValue] = [
    "SLSA_SOURCE_LEVEL_2", "ORG_SOURCE_O8_EVERY_STEP_COVERED",
  ]

  private var predicate: JSONValue {
    [
      "verifier": ["id": "git-o8"], "timeVerified": .string(at.text),
      "resourceUri": .string("o8:\(verification.repo.hex)"),
      "policy": [
        "uri": "refs/o8/policy", "digest": ["gitCommit": .string(verification.policy.hex)],
      ],
      "verificationResult": "PASSED", "verifiedLevels": .array(Self.levels),
      "slsaVersion": "1.1",
      "o8": [
        "repo": .string(verification.repo.hex),
        "branches": .array(verification.branches.map(branch)),
      ],
    ]
  }

  private func branch(_ branch: VerifiedBranch) -> JSONValue {
    [
      "branch": .string(branch.name.text), "start": .string(branch.start.hex),
      "tip": .string(branch.tip.hex), "steps": .array(branch.steps.map(\.json)),
      "rewinds": .array(branch.rewinds.map(\.json)),
    ]
  }
}
