import Git
import Lanes
import Model
import Trust

extension Workspace {
  /// What each command of a worker's, each set-up step and each gate may take of this machine.
  func resourceLimits(_ governed: GovernedRepository) throws -> ResourceLimits {
    var limits = ResourceLimits()
    limits.processes = ResourceLimits.standardProcesses
    for kind in ResourceLimits.Kind.allCases {
      guard let text = try governed.repository.config(kind.rawValue) else { continue }
      guard let number = ResourceLimits.number(text) else {
        throw Problem(
          .environment, "\(kind.rawValue) is \(SafeText.escaped(text)): \(kind.wanted)",
          hint: "git config \(kind.rawValue) NUMBER")
      }
      limits.set(kind, to: number)
    }
    return limits
  }
}
