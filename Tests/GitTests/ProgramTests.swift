import Support
import Testing

@testable import Git

@Test func aProgramIsFedAndHeardWithoutLoss() async throws {
  let input = Array(repeating: UInt8(ascii: "x"), count: 3 << 20)
  let result = try await Program("cat").run([], input: input)
  #expect(result.exit == 0)
  #expect(result.output == input)
}

@Test func aFailureIsAValueForRunAndAnErrorForRequire() async throws {
  let script = ["-c", "echo out; echo 'the reason' >&2; exit 3"]
  let result = try await Program("sh").run(script)
  #expect(result.exit == 3)
  #expect(result.text == "out\n")
  #expect(result.errorText == "the reason\n")
  let error = await #expect(throws: GitError.self) { try await Program("sh").require(script) }
  #expect(error?.code == .programFailed(exit: 3))
  #expect(error?.detail == "the reason")
}

@Test func aProgramNeedNotReadWhatItIsFed() async throws {
  let input = Array(repeating: UInt8(ascii: "x"), count: 3 << 20)
  let result = try await Program("sh").run(["-c", "echo no >&2; exit 4"], input: input)
  #expect(result.exit == 4)
  #expect(result.errorText == "no\n")
}

@Test func aProgramThatWritesTooMuchIsStopped() async throws {
  let error = await #expect(throws: GitError.self) {
    try await Program("yes").run([], limit: 100_000)
  }
  #expect(error?.code == .tooLarge)
}

@Test func aLongComplaintIsKeptToItsEnd() async throws {
  let script = "yes | head -c 1000000 >&2; echo the end >&2"
  let result = try await Program("sh").run(["-c", script])
  #expect(result.exit == 0)
  #expect(result.errorText.hasSuffix("the end\n"))
  #expect(result.errorText.utf8.count == Program.errorLimit)
}

@Test func aProgramThatTakesTooLongIsKilledWithWhatItStarted() async throws {
  let error = await #expect(throws: GitError.self) {
    try await Program("sh").run(["-c", "sleep 600 & sleep 600"], timeoutSeconds: 1)
  }
  #expect(error?.code == .timedOut)
}

@Test func aMissingProgramAndAMissingDirectoryAreToldApart() async throws {
  let missing = await #expect(throws: GitError.self) { try await Program("o8-none").run([]) }
  #expect(missing?.code == .programMissing)
  let nowhere = await #expect(throws: GitError.self) {
    try await Program("true").run([], in: "/o8-none")
  }
  #expect(nowhere?.code == .notFound)
}

@Test func aSignalCountsAsItsNumberBeyond128() async throws {
  #expect(try await Program("sh").run(["-c", "kill -TERM $$"]).exit == 143)
}

@Test func anEnvironmentIsChangedOrClosed() async throws {
  let closed = Program("sh", environment: .exactly(["PATH": "/usr/bin:/bin", "A": "1"]))
  let script = ["-c", "echo ${A-none} ${B-none} ${HOME-none}"]
  #expect(try await closed.run(script, environment: ["B": "2"]).text == "1 2 none\n")
  #expect(try await closed.run(script, environment: ["A": nil]).text == "none none none\n")
}

@Test func gitNeverAsksAndIsNotLedAstrayByAHooksEnvironment() async throws {
  try await withRepository { test in
    let variables = Program.git.environment.changes
    #expect(variables["GIT_TERMINAL_PROMPT"] == "0")
    #expect(variables["GIT_NO_REPLACE_OBJECTS"] == "1")
    let told = Program(
      "git",
      environment: .inherited.changing(["GIT_DIR": "/nowhere"]).changing(variables))
    let found = try await told.run(["rev-parse", "--show-toplevel"], in: test.path)
    #expect(found.text == test.path + "\n")
  }
}

@Test func anOldGitIsRefusedByNumber() async throws {
  try await withRepository { test in
    try test.write(["old-git": "#!/bin/sh\necho git version 2.37.9\n"])
    try await test.program.require("chmod", ["+x", "old-git"])
    let old = Program(test.path + "/old-git")
    let error = await #expect(throws: GitError.self) { try await Program.version(of: old) }
    #expect(error?.code == .programTooOld)
    #expect(error?.description.contains("2.37.9") == true)
    #expect(try await Program.gitVersion() >= .required)
  }
}

@Test(arguments: [
  ("git version 2.39.5\n", GitVersion(2, 39, 5)), ("git version 2.38\n", GitVersion(2, 38)),
  ("git version 2.39.3 (Apple Git-146)\n", GitVersion(2, 39, 3)),
  ("git version 2.55.0.rc1.windows.1\n", GitVersion(2, 55, 0)), ("hub 1\n", nil),
])
func versionsAreReadAndCompared(text: String, version: GitVersion?) {
  #expect(GitVersion(output: text) == version)
  #expect(GitVersion(2, 9) < GitVersion(2, 38))
}
