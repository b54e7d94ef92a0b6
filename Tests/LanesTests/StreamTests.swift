import Foundation
import Lanes
import Runtimes
import Testing

/// Who may write to a command's standard streams, and read from them.
@Suite struct StreamTests {
  private let fixture: ProcessFixture
  private let collector = Collector()

  init() throws { fixture = try ProcessFixture() }

  /// Speaks records: its streams are sockets.
  private func speaker(_ script: String) -> SupervisedCommand {
    var command = fixture.shell(script)
    command.outputs = .apart
    return command
  }

  @Test(arguments: [0, 1, 2])
  func `what a program runs opens none of its streams`(number: Int) async throws {
    let way = number == 0 ? "<" : ">"
    var command = speaker("sh -c 'exec 3\(way)/proc/'$$'/fd/\(number) && echo forged >&3'; echo $?")
    command.input = Array("steer\n".utf8)
    _ = try await command.run(into: collector)
    #expect(!collector.text().hasPrefix("0"))
    #expect(!collector.text(.error).contains("forged"))
  }

  @Test func `a script opens its own by their usual names`() async throws {
    var command = fixture.shell("cat /dev/stdin; echo a > /dev/stdout; echo b | tee /dev/stderr")
    command.input = Array("in\n".utf8)
    _ = try await command.run(into: collector)
    #expect(collector.text() == "in\na\nb\nb\n")
  }

  @Test func `sockets bring all that was written before the end`() async throws {
    var command = speaker("cat; printf end")
    command.input = [UInt8](repeating: 10, count: 3_000_000)
    let counter = Counter()
    let end = try await command.run(into: counter)
    #expect(end.succeeded)
    #expect(counter.count == 3_000_003)
  }

  @Test func `input that nobody reads harms nobody`() async throws {
    var command = speaker("exec <&-; exit 3")
    command.input = [UInt8](repeating: 65, count: 1_000_000)
    #expect(try await command.run(into: collector).status == .exited(3))
  }
}
