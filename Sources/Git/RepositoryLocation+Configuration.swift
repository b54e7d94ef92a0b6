/// One value of configuration and where it stands.
public struct ConfigurationValue: Sendable, Hashable {
  /// `system`, `global`, `local`, `worktree` or `command`.
  public let scope: String
  /// Such as `file:.git/config`.
  public let origin: String
  public let key: String
  public let value: String
}

extension RepositoryLocation {
  /// All values of `key`, the one that wins last.
  public func configurations(
    of key: String
  ) async throws(GitError) -> [ConfigurationValue] {
    try await read(["--get-all", key]) { fields in
      ConfigurationValue(scope: fields[0], origin: fields[1], key: key, value: fields[2])
    }
  }

  /// All values whose key begins with `section` and a dot, such as `o8`.
  public func configurations(
    in section: String
  ) async throws(GitError) -> [ConfigurationValue] {
    let pattern = "^" + section.flatMap { $0.isLetter || $0.isNumber ? [$0] : ["\\", $0] } + "\\."
    return try await read(["--get-regexp", pattern]) { fields in
      let key = fields[2].prefix { $0 != "\n" }
      return ConfigurationValue(
        scope: fields[0], origin: fields[1], key: String(key),
        value: String(fields[2].dropFirst(key.count + 1)))
    }
  }

  /// Adds a value beside those that `key` has in the repository's own configuration.
  public func addConfiguration(_ key: String, _ value: String) async throws(GitError) {
    _ = try await git(["config", "--local", "--add", key, value])
  }

  /// Gives `key` this one value in the repository's own configuration.
  public func setConfiguration(_ key: String, _ value: String) async throws(GitError) {
    _ = try await git(["config", "--local", "--replace-all", key, value])
  }

  /// Takes away every value of `key` in the repository's own configuration that equals `value`,
  /// or all of them for nil. That there was none is no failure.
  public func removeConfiguration(
    _ key: String, _ value: String? = nil
  ) async throws(GitError) {
    let which = value.map { ["--fixed-value", "--unset-all", key, $0] } ?? ["--unset-all", key]
    let arguments = ["config", "--local"] + which
    let result = try await run(arguments)
    guard result.exit == 0 || result.exit == Self.noSuchKey else {
      throw Program.git.failed(arguments, result)
    }
  }

  /// `git config` exits so when what it should take away is not there, and with 1 for a reading.
  private static let noSuchKey: Int32 = 5

  private func read(
    _ query: [String], _ value: ([String]) -> ConfigurationValue
  ) async throws(GitError) -> [ConfigurationValue] {
    let arguments = ["config", "-z", "--show-scope", "--show-origin"] + query
    let result = try await run(arguments)
    if result.exit == 1 { return [] }
    guard result.exit == 0 else { throw Program.git.failed(arguments, result) }
    let fields = result.fields.map { String(decoding: $0, as: UTF8.self) }
    return stride(from: 0, to: fields.count - 2, by: 3).map { value(Array(fields[$0..<($0 + 3)])) }
  }
}
