import Foundation
import Support
import Testing

/// A clone that the real program governs, with its hooks, and beside it the bare repository
/// `hub.git` that it follows, which has none.
///
/// `main` begins one commit before its adoption and has one landing, the branch `first`. The
/// branch `lane` is approved for the `main` there is; `evil` and `other` were judged by nobody.
struct PreparedClone: Sendable {
  let clone: TestProgram
  /// What `main` holds before anything happens.
  let main: String

  private static let recipe = """
    set -e
    git init -q -b main clone; cd clone
    echo one >a.txt; git add -A; git commit -qm 'before anybody watched'
    echo two >a.txt; git commit -qam 'the beginning'
    git o8 init >/dev/null
    work() {
      git switch -q -c $1 main; echo $1 >$1.txt; git add -A; git commit -qm $1; git switch -q main
    }
    approve() {
      git o8 adopt $1 >/dev/null; git o8 wait $1 >/dev/null; git o8 verdict $1 approve $2 >/dev/null
    }
    work first; approve first --merge; work lane; approve lane; work evil; work other
    git init -q --bare -b main ../hub.git; git remote add origin ../hub.git
    git push -q -u origin main 'refs/o8/*:refs/o8/*'
    """

  private static func program(in directory: String) throws -> TestProgram {
    let home = directory + "/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    var program = TestProgram(directory: directory, home: home)
    let folder = (HookScene.program as NSString).deletingLastPathComponent
    program.environment["PATH"] = "\(folder):\(program.environment["PATH"] ?? "")"
    return program
  }

  /// Made once for a suite; each test works in a copy.
  struct Trait: SuiteTrait, TestScoping {
    func provideScope(
      for test: Test, testCase: Test.Case?,
      performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
      try await withTemporaryDirectory { directory in
        try await program(in: directory).require("sh", ["-c", recipe])
        try await $original.withValue(directory) { try await function() }
      }
    }
  }

  @TaskLocal private static var original: String?

  static func with(_ body: (PreparedClone) async throws -> Void) async throws {
    let original = try #require(original, "the suite has the trait `.preparedClone`")
    try await withTemporaryDirectory { directory in
      let outside = TestProgram(directory: directory, home: directory)
      let parts = ["clone", "hub.git", "home"].map { original + "/" + $0 }
      try await outside.require("cp", ["-a"] + parts + [directory])
      var program = try program(in: directory)
      program.directory = directory + "/clone"
      let main = try await program.require("git", ["rev-parse", "refs/heads/main"])
      try await body(PreparedClone(clone: program, main: main))
    }
  }

  /// Runs a script and answers with all that it says, errors between the rest.
  func sh(_ script: String) async throws -> (exit: Int32, text: String) {
    let said = try await clone.run("sh", ["-c", "exec 2>&1\n" + script])
    return (said.exit, said.output)
  }

  /// What `main` holds, nil for nothing, and whether it is a branch of its own.
  func branch() async throws -> (value: String?, isAlias: Bool) {
    let value = try await clone.run("git", ["rev-parse", "-q", "--verify", "refs/heads/main"])
    let alias = try await clone.run("git", ["symbolic-ref", "-q", "refs/heads/main"])
    return (value.exit == 0 ? String(value.output.dropLast()) : nil, alias.exit == 0)
  }

  func o8(_ words: String...) async throws -> (exit: Int32, text: String) {
    let said = try await clone.run(HookScene.program, words)
    return (said.exit, said.output + said.error)
  }
}

extension Trait where Self == PreparedClone.Trait {
  static var preparedClone: Self { Self() }
}
