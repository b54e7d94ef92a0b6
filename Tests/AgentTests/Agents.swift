import Foundation
import Support
import Testing

/// The real agent CLIs, as `Tests/Agents/install` lays them into the build folder.
enum Agents {
  private static let wish = ProcessInfo.processInfo.environment["O8_AGENTS"]

  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  static let folder = package + "/.build/agents/bin"
  /// Where the scenes are made: an agent's own sandbox may have a `/dev` and a `/tmp` of its own.
  static let place = package + "/.build"
  static let model = package + "/Tests/Agents/fake_model.py"

  static let program =
    URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().path + "/git-o8"

  /// Those that are spoken to in languages of their own.
  static let native = ["claude", "codex"]
  /// Those that are described by a text.
  static let described = ["codebuddy", "grok"]
  static let all = native + described

  /// Whether one is here that not every machine can have.
  static func has(_ name: String) -> Bool {
    isWanted && FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)")
  }

  static let isWanted = wish != nil
  static let whyNot: Comment = "O8_AGENTS=1 runs it, after Tests/Agents/install"

  /// Throws where a program is not there: whoever wants these tests wants to know.
  static func require(_ name: String) throws {
    guard FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") else {
      throw ProgramFailure(description: "there is no \(name): run Tests/Agents/install")
    }
  }
}
