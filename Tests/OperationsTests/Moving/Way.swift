import Testing

/// A way in which somebody may try to move `main`, as a script that `sh` runs in a
/// `PreparedClone`.
struct Way: Sendable, CustomTestStringConvertible {
  let name: String
  let outcome: Outcome
  let script: String

  init(_ name: String, _ outcome: Outcome, _ script: String) {
    (self.name, self.outcome, self.script) = (name, outcome, script)
  }

  var testDescription: String { name }

  /// What becomes of it.
  enum Outcome: Sendable {
    /// The hooks stop it, and the way out is named.
    case refused
    /// It does not move the branch by its nature, or git itself does not do it.
    case stays
    /// It moves another branch, which policy protects too and nobody has adopted: that is told.
    case strays
    /// It moves the branch as the rule allows.
    case lands
    /// It moves the branch, and is reported.
    case moves
    /// Some versions of git ask the hooks; others move the branch, which is reported.
    case depends
    /// It is stopped, and what o8 recorded is spoilt, which is reported.
    case spoils
    /// Nobody can read the branch any more, which is reported.
    case unreadable
  }

  static let all =
    merging + committing + rewriting + branching + writing + transferring + evading + pretending
}
