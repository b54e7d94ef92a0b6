import Testing

@testable import Runtimes

@Suite struct CodexSettingsTests {
  private func shown(_ text: String) -> String {
    String(decoding: CodexSettings.shown(Array(text.utf8)), as: UTF8.self)
  }

  @Test func `servers are left out, however they are written`() {
    let text = #"""
      model = "gpt" # inline
      # TOKEN = "secret"
      mcp_servers.one.env.TOKEN = "secret"
      mcp_servers = { two = { env = { TOKEN = "secret" } } }
      list = [ "a", # [mcp_servers.x]
        "[mcp_servers.y]", "#",
      ]
      [mcp_servers.three]
      command = "x"
      args = [
        "[model_providers.x]", "secret",
      ]
      [mcp_servers.three.env]
      TOKEN = """
      [model_providers.y]
      secret"""
      [ "mcp_servers" . 'four' ]
      TOKEN = 'secret'

      [model_providers.fake]
      name = 'fa"ke'
      [[more]]
      text = """a "quoted" \""" [mcp_servers.z] """"
      last = 1
      """#
    #expect(
      shown(text) == #"""
        model = "gpt" # inline
        list = [ "a", # [mcp_servers.x]
          "[mcp_servers.y]", "#",
        ]
        [model_providers.fake]
        name = 'fa"ke'
        [[more]]
        text = """a "quoted" \""" [mcp_servers.z] """"
        last = 1
        """#)
  }

  @Test(arguments: [
    "profiles = { p = { mcp_servers = { gh = { env = { T = \"SECRET\" } } } } }",
    "[\"mcp\\u005fservers\".gh.env]\nT = \"SECRET\"",
    "profiles = { p = { \"mcp\\u005fservers\" = { T = \"SECRET\" } } }",
    "a = [ 1,\n[mcp_servers.gh.env]\nT = \"SECRET\"", "a = \"\"\"\n[x]\nT = \"SECRET\"",
    "a = \"x\n[x]\nT = \"SECRET\"", "a = 1 ]\n[mcp_servers.x]\nT = \"SECRET\"",
    "[otel]\nexporter = { otlp-http = { headers = { k = \"SECRET\" } } }",
    "[shell_environment_policy]\nset = { T = \"SECRET\" }",
    "notify = [\"curl\", \"-H\", \"SECRET\"]",
    "\u{feff}[mcp_servers.gh.env]\r\nT = \"SECRET\"",
  ])
  func `no token is shown that a worker has no use for`(text: String) {
    #expect(shown("model = \"m\"\n" + text) == "model = \"m\"\n")
    #expect(!shown(text).contains("SECRET"))
  }

  @Test func `a mark at the start hides nothing`() {
    #expect(shown("\u{feff}[mcp_servers.gh.env]\r\nT = \"SECRET\"\n") == "")
  }

  @Test(arguments: ["", "\n", "a = \"", "a = \"\"\"x", "[", "]", "a = [1", "'", "\\", "a = \"\\"])
  func `what is no TOML is not shown`(text: String) {
    #expect(shown(text) == "")
  }
}
