import Runtimes
import Testing

@testable import Lanes

@Suite struct WorkerEnvironmentTests {
  @Test("has git find the program besides what its runtime tells git")
  func alias() {
    let told = [
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "x",
    ]
    for (environment, number) in [(told, 1), ([:], 0), (["GIT_CONFIG_COUNT": "-1"], 0)] {
      let plan = LaunchPlan(executable: "x", arguments: [], environment: environment)
      var command = SupervisedCommand(plan, in: "/", from: [:])
      command.offer("/a b/git-o8")
      #expect(command.environment["GIT_CONFIG_COUNT"] == "\(number + 1)")
      #expect(command.environment["GIT_CONFIG_KEY_\(number)"] == "alias.o8")
      #expect(command.environment["GIT_CONFIG_VALUE_\(number)"] == "!'/a b/git-o8'")
      #expect(number == 0 || command.environment["GIT_CONFIG_VALUE_0"] == "x")
    }
  }

  @Test(arguments: [
    "GIT_DIR", "GIT_CONFIG_COUNT", "GIT_SSH", "GIT_INDEX_FILE", "SSH_AUTH_SOCK", "GPG_AGENT_INFO",
    "GPG_TTY", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "ANTHROPIC_API_KEY", "O8_PACKET",
    "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "LD_PRELOAD", "CLAUDECODE", "BASH_ENV", "ENV",
  ])
  func `nothing that opens another door comes through`(name: String) {
    #expect(WorkerEnvironment.scrubbed(from: [name: "x"])[name] == nil)
  }

  @Test func `what programs need to work is kept`() {
    let present = [
      "PATH": "/bin", "HOME": "/h", "LANG": "de_DE.UTF-8", "LC_TIME": "C", "TZ": "UTC",
      "USER": "ann", "SHELL": "/bin/zsh", "TMPDIR": "/big",
    ]
    let scrubbed = WorkerEnvironment.scrubbed(from: present)
    #expect(scrubbed.filter { present.keys.contains($0.key) } == present)
  }

  @Test func `whatever the caller has set, nothing can stop and ask`() {
    let scrubbed = WorkerEnvironment.scrubbed(
      from: ["EDITOR": "vim", "TERM": "xterm", "SSH_ASKPASS": "/usr/bin/ask"],
      letThrough: ["EDITOR"], adding: ["GIT_EDITOR": "vim"])
    #expect(scrubbed["EDITOR"] == "true")
    #expect(scrubbed["GIT_EDITOR"] == "true")
    #expect(scrubbed["TERM"] == "dumb")
    #expect(scrubbed["SSH_ASKPASS"] == "false")
    #expect(scrubbed["GIT_TERMINAL_PROMPT"] == "0")
    #expect(scrubbed["GIT_PAGER"] == "cat")
  }

  @Test func `a runtime may let its own key through and add its variables`() {
    let scrubbed = WorkerEnvironment.scrubbed(
      from: ["FAKE_KEY": "k", "OTHER_KEY": "o", "HOME": "/h"], letThrough: ["FAKE_KEY"],
      adding: ["O8_PACKET": "p", "HOME": "/lane"])
    #expect(scrubbed["FAKE_KEY"] == "k")
    #expect(scrubbed["OTHER_KEY"] == nil)
    #expect(scrubbed["O8_PACKET"] == "p")
    #expect(scrubbed["HOME"] == "/lane")
  }

  @Test func `a caller without a path gets one`() {
    #expect(WorkerEnvironment.scrubbed(from: [:])["PATH"] == "/usr/local/bin:/usr/bin:/bin")
    #expect(WorkerEnvironment.scrubbed(from: ["PATH": ""])["PATH"]?.isEmpty == false)
  }
}
