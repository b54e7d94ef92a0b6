import Model
import Runtimes
import Templates
import Testing

@testable import Operations

@Suite struct ShippedRuntimeTests {
  private let request = LaunchRequest(
    packet: .emptyTree, base: .emptyTree, attempt: 1, prompt: "Do it",
    promptFile: "/lane/prompt.md", outbox: "/lane/outbox", artifacts: "/lane/artifacts",
    directory: "/work", session: .fresh())

  @Test(arguments: ShippedRuntime.allCases)
  func `a shipped manifest plans a launch without a model and a place left over`(
    shipped: ShippedRuntime
  ) throws {
    let manifest = try RuntimeManifest(reading: shipped.text, file: shipped.file)
    #expect(manifest.name.text == shipped.rawValue)
    let runtime = RuntimeRegistry.described(
      manifest, RuntimeSurroundings(environment: ["HOME": "/no/home", "PATH": "/no/bin"]))
    var plans = [try runtime.launch(request)]
    if runtime.capabilities.contains(.resume) {
      plans.append(try runtime.resume(.fresh(), request))
    }
    for plan in plans {
      let words = plan.arguments.joined(separator: " ")
      #expect(!words.contains("{"))
      #expect(!words.contains("--model"))
      #expect(words.contains("Do it") || words.contains("/lane/prompt.md") || plan.input != nil)
    }
  }

  /// What a program obeys or runs later, without a cage, is nothing for a worker to write.
  @Test(arguments: ShippedRuntime.allCases)
  func `settings of a shipped one are never written in a cage`(shipped: ShippedRuntime) throws {
    let manifest = try RuntimeManifest(reading: shipped.text, file: shipped.file)
    let runtime = RuntimeRegistry.described(
      manifest, RuntimeSurroundings(environment: ["HOME": "/no/home", "PATH": "/no/bin"]))
    let written = try runtime.launch(request).shown.filter { $0.access != .reading }.map(\.path)
    let names = ["config", "settings", "mcp", "hooks", "rules", "plugins", "bin"]
    for path in written {
      let last = path.split(separator: "/").last.map(String.init) ?? path
      #expect(!names.contains { last.hasPrefix($0) }, "\(path)")
      // A CLI's whole folder holds its settings too.
      #expect(path.split(separator: "/").count > 1, "\(path)")
    }
  }

  @Test func `keys of configuration name a runtime and a tier`() throws {
    let settings = try RuntimeSettings([
      "o8.model.claude.light=haiku", "o8.model.claude.huge=x", "o8.model.Claude.light=x",
      "o8.model.codex.heavy=", "o8.runtimemanifest=/a", "o8.runtimemanifest=/b", "core.bare=false",
    ])
    let claude = try #require(RuntimeName("claude"))
    #expect(settings.models == [claude: [.light: "haiku"]])
    #expect(settings.manifests == ["/b", "/a"])
  }

  @Test(arguments: [
    ("claude:0f0e", true), ("claude: fix it", false), ("claude:", false), (":x", false),
    ("Claude:x", false), ("claude:-x", false), ("3f9a2c1", false),
  ])
  func `a conversation is named by its runtime and its id`(text: String, isName: Bool) {
    #expect((SessionName(text) != nil) == isName)
  }
}
