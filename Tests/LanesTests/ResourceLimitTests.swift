import Foundation
import Runtimes
import Support
import Testing

@testable import Lanes

@Suite("What a command may take of the machine")
struct ResourceLimitTests {
  private let fixture: ProcessFixture
  private let collector = Collector()

  init() throws { fixture = try ProcessFixture() }

  /// Each process makes two more and waits, down to a depth: 2^depth and some.
  private static func bomb(depth: Int, starting: String = "") -> String {
    """
    cat >bomb <<'end'
    echo $$ >>pids
    if [ $1 -gt 0 ]; then
      \(starting) sh bomb $(($1 - 1)) &
      \(starting) sh bomb $(($1 - 1)) &
    fi
    sleep 600
    end
    sh bomb \(depth)
    """
  }

  private func expectEnded(_ script: String, most: Int) async throws {
    var command = fixture.shell(script)
    command.limits.resources.processes = most
    let end = try await command.run(into: collector)
    #expect(end.stopped == .crowd)
    #expect(!end.succeeded)
    #expect(end.survivors == 0)
    let processes = fixture.processes(in: "pids")
    #expect(processes.count > most / 4)
    #expect(processes.filter(isRunning) == [])
    let words = try #require(end.crowd(command.limits.resources))
    #expect(words.contains("more than \(most) processes at once"))
    #expect(words.contains("o8.maxProcesses"))
  }

  @Test("a fork bomb is ended with all that came of it", .timeLimit(.minutes(15)))
  func bomb() async throws {
    try await expectEnded(Self.bomb(depth: 8), most: 100)
  }

  @Test("so is one whose processes hide in sessions of their own", .timeLimit(.minutes(15)))
  func sessions() async throws {
    try await expectEnded(Self.bomb(depth: 8, starting: "setsid"), most: 100)
  }

  @Test("what stays below the limit is left alone")
  func below() async throws {
    var command = fixture.shell("for n in 1 2 3 4 5; do sleep 1 & done; wait; echo done")
    command.limits.resources.processes = 4096
    let end = try await command.run(into: collector)
    #expect(end.succeeded)
    #expect(collector.text() == "done\n")
  }

  @Test("memory, files and descriptors are held to by the kernel, and cannot be raised again")
  func kernel() async throws {
    var command = fixture.shell(
      """
      ulimit -v; ulimit -n; ulimit -n 4096 && echo raised
      head -c 300000000 /dev/zero | tail -c 200000000 >/dev/null && echo remembered
      (trap '' XFSZ; head -c 3000000 /dev/zero >large); wc -c <large
      """)
    command.limits.resources.memoryBytes = 64 << 20
    command.limits.resources.fileBytes = 1 << 20
    command.limits.resources.openFiles = 64
    _ = try await command.run(into: collector)
    let lines = collector.text().split(separator: "\n").map(String.init)
    #expect(lines.prefix(2) == ["65536", "64"])
    #expect(!lines.contains("raised"))
    #expect(!lines.contains("remembered"))
    #expect(lines.last == "1048576")
  }

  @Test("without a word nothing is limited but cores")
  func none() async throws {
    let command = fixture.shell("ulimit -v; ulimit -f")
    _ = try await command.run(into: collector)
    #expect(collector.text() == "unlimited\nunlimited\n")
  }

  @Test(
    "numbers are read as git reads its own",
    arguments: [
      ("0", 0), ("12", 12), ("4k", 4096), ("2M", 2 << 20), ("1g", 1 << 30),
      ("", nil), ("k", nil), ("-1", nil), ("1.5g", nil), ("1t", nil), ("99999999999999999999", nil),
      ("9999999999g", nil), (" 1", nil),
    ] as [(String, Int?)])
  func numbers(text: String, number: Int?) {
    #expect(ResourceLimits.number(text) == number)
  }
}
