internal import Model
internal import Runtimes

extension LaneTerminal {
  /// Nothing that a program writes reaches further than the picture of it, and nothing that a person
  /// types there opens a shell beside it, where no cage would be.
  func settings(title: String) -> String {
    """
    set -g default-terminal tmux-256color
    set -g remain-on-exit on
    set -g allow-passthrough off
    set -g allow-rename off
    set -g automatic-rename off
    set -g set-titles off
    set -g update-environment ""
    set -g history-limit \(Self.historyLines)
    set -g window-size latest
    set -g status-interval 0
    set -g status-left-length 100
    set -g status-left \(TmuxWord.quoted(title))
    set -g status-right ""
    set -g window-status-format ""
    set -g window-status-current-format ""
    set -g visual-activity off
    set -s set-clipboard off
    set -s escape-time 20
    set -s buffer-limit 1
    unbind-key -a -T prefix
    unbind-key -a -T root
    bind-key C-b send-prefix
    bind-key d detach-client
    bind-key [ copy-mode
    bind-key PPage copy-mode -u

    """
  }

  /// What runs in the terminal: the command, in its cage where it has one, and then the word that it
  /// is over. That goes by the same way as what the program wrote, so that it comes behind it.
  ///
  /// - Parameter helper: the program of ours that gives a caged command the keys back that interrupt
  ///   it. They must not end bubblewrap, and all in the cage with it.
  func script(
    for command: SupervisedCommand, program: String, tmux: String, helper: String?
  ) -> String {
    let words = [program] + command.arguments
    let start: String
    if let cage = command.cage {
      let inner = helper.map { [$0, "lane", "be", "--"] + words } ?? words
      let caged = cage.words(to: inner, in: command.directory, report: true, ends: .terminal)
      let trap = helper == nil ? "" : "trap '' INT QUIT; "
      start = "(\(trap)exec \(Self.line(caged))) 3>\(ShellWord.alwaysQuoted(reportFile))"
    } else {
      start = "(cd \(ShellWord.alwaysQuoted(command.directory)) && exec \(Self.line(words)))"
    }
    let client = Self.line([tmux] + Self.address + ["-N"])
    return """
      unset TMUX TMUX_PANE TERM_PROGRAM TERM_PROGRAM_VERSION
      trap : INT QUIT
      \(start)
      status=$?
      cd \(ShellWord.alwaysQuoted(directory)) || exit
      \(client) rename-window -t \(Self.name) "\(PaneTalk.overMark)$status"
      exec \(client) wait-for end

      """
  }

  private static func line(_ words: [String]) -> String {
    words.map(ShellWord.alwaysQuoted).joined(separator: " ")
  }
}

extension SupervisedCommand {
  /// The same command at a terminal: what is started is tmux, which is talked with by a dialogue.
  func at(
    _ terminal: LaneTerminal, of tmux: TerminalProgram, title: String, helper: String?
  ) throws -> SupervisedCommand {
    let program = try KeeperProcess.program(of: self)
    let script = terminal.script(
      for: self, program: program, tmux: tmux.path, helper: helper)
    Folder.removeFile(terminal.reportFile)
    try Folder.write(Array(terminal.settings(title: title).utf8), to: terminal.settingsFile)
    try Folder.write(Array(script.utf8), to: terminal.scriptFile)
    var command = self
    command.executable = tmux.path
    // What holds the place of the program until somebody listens to it.
    command.arguments =
      LaneTerminal.address + [
        "-f", "terminal.conf", "-C", "new-session", "-s", LaneTerminal.name,
        "-n", LaneTerminal.name, "-x", String(LaneTerminal.columns), "-y",
        String(LaneTerminal.lines), "sleep", "2147483647",
      ]
    command.directory = terminal.directory
    command.environment["TERM"] = "dumb"
    command.input = nil
    command.interruption = .dialogue
    command.dialogue = PaneDialogue(command: ["sh", terminal.scriptFile])
    command.outputs = .together
    command.cage = nil
    return command
  }
}
