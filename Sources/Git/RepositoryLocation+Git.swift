extension RepositoryLocation {
  /// Runs git in this repository; any exit is a value.
  public func run(
    _ arguments: [String], input: [UInt8] = [], limit: Int = Program.outputLimit,
    timeoutSeconds: Int? = nil, environment extra: [String: String?] = [:]
  ) async throws(GitError) -> ProgramOutput {
    try await Program.gitVersion()
    return try await Program.git.run(
      arguments, in: directory, input: input, limit: limit, timeoutSeconds: timeoutSeconds,
      environment: environment.merging(extra) { _, new in new })
  }

  /// Runs git in this repository; any exit but zero throws `programFailed`.
  public func git(
    _ arguments: [String], input: [UInt8] = [], limit: Int = Program.outputLimit,
    timeoutSeconds: Int? = nil, environment extra: [String: String?] = [:]
  ) async throws(GitError) -> ProgramOutput {
    let result = try await run(
      arguments, input: input, limit: limit, timeoutSeconds: timeoutSeconds, environment: extra)
    guard result.exit == 0 else { throw Program.git.failed(arguments, result) }
    return result
  }

  /// Without a work tree git is told the directory, because `safe.bareRepository` may forbid to
  /// find it; in a quarantine it must look where the pushed objects wait.
  private var environment: [String: String?] {
    guard let objects else { return workTree == nil ? ["GIT_DIR": gitDirectory] : [:] }
    return [
      "GIT_DIR": gitDirectory, "GIT_OBJECT_DIRECTORY": objects.primary,
      "GIT_QUARANTINE_PATH": objects.primary,
      "GIT_ALTERNATE_OBJECT_DIRECTORIES": objects.alternates.joined(separator: ":"),
    ]
  }
}
