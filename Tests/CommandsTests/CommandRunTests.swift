import Commands
import Support
import Synchronization
import Testing

/// What a run said, and how it ended.
private struct Outcome {
  var status: Int32
  var output: String
  var error: String
}

/// Runs the words in this process, in `directory`.
private func run(
  _ words: String..., in directory: String, terminals: Set<Context.Channel> = []
) async -> Outcome {
  let said = Mutex<[Context.Channel: String]>([:])
  let context = Context(directory: directory, program: "/opt/git-o8", terminals: terminals) {
    channel, text in
    said.withLock { $0[channel, default: ""] += text }
  }
  let status = await CommandRun(words).exitStatus(in: context)
  let texts = said.withLock { $0 }
  return Outcome(status: status, output: texts[.output] ?? "", error: texts[.error] ?? "")
}

@Suite("A run of the program")
struct CommandRunTests {
  @Test("options of all commands may stand before the name or behind it")
  func optionsStandAnywhere() async throws {
    try await withRepository { repository in
      try await repository.git("config", "o8.maxLanes", "3")
      let before = await run("-C", repository.path, "--json", "config", in: "/")
      let behind = await run("config", "--json", "-C", repository.path, in: "/")
      let joined = await run("-C/", "-C", repository.path, "config", "--json", in: "/tmp")
      #expect(before.status == 0)
      #expect(before.output.contains(#""key":"o8.maxLanes","known":true"#))
      #expect(before.output.contains(#""value":"3""#))
      #expect(behind.output == before.output)
      #expect(joined.output == before.output)
      #expect(before.error.isEmpty)
    }
  }

  @Test("what goes wrong is said on standard error and nothing on standard output")
  func errorsGoToStandardError() async throws {
    try await withTemporaryDirectory { directory in
      let outcome = await run("config", "--json", in: directory)
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.error.hasPrefix(#"{"error":{"hint":"go to a repository"#))
      #expect(outcome.error.hasSuffix("}}\n"))
    }
  }

  @Test("words that mean nothing are a usage error in either form", arguments: ["text", "json"])
  func usage(form: String) async {
    let outcome =
      form == "json"
      ? await run("nonsense", "--json", in: "/") : await run("nonsense", in: "/")
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.contains("nonsense"))
    #expect(outcome.error.hasPrefix("{") == (form == "json"))
  }

  @Test("help is an answer, a group without a command is not one")
  func help() async {
    let asked = await run("hooks", "--help", in: "/")
    #expect(asked.status == 0)
    #expect(asked.output.contains("uninstall"))
    let missing = await run("hooks", in: "/")
    #expect(missing.status == 1)
    #expect(missing.output.isEmpty)
    #expect(missing.error == asked.output)
  }

  @Test("help and complaints name the whole way to a command")
  func wayToACommand() async {
    let asked = await run("policy", "show", "--help", in: "/")
    #expect(asked.output.contains("USAGE: git-o8 policy show "))
    #expect(await run("help", "policy", "show", in: "/").output == asked.output)
    let refused = await run("policy", "show", "--nonsense", in: "/")
    #expect(
      refused.error.contains("--nonsense") && refused.error.contains("git o8 help policy show"))
    let version = await run("--version", in: "/")
    #expect(version.output.hasPrefix("git-o8 ") && version.status == 0)
    #expect(await run("policy", "show", "--version", in: "/").output == version.output)
  }

  @Test("a worker's text in the configuration cannot act on the terminal")
  func valuesAreEscaped() async throws {
    try await withRepository { repository in
      try await repository.git("config", "o8.runtime", "\u{1b}]0;x\u{7}")
      let outcome = await run(
        "config", in: repository.path, terminals: [.output])
      #expect(outcome.output.contains(#"\u{1b}]0;x\u{7}"#))
      #expect(!outcome.output.contains("\u{1b}]"))
      #expect(outcome.output.contains("\u{1b}[1mKEY\u{1b}[0m"))
    }
  }
}
