import Model
import Operations
import Render

extension Context {
  /// A lane that is busy writes many events; a person reads no faster than this.
  private static let pauseMilliseconds = 150

  /// Keeps on a terminal, or writes as JSON lines, what `look` sees, whenever that changes; until
  /// the viewer leaves.
  func watch(
    _ workspace: Workspace, _ look: (Instant, _ columns: Int) async throws -> Answer
  ) async throws {
    guard wantsJSON || terminals.contains(.output) else {
      throw Problem(
        .usage, "--watch draws on a terminal, and standard output is none",
        hint: "add --json for one line each time that something changes")
    }
    let watch = try workspace.watch()
    let screen =
      wantsJSON ? nil : TerminalScreen({ write(.output, $0) }, wake: watch.nudge)
    var (last, seq) = (JSONValue?.none, 0)
    for await _ in watch.changes {
      if screen?.isLeft == true { return }
      let answer = try await calmly(look)
      if let screen {
        let size = TerminalSize(columns: columns(), rows: rows())
        screen.show(answer.lines, size, colour(of: .output))
      } else if answer.json != last {
        (last, seq) = (answer.json, seq + 1)
        write(.output, JSONText(.oneLine).text(of: answer.json.numbered(seq)) + "\n")
      }
      guard (try? await Task.sleep(for: .milliseconds(Self.pauseMilliseconds))) != nil else {
        return
      }
    }
  }

  /// Between two looks anything may go: what fails once is looked at again.
  private func calmly(
    _ look: (Instant, _ columns: Int) async throws -> Answer
  ) async throws -> Answer {
    do {
      return try await look(now(), columns())
    } catch {
      try await Task.sleep(for: .milliseconds(Self.pauseMilliseconds))
      return try await look(now(), columns())
    }
  }
}

extension JSONValue {
  /// The document as one line of a stream.
  fileprivate func numbered(_ seq: Int) -> JSONValue {
    guard case .object(var members) = self else { return self }
    members["seq"] = JSONValue(seq)
    return .object(members)
  }
}
