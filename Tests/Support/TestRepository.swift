import Foundation

/// A real repository made in code for one test: branch `main`, fixed identity and dates, no
/// configuration of the machine's.
public struct TestRepository: Sendable {
  /// The work tree; in a bare repository, the repository itself.
  public let path: String
  /// An empty directory beside it, removed with it.
  public let scratch: String
  public let program: TestProgram

  /// The git directory of a repository that is not bare.
  public var gitDirectory: String { path + "/.git" }

  /// Makes an empty repository beside others of the same test.
  public static func make(
    in directory: String, named name: String = "repository", options: [String] = []
  ) async throws -> TestRepository {
    let scratch = "\(directory)/\(name)-scratch"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    let home = directory + "/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let path = "\(directory)/\(name)"
    let outside = TestProgram(directory: directory, home: home)
    try await outside.require("git", ["init", "-q", "-b", "main"] + options + [path])
    return TestRepository(
      path: path, scratch: scratch, program: TestProgram(directory: path, home: home))
  }

  @discardableResult
  public func git(_ arguments: String..., input: String = "") async throws -> String {
    try await program.require("git", arguments, input: input)
  }

  /// The exit status and what git said, for what is expected to fail.
  public func tryGit(
    _ arguments: String..., input: String = ""
  ) async throws -> (exit: Int32, output: String, error: String) {
    try await program.run("git", arguments, input: input)
  }

  /// Writes files below the work tree, making directories; nil removes one.
  public func write(_ files: [String: String?]) throws {
    for (name, content) in files.sorted(by: { $0.key < $1.key }) {
      let file = "\(path)/\(name)"
      guard let content else {
        try FileManager.default.removeItem(atPath: file)
        continue
      }
      let parent = (file as NSString).deletingLastPathComponent
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      try Data(content.utf8).write(to: URL(fileURLWithPath: file))
    }
  }

  /// Writes a file that need not be text.
  public func write(_ name: String, bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  public func read(_ name: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
  }

  /// Writes files, commits all of the work tree, and returns the commit's id.
  @discardableResult
  public func commit(
    _ files: [String: String?] = [:], message: String = "a change"
  ) async throws -> String {
    try write(files)
    try await git("add", "-A")
    try await git("commit", "-q", "--allow-empty", "-m", message)
    return try await id("HEAD")
  }

  /// The full id that a revision names.
  public func id(_ revision: String) async throws -> String {
    try await git("rev-parse", "--verify", revision)
  }

  /// One of its worktrees, as a place to work in.
  public func worktree(at path: String) -> TestRepository {
    var program = program
    program.directory = path
    return TestRepository(path: path, scratch: scratch, program: program)
  }

  /// Another repository of the same test, a clone of this one.
  public func clone(named name: String, options: [String] = []) async throws -> TestRepository {
    let directory = (path as NSString).deletingLastPathComponent
    let scratch = "\(directory)/\(name)-scratch"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    let copy = "\(directory)/\(name)"
    try await program.require("git", ["clone", "-q"] + options + [path, copy])
    return TestRepository(
      path: copy, scratch: scratch,
      program: TestProgram(directory: copy, home: directory + "/home"))
  }
}

/// Runs a test in a repository of its own, which is gone afterwards.
public func withRepository<Result>(
  options: [String] = [], _ body: (TestRepository) async throws -> Result
) async throws -> Result {
  try await withTemporaryDirectory { directory in
    try await body(try await TestRepository.make(in: directory, options: options))
  }
}
