internal import Runtimes

/// The talk with the tmux that a worker's terminal is in: starts the program when the terminal is
/// there, types what it is steered with, and ends tmux when the program is over.
struct PaneDialogue: Dialogue {
  /// What the terminal runs, program first.
  let command: [String]
  private(set) var taken = 0
  private(set) var isOver = false
  private var talk = PaneTalk()
  private var hasBegun = false
  private var isAttended = false

  init(command: [String]) { self.command = command }

  func begin() -> [UInt8] { [] }

  mutating func hear(_ line: ArraySlice<UInt8>) -> [UInt8] {
    // Most lines, by far, and nothing to answer.
    guard !line.starts(with: PaneTalk.outputMark) else { return [] }
    switch talk.hear(line) {
    case .began where !hasBegun:
      hasBegun = true
      // Only now: what a program writes to a terminal that nobody listens to yet is lost.
      let words = command.map(TmuxWord.quoted).joined(separator: " ")
      return Self.line("respawn-pane -k -t \(LaneTerminal.name) \(words)")
    case .visited: return Self.line(PaneTalk.visitors)
    case .attended(let isAttended): self.isAttended = isAttended
    case .over:
      isOver = true
      return Self.line("kill-server")
    case .began, .output, nil: break
    }
    return []
  }

  /// Types it as it would be pasted, so that lines in it are no commands of their own where the
  /// program knows of pasting. A person who is typing is not interrupted.
  mutating func steer(_ text: String) -> [UInt8]? {
    guard hasBegun, !isOver, !isAttended, LaneTerminal.canType(text) else { return nil }
    taken += 1
    return Self.line("set-buffer -b o8 -- \(TmuxWord.quoted(text))")
      + Self.line("paste-buffer -p -d -b o8 -t \(LaneTerminal.name)")
      + Self.line("send-keys -t \(LaneTerminal.name) Enter")
  }

  /// The key by which people do it. What ignores that loses its terminal after a grace.
  func interrupt() -> [UInt8]? {
    hasBegun && !isOver ? Self.line("send-keys -t \(LaneTerminal.name) C-c") : nil
  }

  private static func line(_ command: String) -> [UInt8] { Array("\(command)\n".utf8) }
}
