import Model
import Operations
import Render

extension Context {
  /// Sends work on its way with `send`, tells how it goes where somebody waits, and answers.
  func attend(
    _ wait: Bool, _ send: (LaneAttendance) async throws -> Dispatched
  ) async throws {
    let progress = ProgressLine(self)
    let sent = try await send(wait ? .here { progress.show($0) } : .detached)
    progress.end()
    if !wait { for warning in sent.warnings { warn(warning) } }
    show(Answer(sent, isOver: wait))
    if wait, let problem = sent.problem { throw problem }
  }

  /// Says on standard error what was done besides.
  func note(_ text: String) {
    write(.error, SafeText.escaped(text, breaks: .escaped) + "\n")
  }

  /// Says on standard error what nobody asked for and somebody should know.
  func warn(_ text: String) {
    write(.error, "warning: \(SafeText.escaped(text, breaks: .escaped))\n")
  }
}

extension Answer {
  init(_ sent: Dispatched, isOver: Bool) {
    let packet = sent.packet
    let state = sent.queued.map { "\(packet.state.rawValue): \($0)" } ?? packet.stateInWords(sent)
    let first =
      Line("packet ") + Line(packet.id.short, .heading) + Line(" ")
      + Line(packet.title).clipped(to: Width.title) + Line(isOver ? "" : " is on its way", .faint)
    var lines = [first, Line("  \(state)")]
    let flagged = isOver ? packet.presented?.findings ?? [] : []
    lines += PacketText.findings(
      flagged, indent: "  ", limit: 10, more: "git o8 show \(packet.id.short) --full")
    if let path = sent.worktree { lines.append(Line("  in \(path)", .faint)) }
    if let next = sent.nextCommand { lines.append(Line("  next: \(next)")) }
    self.init(
      lines,
      json: [
        "schema": "o8/dispatch/1", "id": JSONValue(packet.id), "title": .string(packet.title),
        "state": .string(packet.state.rawValue), "branch": .string(packet.branch.text),
        "lane": JSONValue(packet.lane?.text), "worktree": JSONValue(sent.worktree),
        "base": JSONValue(packet.base), "head": JSONValue(packet.head),
        "tree": JSONValue(packet.tree), "queued": JSONValue(sent.queued),
        "flagged": .array((packet.presented?.findings ?? []).map(\.document)),
        "halt": JSONValue(sent.halt), "warnings": JSONValue(sent.warnings),
      ])
  }
}

extension Packet {
  func stateInWords(_ sent: Dispatched) -> String {
    let why =
      switch state {
      case .waiting: question.map { "asks: \($0)" } ?? pause?.text
      case .failed: failure
      default: sent.halt
      }
    return state.rawValue + (why.map { ": \($0)" } ?? "")
  }

  /// Why it failed last.
  var failure: String? {
    for line in log.reversed() where line.ignored == nil {
      if case .failed(_, let reason) = line.body { return reason }
    }
    return nil
  }

  /// What a person does with it next, as a command.
  var nextCommand: String? {
    if let obstacle { return obstacle.commands.first ?? "git o8 show \(id.short)" }
    let id = id.short
    return switch state {
    case .running where isAdopted: "git o8 gate \(id)"
    case .queued, .running: "git o8 log \(id) --follow"
    case .waiting where question != nil: "git o8 answer \(id) TEXT"
    case .waiting: "git o8 resume \(id)"
    case .gating: "git o8 gate \(id)"
    case .review: "git o8 verdict \(id) approve --merge"
    case .approved: "git o8 merge \(id)"
    case .failed: "git o8 retry \(id)"
    case .landed, .rejected, .cancelled, .reported: nil
    }
  }
}

extension Dispatched {
  /// What the person who sent it does next.
  var nextCommand: String? { gateHint ?? packet.nextCommand }

  /// That it did not come to review, for who waited for it.
  var problem: Problem? {
    let name = "packet \(packet.id.short)"
    let words = packet.stateInWords(self)
    if packet.state == .failed {
      return Problem(
        .refused, "\(name) has failed: \(packet.failure ?? "nobody said why")",
        hint: "git o8 log \(packet.id.short) shows what its worker wrote, "
          + "git o8 show \(packet.id.short) how it went")
    }
    return switch packet.state {
    case .review, .approved, .landed, .reported: nil
    case .gating: Problem(.environment, "\(name) is \(words)", hint: nextCommand)
    case .queued, .running, .waiting, .failed, .rejected, .cancelled:
      Problem(.refused, "\(name) is \(words)", hint: nextCommand)
    }
  }
}
