internal import Model
internal import Subprocess

/// Asks a program about itself, without a terminal, for a limited time.
struct ProgramInquiry: Sendable {
  /// Its last name; the rest of its path comes first on PATH.
  private let name: String
  private let seconds: Int
  private let environment: [String: String]

  /// A CLI that starts a runtime of its own takes a second for it on a busy machine.
  static let timeoutSeconds = 5
  /// A page of help; whatever follows is not read.
  private static let outputBytes = 256 << 10
  /// Of a line that should be a version.
  private static let versionCharacters = 60

  init(
    program: String, environment: [String: String], adding additions: [String: String],
    timeoutSeconds: Int = timeoutSeconds
  ) {
    let slash = program.lastIndex(of: "/") ?? program.startIndex
    name = String(program[slash...].drop { $0 == "/" })
    seconds = timeoutSeconds
    let kept = [
      "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "LANG", "LC_ALL", "XDG_CACHE_HOME",
      "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LD_LIBRARY_PATH", "NVM_DIR",
    ]
    var chosen = environment.filter { kept.contains($0.key) }
    for (name, value) in ["TERM": "dumb", "NO_COLOR": "1", "CI": "1"] { chosen[name] = value }
    chosen["PATH"] = "\(program[..<slash]):\(environment["PATH"] ?? "/usr/bin:/bin")"
    self.environment = chosen.merging(additions) { $1 }
  }

  /// What it writes; nil where it cannot be started or does not end in time.
  func answer(to arguments: [String]) async -> String? {
    var options = PlatformOptions()
    // In a session of its own there is no terminal that it could ask on.
    options.createSession = true
    var kept: [Environment.Key: String] = [:]
    for (name, value) in environment { Environment.Key(rawValue: name).map { kept[$0] = value } }
    let configuration = Configuration(
      executable: .name(name), arguments: Arguments(arguments), environment: .custom(kept),
      platformOptions: options)
    let result = try? await Subprocess.run(
      configuration, input: .none, output: .sequence, error: .discarded,
      body: { try await watch($0, $0.standardOutput) })
    return result?.closureResult
  }

  private func watch<Input: InputProtocol>(
    _ execution: Execution<Input, SequenceOutput, DiscardedOutput>,
    _ output: SubprocessOutputSequence
  ) async throws -> String? {
    let text = try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask {
        var bytes: [UInt8] = []
        for try await chunk in output where bytes.count < Self.outputBytes {
          chunk.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return String(decoding: bytes, as: UTF8.self)
      }
      group.addTask {
        try await Task.sleep(for: .seconds(seconds))
        return nil
      }
      let first = try await group.next() ?? nil
      if first == nil { try? execution.send(signal: .kill, toProcessGroup: true) }
      group.cancelAll()
      return first
    }
    return text
  }

  /// What stands between what cannot be of a word or an option, such as `--json` and `exec`.
  static func words(of text: String) -> Set<String> {
    Set(
      text.split { character in
        !(character.isASCII && (character.isLetter || character.isNumber) || character == "-"
          || character == "_")
      }.map(String.init))
  }

  /// The first part of the answer that looks like a version: `2.1.329 (Claude Code)`.
  static func version(of text: String) -> String? {
    let parts = text.split { $0.isWhitespace || $0 == "," || $0 == "(" || $0 == ")" }
    let found = parts.first { part in
      let digits = part.drop { $0 == "v" }
      return digits.first?.isNumber == true && digits.contains(".")
    }
    return found.map { SafeText.singleLine(String($0), limit: versionCharacters) }
  }
}
