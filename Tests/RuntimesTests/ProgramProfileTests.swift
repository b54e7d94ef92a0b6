import Support
import Testing

@testable import Runtimes

@Suite struct ProgramProfileTests {
  @Test(arguments: [
    ("2.1.329 (Claude Code)", "2.1.329"), ("codex-cli 0.163.0\n", "0.163.0"), ("v1.2", "v1.2"),
    ("", nil), ("no such option\n", nil), ("grok 0.2.111 (abc)", "0.2.111"),
  ])
  func `a version is found in what a program says`(text: String, version: String?) {
    #expect(ProgramInquiry.version(of: text) == version)
  }

  @Test func `an option is a whole word of a help text`() {
    let words = ProgramInquiry.words(of: "  -p, --print   --session-id <uuid>  (choices: \"plan\")")
    #expect(words.isSuperset(of: ["-p", "--print", "--session-id", "plan"]))
    #expect(!words.contains("--session"))
  }
}

@Suite struct ProgramDiscoveryTests {
  private func profile(_ words: [String] = ["--json", "--gone"]) -> ProgramProfile {
    ProgramProfile(
      program: "agent", keys: ["AGENT_KEY"], logins: [],
      probes: [ProgramProfile.Probe(arguments: ["--help"], words: words)], quiet: [:],
      loginCommand: "agent login")
  }

  /// A program that notes each start.
  private let program = """
    #!/bin/sh
    echo "$1" >> "$HOME/starts"
    case $1 in --version) echo "agent 1.2.3";; --help) echo "  --json  events";; esac
    """

  private func install(_ text: String, in directory: String) async throws {
    let machine = TestProgram(directory: directory, home: directory)
    _ = try await machine.require("sh", ["-c", "cat > agent && chmod 755 agent"], input: text)
  }

  @Test func `a program tells its version and what it takes, once`() async throws {
    try await withTemporaryDirectory { directory in
      try await install(program, in: directory)
      var surroundings = RuntimeSurroundings(
        environment: ["HOME": directory, "PATH": "\(directory):/usr/bin:/bin"],
        programs: ProgramMemory(folder: "\(directory)/o8/programs"))
      let found = await profile().discover(in: surroundings)
      #expect(
        found.standing == .found(path: "\(directory)/agent", version: "1.2.3", login: .missing))
      #expect(found.missing == ["--gone"])
      #expect(!found.isReady)
      surroundings.environment["AGENT_KEY"] = "k"
      let again = await profile().discover(in: surroundings)
      #expect(again.isReady)
      #expect(again.missing == ["--gone"])
      let starts = UserFile.read("\(directory)/starts", limit: 1000)
      #expect(starts.map { String(decoding: $0, as: UTF8.self) } == "--version\n--help\n")
      #expect(surroundings.programs.accepts("--json", of: "agent", in: surroundings.environment))
      #expect(!surroundings.programs.accepts("--gone", of: "agent", in: surroundings.environment))
    }
  }

  @Test func `an update is asked anew`() async throws {
    try await withTemporaryDirectory { directory in
      let surroundings = RuntimeSurroundings(
        environment: ["HOME": directory, "PATH": "\(directory):/usr/bin:/bin"],
        programs: ProgramMemory(folder: "\(directory)/o8/programs"))
      try await install(program, in: directory)
      _ = await profile().discover(in: surroundings)
      try await install("#!/bin/sh\necho 'agent 2.0 --gone'\n", in: directory)
      #expect(!surroundings.programs.accepts("--json", of: "agent", in: surroundings.environment))
      let found = await profile().discover(in: surroundings)
      #expect(found.missing == ["--json"])
    }
  }

  @Test func `one that is not there, is no program or does not start is no matter`() async throws {
    try await withTemporaryDirectory { directory in
      let environment = ["HOME": directory, "PATH": directory]
      let absent = await profile().discover(in: RuntimeSurroundings(environment: environment))
      #expect(absent.standing == .absent)
      try await install("#!/no/such/interpreter\n", in: directory)
      let broken = await profile().discover(in: RuntimeSurroundings(environment: environment))
      #expect(
        broken.standing == .found(path: "\(directory)/agent", version: nil, login: .missing))
      #expect(broken.missing == [])
      let relative = await profile().discover(
        in: RuntimeSurroundings(environment: ["HOME": directory, "PATH": "."]))
      #expect(relative.standing == .absent)
    }
  }

  @Test func `one that asks on the terminal or waits for ever is left`() async throws {
    try await withTemporaryDirectory { directory in
      try await install(
        "#!/bin/sh\nread answer < /dev/tty && exit\nread answer && exit\nexec sleep 60\n",
        in: directory)
      let inquiry = ProgramInquiry(
        program: "\(directory)/agent", environment: ["PATH": "/usr/bin:/bin"], adding: [:],
        timeoutSeconds: 1)
      let clock = ContinuousClock()
      let start = clock.now
      let answer = await inquiry.answer(to: ["--version"])
      #expect(answer == nil)
      #expect(clock.now - start < .seconds(20))
    }
  }
}
