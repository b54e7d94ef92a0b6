import Foundation
import Lanes
import Runtimes
import Testing

@Suite struct SupervisedCommandTests {
  private let fixture: ProcessFixture
  private let collector = Collector()

  init() throws { fixture = try ProcessFixture() }

  @Test func `a command's exit, output and input are its own`() async throws {
    var command = fixture.shell("cat; pwd; exit 7")
    command.input = Array("prompt\n".utf8)
    let end = try await command.run(into: collector)
    #expect(end.status == .exited(7))
    #expect(end.stopped == nil)
    #expect(end.leftovers.isEmpty)
    #expect(collector.text() == "prompt\n\(fixture.path)\n")
    #expect(end.outputBytes == collector.text().utf8.count)
  }

  @Test func `outputs are kept in one order, or apart`() async throws {
    var command = fixture.shell("echo a; echo b >&2; echo c")
    _ = try await command.run(into: collector)
    #expect(collector.text() == "a\nb\nc\n")

    command.outputs = .apart
    let apart = Collector()
    _ = try await command.run(into: apart)
    #expect(apart.text() == "a\nc\n")
    #expect(apart.text(.error) == "b\n")
  }

  @Test func `it leads a session of its own with nothing of ours open`() async throws {
    let lock = try #require(try FileLock.take("\(fixture.path)/lock"))
    var command = fixture.shell(
      "for each in /proc/$$/fd/*; do [ -e $each ] && readlink $each; done; "
        + "cut -d' ' -f1,5,6 /proc/$$/stat")
    command.heldLock = lock.rawDescriptor
    _ = try await command.run(into: collector)
    let lines = collector.text().split(separator: "\n")
    try #require(lines.count == 4)
    #expect(lines[0] == "/dev/null")
    #expect(lines[1].hasPrefix("pipe:") && lines[1] == lines[2])
    #expect(Set(lines[3].split(separator: " ")).count == 1)
  }

  @Test func `a signal that ended it is told`() async throws {
    let end = try await fixture.shell("kill -SEGV $$").run(into: collector)
    #expect(end.status == .signalled(SIGSEGV))
  }

  @Test func `input that nobody reads harms nobody`() async throws {
    var command = fixture.shell("exec <&-; exit 3")
    command.input = [UInt8](repeating: 65, count: 1_000_000)
    #expect(try await command.run(into: collector).status == .exited(3))
  }

  @Test func `large input and output flow at once`() async throws {
    var command = fixture.shell("cat")
    command.input = [UInt8](repeating: 10, count: 3_000_000)
    let counter = Counter()
    let end = try await command.run(into: counter)
    #expect(end.succeeded)
    #expect(counter.count == 3_000_000)
  }

  @Test func `a program that is not there is named with the path`() async throws {
    var command = fixture.shell("")
    command.executable = "no-such-program"
    let error = await #expect(throws: LaunchFailure.self) { try await command.run(into: collector) }
    #expect(error?.description.contains("no-such-program: it is not on PATH") == true)
  }

  @Test func `a directory that vanished is named`() async throws {
    var command = fixture.shell("true")
    command.directory = "\(fixture.path)/gone"
    let error = await #expect(throws: LaunchFailure.self) { try await command.run(into: collector) }
    #expect(error?.reason == .directoryUnusable(errno: ENOENT))
  }

  @Test func `a file that is no program is named`() async throws {
    try Data("echo hi\n".utf8).write(to: URL(fileURLWithPath: "\(fixture.path)/script"))
    chmod("\(fixture.path)/script", 0o755)
    var command = fixture.shell("")
    command.executable = "./script"
    let error = await #expect(throws: LaunchFailure.self) { try await command.run(into: collector) }
    #expect(error?.reason == .programUnusable(errno: ENOEXEC))
    #expect(error?.hint.contains("#!") == true)
  }

  @Test func `an argument with a NUL byte is refused, not cut short`() async throws {
    var command = fixture.shell("true")
    command.arguments.append("a\0b")
    let error = await #expect(throws: LaunchFailure.self) { try await command.run(into: collector) }
    #expect(error?.reason == .nulByte)
  }

  @Test func `a plan runs scrubbed, with its own variables`() async throws {
    let plan = LaunchPlan(
      executable: "env", arguments: [], environment: ["O8_ATTEMPT": "2"], letThrough: ["KEY"])
    let command = SupervisedCommand(
      plan, in: fixture.path,
      from: ["KEY": "k", "GIT_DIR": "/x", "SSH_AUTH_SOCK": "/y", "PATH": "/usr/bin:/bin"])
    _ = try await command.run(into: collector)
    let lines = collector.text().split(separator: "\n")
    #expect(lines.contains("O8_ATTEMPT=2"))
    #expect(lines.contains("KEY=k"))
    #expect(!lines.contains { $0.hasPrefix("GIT_DIR") || $0.hasPrefix("SSH_AUTH") })
  }
}
