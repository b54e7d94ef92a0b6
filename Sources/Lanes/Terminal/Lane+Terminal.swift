import Model
import Runtimes

extension Lane {
  /// What the worker is asked to run: at a terminal, where nothing else was said, the user's shell.
  var ownCommand: [String] {
    guard isShell else { return packet.work.command }
    let shell = setting.environment["SHELL"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return [shell ?? "/bin/sh"]
  }

  private var isShell: Bool {
    packet.work.surface == .terminal && packet.work.command.isEmpty
      && packet.work.runtime == RuntimeName.exec.text
  }

  /// What makes the terminal that the packet asks for; nil where it asks for none.
  func terminalProgram() async throws -> TerminalProgram? {
    guard packet.work.surface == .terminal else { return nil }
    switch await TerminalProgram.find(in: setting.environment) {
    case .works(let tmux): return tmux
    case .lacking(let why):
      throw LaneTrouble(
        text: "the packet asks for a terminal and there is none: \(why); install it, then "
          + "git o8 resume \(packet.id.short)")
    }
  }

  /// Fits a command to a terminal.
  func prepareForTerminal(_ command: inout SupervisedCommand, of turn: Turn) {
    command.environment = WorkerEnvironment.atTerminal(
      command.environment, isPersonal: turn.runtime.name == .exec, from: setting.environment)
    // What it asks first can be seen by who attaches.
    command.limits.firstOutputSeconds = nil
    command.limits.graces.interruptMilliseconds = min(
      command.limits.graces.interruptMilliseconds, Self.keyMilliseconds)
  }

  /// The conversation that the program began there.
  func conversation(begunIn attempt: Attempt, with runtime: any Runtime, at directory: String)
    -> SessionID?
  {
    place.conversation(
      begunIn: attempt, of: packet, with: runtime, at: directory, home: setting.environment["HOME"])
  }

  /// What takes the interrupting key for one of its own goes on; nothing is gained by waiting longer.
  private static let keyMilliseconds: Int64 = 3000

  /// The terminal that a worker is to run at.
  func pane(
    of tmux: TerminalProgram, for command: SupervisedCommand, passingTo sink: any OutputSink
  ) throws -> LanePane {
    let patience = command.patience
    let listener = PaneListener(passingTo: sink) {
      if $0 { patience.begin(.person) } else { patience.end(.person) }
    }
    let terminal = LaneTerminal(of: place)
    do {
      let hosted = try command.at(
        terminal, of: tmux, title: "o8 \(packet.id.short)  ^B d gives it back ",
        helper: setting.program)
      return LanePane(
        hosted: hosted, command: command, listener: listener, terminal: terminal,
        isShell: isShell)
    } catch let failure as SystemFailure {
      throw command.failure(.system(errno: failure.errno))
    }
  }
}

/// A command at a terminal, which is tmux for who runs it.
struct LanePane {
  let hosted: SupervisedCommand
  let command: SupervisedCommand
  let listener: PaneListener
  let terminal: LaneTerminal
  let isShell: Bool

  /// The end of the command, where that of tmux is `end`.
  func end(of end: ProcessEnd) throws(LaunchFailure) -> ProcessEnd {
    terminal.clear()
    if end.stopped == nil, let why = terminal.failure(of: command, listener) {
      throw command.failure(why)
    }
    return end.ofProgram(listener.status, isShell: isShell)
  }
}

extension LaneTerminal {
  /// Takes away what would else look as if a terminal were there.
  func clear() {
    for path in ["\(directory)/\(Self.socket)", "\(directory)/\(Self.socket).lock"] {
      Folder.removeFile(path)
    }
    for path in [settingsFile, scriptFile] { Folder.removeFile(path) }
  }

  /// Why a command never ran that was to; nil where it did.
  func failure(
    of command: SupervisedCommand, _ listener: PaneListener
  ) -> LaunchFailure.Reason? {
    guard listener.hasBegun else {
      let words = listener.complaints.last ?? "tmux ended before it had begun"
      return .terminal(SafeText.singleLine(words, limit: 300))
    }
    guard command.cage != nil, let status = listener.status, status != 0,
      let report = try? Descriptor(opening: reportFile, for: .reading)
    else { return nil }
    return CageReport(report, beginning: listener.beginning).failure.map { .cage($0) }
  }
}

extension ProcessEnd {
  /// The end of the program at a terminal, of which this is that of tmux.
  ///
  /// - Parameter status: nil where nobody was told one: it was ended with its terminal.
  /// - Parameter isShell: what its last command ended with says nothing about what a person did.
  func ofProgram(_ status: Int32?, isShell: Bool) -> ProcessEnd {
    ProcessEnd(
      status: status.map { .exited(isShell ? 0 : $0) } ?? .lost, stopped: stopped,
      milliseconds: milliseconds, outputBytes: outputBytes, taken: taken,
      // What went with the terminal was not left behind, and neither was what is tmux's own.
      leftovers: status == nil ? [] : leftovers.filter { !$0.name.hasPrefix("tmux") },
      survivors: survivors)
  }
}
