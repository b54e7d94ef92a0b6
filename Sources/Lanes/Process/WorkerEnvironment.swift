/// The environment that code of a worker's runs in: what a program needs to work, nothing that
/// opens another door, and no way to stop and ask.
public enum WorkerEnvironment {
  /// The environment for a worker or a gate, from the one that o8 itself was started in.
  ///
  /// - `letThrough`: names that this runtime or policy allows besides, such as a provider's key.
  /// - `adding`: set last, so it wins over everything but the answers to prompts.
  public static func scrubbed(
    from present: [String: String], letThrough: Set<String> = [],
    adding additions: [String: String] = [:]
  ) -> [String: String] {
    var kept = present.filter { name, _ in
      Self.kept.contains(name) || name.hasPrefix("LC_") || letThrough.contains(name)
    }
    if kept["PATH", default: ""].isEmpty { kept["PATH"] = fallbackPath }
    return kept.merging(additions) { $1 }.merging(silent) { $1 }
  }

  /// The same for a program at a terminal, which is drawn and coloured as people like it. One that
  /// is a person's own, such as their shell, gets the editors and pagers of `present` too; what
  /// asks for a password stays shut, for nobody may be there.
  public static func atTerminal(
    _ scrubbed: [String: String], isPersonal: Bool, from present: [String: String]
  ) -> [String: String] {
    var environment = scrubbed
    for name in ["TERM", "NO_COLOR"] + (isPersonal ? editors : []) {
      environment[name] = name == "TERM" ? nil : present[name]
    }
    return environment
  }

  private static let editors = [
    "EDITOR", "VISUAL", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR", "PAGER", "GIT_PAGER", "MANPAGER",
  ]

  /// An allow-list: secrets have a thousand names (`*_TOKEN`, `AWS_*`, `SSH_AUTH_SOCK`,
  /// `GPG_AGENT_INFO`), and so have the ways to change what git does (`GIT_DIR`,
  /// `GIT_CONFIG_*`, `GIT_SSH`), so what is not known to be harmless stays out.
  static let kept: Set<String> = [
    "PATH",  // the project's own tools
    // Agent CLIs find their login below it, compilers their caches. Keys below it are masked by
    // the cage, which an environment cannot do.
    "HOME",
    "USER", "LOGNAME",  // tools that ask who they run as fall back to worse guesses
    "SHELL",  // what `make` and agents start commands with
    "TMPDIR",  // the user chose where large temporary files may go
    "LANG", "LANGUAGE", "TZ",  // output in the user's language and zone
    "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",  // as HOME
    "SSL_CERT_FILE", "SSL_CERT_DIR",  // else nothing behind a company's proxy can be reached
    "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
    "http_proxy", "https_proxy", "no_proxy", "all_proxy",
    // Where toolchains live when they are not on PATH alone.
    "JAVA_HOME", "GOPATH", "GOROOT", "CARGO_HOME", "RUSTUP_HOME", "NVM_DIR", "PYENV_ROOT",
    "VIRTUAL_ENV", "LD_LIBRARY_PATH", "DEVELOPER_DIR", "SDKROOT",
  ]

  /// Used when the caller has no PATH, as under some service managers.
  static let fallbackPath = "/usr/local/bin:/usr/bin:/bin"

  /// Answers to everything that would otherwise open a terminal, an editor or a window. They
  /// win over additions: a lane must not hang because a caller set an editor. `CI` is left out:
  /// it turns some tools' warnings into errors, so a gate would differ from the user's own run.
  static let silent: [String: String] = [
    "TERM": "dumb",  // no cursor movement, no full-screen program
    "NO_COLOR": "1",  // captured text is read by people and by other agents
    "GIT_TERMINAL_PROMPT": "0",  // no user name or password on the terminal
    "GIT_ASKPASS": "false",  // nor through a helper, whatever core.askPass says
    "SSH_ASKPASS": "false",
    "SSH_ASKPASS_REQUIRE": "never",  // OpenSSH 8.4 and up would open a window without it
    "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",  // no passphrase, no "continue connecting?"
    // `true` keeps the text that git proposes, so `git commit --amend` and a rebase go through.
    "GIT_EDITOR": "true", "GIT_SEQUENCE_EDITOR": "true", "EDITOR": "true", "VISUAL": "true",
    "GIT_PAGER": "cat", "PAGER": "cat", "MANPAGER": "cat",  // a pager waits for a key
    "GIT_MERGE_AUTOEDIT": "no",  // merges of old scripts that test for it
    "GCM_INTERACTIVE": "never",  // the credential manager's own windows
    "DEBIAN_FRONTEND": "noninteractive",
    "PIP_NO_INPUT": "1",
    "npm_config_yes": "true",  // `npx` asks before it installs
  ]
}
