import Foundation
import Lanes
import Testing

/// Commands that leave something behind.
@Suite struct LeftoverTests {
  private let fixture: ProcessFixture
  private let collector = Collector()

  init() throws { fixture = try ProcessFixture() }

  @Test func `a background child that holds the pipe delays nothing and is ended`() async throws {
    let end = try await fixture.shell(
      "sleep 600 & echo $! > left; until grep -q sleep /proc/$!/comm; do :; done; echo done"
    ).run(into: collector)
    #expect(end.status == .exited(0))
    #expect(collector.text() == "done\n")
    #expect(end.leftovers.map(\.name) == ["sleep"])
    #expect(end.leftovers.map(\.process) == fixture.processes(in: "left"))
    #expect(!fixture.processes(in: "left").contains(where: isRunning))
  }

  @Test(arguments: [
    "setsid sleep 600 & echo $! > left",
    "setsid sh -c 'cd /; sleep 600 & echo $! > \"$0/left\"' \"$PWD\"",
    "(cd / && env -i setsid sh -c 'sleep 600 & sleep 600 & wait' &)",
    "setsid sh -c 'trap \"\" TERM INT HUP; echo $$ > left; while :; do sleep 1; done' & "
      + "until [ -s left ]; do :; done",
  ])
  func `no new session, other directory or empty environment gets away`(
    script: String
  ) async throws {
    let end = try await fixture.shell("\(script)\nexit 5").run(into: collector)
    #expect(end.status == .exited(5))
    #expect(!end.leftovers.isEmpty)
    #expect(end.survivors == 0)
    #expect(!fixture.processes(in: "left").contains(where: isRunning))
    #expect(!end.leftovers.contains { isRunning($0.process) })
  }

  @Test func `what forks as fast as it is killed does not get away`() async throws {
    try Data("echo $$ >> all; [ $1 -gt 0 ] && setsid sh ./fork $(($1 - 1)) & sleep 600".utf8)
      .write(to: URL(fileURLWithPath: "\(fixture.path)/fork"))
    let end = try await fixture.shell("sh ./fork 40 & until [ -s all ]; do :; done")
      .run(into: collector)
    #expect(end.survivors == 0)
    #expect(!fixture.processes(in: "all").isEmpty)
    #expect(!fixture.processes(in: "all").contains(where: isRunning))
  }

  @Test func `two runs side by side do not touch each other's processes`() async throws {
    let stop = StopSwitch()
    let other = try ProcessFixture()
    let longer = other.shell("setsid sleep 600 & echo $! > left; echo up; sleep 600")
    async let running = longer.run(into: collector, stop: stop)
    #expect(await eventually { collector.text() == "up\n" })
    let end = try await fixture.shell("setsid sleep 600 & exit 0").run(into: Counter())
    #expect(end.leftovers.count == 1)
    #expect(other.processes(in: "left").allSatisfy(isRunning))
    stop.request(.cancel)
    _ = try await running
    #expect(!other.processes(in: "left").contains(where: isRunning))
  }

  @Test func `a worker that kills its keeper goes with it, and so do its children`() async throws {
    let end = try await fixture.shell(
      "setsid sh -c 'echo $$ > left; sleep 600' & until [ -s left ]; do :; done; "
        + "kill -9 $PPID; sleep 600"
    ).run(into: collector)
    #expect(end.status == .lost)
    #expect(!fixture.processes(in: "left").contains(where: isRunning))
  }

  @Test func `a lock it was given to hold is free when nothing is left`() async throws {
    let path = "\(fixture.path)/lock"
    let lock = try #require(try FileLock.take(path))
    var command = fixture.shell("setsid sleep 600 & exit 0")
    command.heldLock = lock.rawDescriptor
    _ = try await command.run(into: collector)
    #expect(FileLock.isHeld(path))
    lock.release()
    // A keeper of another test may hold a copy until it has closed what it does not need.
    #expect(await eventually { !FileLock.isHeld(path) })
  }

  @Test func `output of any bytes arrives whole`() async throws {
    let counter = Counter()
    let end = try await fixture.shell("head -c 20000000 /dev/urandom; printf x; exec >&-; exit 0")
      .run(into: counter)
    #expect(end.succeeded)
    #expect(counter.count == 20_000_001)
    #expect(end.outputBytes == 20_000_001)
  }
}
