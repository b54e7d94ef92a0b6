import ArgumentParser
import Model
import Operations
import Render

struct Attach: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Open a packet's conversation in its runtime's own program, here",
    discussion: """
      Where a worker is at a terminal (dispatch --tmux), you take over there: its program \
      gets what you type until you give it back with ctrl-b d. --read-only only looks.

      Otherwise the program runs in the packet's worktree with your terminal, your environment and \
      all your rights: no cage holds it. No worker runs meanwhile; git o8 interrupt stops one \
      first. What changed is kept when it ends.
      """)

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String?

  @ArgumentParser.Flag(help: "Look at a worker's terminal, and type nothing")
  var readOnly = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    // A worker is no person, whatever its terminal.
    guard context.canEdit else {
      throw Problem(
        .usage, "a conversation can be opened on a terminal only, and nobody is at one here",
        hint: "git o8 steer and git o8 resume take a message instead")
    }
    if let seat = try await context.workspace().seat(at: packet) {
      return try await take(seat, in: context)
    }
    guard !readOnly else {
      throw Problem(
        .refused, "no worker of the packet is at a terminal now",
        hint: "git o8 log \(packet ?? "-") --follow shows what it writes")
    }
    let attached = try await context.workspace().attach(packet) { opening in
      context.note(
        "\(opening.runtime):\(opening.session) opens in \(opening.worktree), with all your rights: "
          + "no cage holds it")
    }
    if let exit = attached.exit, exit != 0 {
      context.warn("\(attached.opening.runtime) ended with \(exit)")
    }
    context.show(Answer(attached))
  }

  private func take(_ seat: TerminalSeat, in context: Context) async throws {
    if !readOnly {
      context.note("you take over from \(seat.runtime) in its terminal; ctrl-b d gives it back")
    }
    let left = try await context.workspace().sitDown(
      at: seat, readOnly ? .watching : .typing)
    context.show(Answer(left))
  }
}

extension Answer {
  fileprivate init(_ left: TerminalSeat.Left) {
    let packet = left.packet
    let standing = left.isOver ? "its program has ended" : "it goes on at its terminal"
    var lines = [
      Line("packet ") + Line(packet.id.short, .heading) + Line(" ")
        + Line(packet.title).clipped(to: Width.title),
      Line("  \(packet.state.rawValue): \(standing)"),
    ]
    let next = left.nextCommand ?? packet.nextCommand
    if let next { lines.append(Line("  next: \(next)")) }
    self.init(
      lines,
      json: [
        "schema": "o8/attach/1", "id": JSONValue(packet.id),
        "state": .string(packet.state.rawValue), "over": .bool(left.isOver),
        "next": JSONValue(next),
      ])
  }

  fileprivate init(_ attached: Attached) {
    let packet = attached.packet
    let count = attached.changed.count
    var lines = [
      Line("packet ") + Line(packet.id.short, .heading) + Line(" ")
        + Line(packet.title).clipped(to: Width.title)
    ]
    if count == 0 {
      lines.append(Line("  nothing changed"))
    } else {
      lines.append(
        Line(
          "  \(count == 1 ? "1 file" : "\(count) files") changed, kept in the snapshot "
            + attached.snapshot.short))
      let first =
        attached.isCommitted ? "" : "commit in \(attached.opening.worktree), then "
      lines.append(Line("  to hand it in: \(first)git o8 gate \(packet.id.short)"))
    }
    let next = attached.nextCommand ?? packet.nextCommand
    if let next { lines.append(Line("  next: \(next)")) }
    self.init(
      lines,
      json: [
        "schema": "o8/attach/1", "id": JSONValue(packet.id),
        "state": .string(packet.state.rawValue),
        "runtime": .string("\(attached.opening.runtime)"),
        "session": .string("\(attached.opening.session)"),
        "worktree": .string(attached.opening.worktree),
        "exit": JSONValue(attached.exit.map { Int($0) }), "snapshot": JSONValue(attached.snapshot),
        "changed": JSONValue(attached.changed), "committed": .bool(attached.isCommitted),
        "next": JSONValue(next),
      ])
  }
}
