import Foundation
import Support
import Testing

/// The real agent CLIs, as `Tests/Agents/install` lays them into the build folder.
enum Agents {
  private static let wish = ProcessInfo.processInfo.environment["O8_AGENTS"]

  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  static let folder = package + "/.build/agents/bin"
  static let model = package + "/Tests/Agents/fake_model.py"

  static let program =
    URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().path + "/git-o8"

  /// Whether a program is there, or is demanded: with `O8_AGENTS=required` its tests fail
  /// instead of being skipped.
  static func isThere(_ name: String) -> Bool {
    guard wish != nil else { return false }
    return wish == "required" && Self.required.contains(name)
      || FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)")
  }

  private static let required = ["claude", "codex"]

  static func why(_ name: String) -> Comment {
    wish == nil
      ? "O8_AGENTS=1 runs it, after Tests/Agents/install"
      : "there is no \(name): run Tests/Agents/install"
  }
}

extension Trait where Self == ConditionTrait {
  /// Runs a test where the named CLI is installed.
  static func needs(_ agent: String) -> Self { .enabled(if: Agents.isThere(agent), Agents.why(agent)) }
}
