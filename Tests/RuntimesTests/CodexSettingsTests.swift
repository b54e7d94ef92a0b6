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

  @Test(arguments: ["", "\n", "a = \"", "a = \"\"\"x", "[", "]", "a = [1", "'", "\\", "a = \"\\"])
  func `what is no TOML is read to its end`(text: String) {
    #expect(shown(text) == (text == "\n" ? "" : text))
  }
}
