import Foundation
import Model
import Runtimes
import Support

@testable import Lanes

/// A terminal of a test's own, in a directory far too deep for the name of a socket.
final class TerminalScene: Sendable {
  let fixture: ProcessFixture
  let terminal: LaneTerminal
  let stop = StopSwitch()
  let steering = SteeringQueue()
  let collector = Collector()

  init() throws {
    fixture = try ProcessFixture()
    let deep = fixture.path + "/" + String(repeating: "d", count: 150)
    let place = LanePlace(of: .emptyTree, in: deep)
    try place.make()
    terminal = LaneTerminal(of: place)
  }

  func command(_ script: String) -> SupervisedCommand {
    var command = fixture.shell(script)
    command.environment["TMUX"] = "/elsewhere,1,0"
    return command
  }

  /// Runs a script at the terminal to its end; nil for its status where it was ended with that.
  func run(_ script: String, _ change: (inout SupervisedCommand) -> Void = { _ in })
    async throws -> (status: Int32?, end: ProcessEnd, attended: [Bool])
  {
    guard case .works(let tmux) = await TerminalProgram.find(in: command("").environment) else {
      throw ProgramFailure(description: "the tests need tmux, as the README says")
    }
    var command = command(script)
    change(&command)
    let heard = Heard()
    let listener = PaneListener(passingTo: collector) { heard.add($0) }
    let hosted = try command.at(terminal, of: tmux, title: "a test", helper: nil)
    let end = try await hosted.run(into: listener, stop: stop, steering: steering)
    terminal.clear()
    return (listener.status, end.ofProgram(listener.status, isShell: false), heard.all)
  }

  /// What is typed as soon as the program has written `text`.
  func type(_ message: String, once text: String) -> Task<Bool, any Error> {
    Task { [self] in
      guard await until(text) else { return false }
      return await withCheckedContinuation { told in
        steering.say(message) { told.resume(returning: $0 == .delivered) }
      }
    }
  }

  func until(_ text: String) async -> Bool {
    await eventually { self.collector.text().contains(text) }
  }

  /// Processes that stand in the terminal's directory, as its tmux does.
  var left: [String] {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.filter {
      Int($0) != nil
        && (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/cwd"))
          == terminal.directory
    }
  }
}

private final class Heard: Sendable {
  private let collected = Collector()
  func add(_ attended: Bool) {
    Array((attended ? "y" : "n").utf8).withUnsafeBytes {
      collected.take($0, from: .standard, at: 0)
    }
  }
  var all: [Bool] { collected.text().map { $0 == "y" } }
}
