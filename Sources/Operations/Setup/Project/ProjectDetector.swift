/// Finds a project's own build, type-check and test commands by reading, never by running.
public enum ProjectDetector {
  /// What was found, what was not, and the gates that follow.
  public struct Findings: Hashable, Sendable {
    public var gates: [DetectedGate]
    public var setup: [String]
    public var caches: [String]
    /// A sentence for each check of each kind, for people.
    public var report: [String]
  }

  /// The option of `init` that adds a gate by hand.
  public static let example = "--gate 'test=./run-tests'"

  public static func findings(in listing: ProjectListing) -> Findings {
    var kinds: [Detection] = [
      listing.swift, listing.node, listing.cargo, listing.go, listing.maven, listing.gradle,
      listing.python,
    ].compactMap(\.self)
    // A Makefile beside another kind mostly wraps it: it fills the gaps and doubles nothing.
    // What cannot run here leaves a gap as well.
    if let make = listing.make {
      kinds.append(make.yielding(to: kinds.filter { listing.programs.contains($0.program) }))
    }
    guard !kinds.isEmpty else {
      return Findings(gates: [], setup: [], caches: [], report: nothingFound)
    }
    let usable = kinds.filter { listing.programs.contains($0.program) }
    return Findings(
      gates: gates(of: usable), setup: usable.flatMap(\.setup), caches: usable.flatMap(\.caches),
      report: kinds.flatMap { sentences(on: $0, usable: usable.contains($0)) })
  }

  private static let nothingFound = [
    "no build, type-check or test command found at the root of the protected branch",
    "name one yourself: git o8 init \(example)",
  ]

  private static func gates(of kinds: [Detection]) -> [DetectedGate] {
    var result: [DetectedGate] = []
    for check in Check.allCases {
      let runs = kinds.compactMap { kind -> (String, String)? in
        guard case .command(let run) = kind.checks[check] else { return nil }
        return (kind.kind, run)
      }
      for (kind, run) in runs {
        result.append(
          DetectedGate(
            name: runs.count == 1 ? check.rawValue : "\(kind)-\(check.rawValue)", run: run,
            timeoutSeconds: check.timeoutSeconds))
      }
    }
    return result
  }

  private static func sentences(on kind: Detection, usable: Bool) -> [String] {
    Check.allCases.compactMap { check in
      let start = "\(kind.evidence): \(check.rawValue): "
      return switch kind.checks[check] {
      case .command(let run) where usable: start + "`\(run)`"
      case .command(let run):
        start + "left out, since \(kind.program) is not on the search path; it would be `\(run)`, "
          + "and `git o8 init --gate` names gates by hand"
      case .needless(let why): start + why
      case .absent(let why): start + "not found (\(why))"
      case nil: nil
      }
    }
  }
}

extension Detection {
  fileprivate func yielding(to others: [Detection]) -> Detection {
    var result = self
    for (check, outcome) in checks {
      guard case .command(let run) = outcome,
        let other = others.first(where: { other in
          if case .command = other.checks[check] { true } else { false }
        })
      else { continue }
      result.checks[check] = .needless("`\(run)` left out, since \(other.evidence) has its own")
    }
    return result
  }
}
