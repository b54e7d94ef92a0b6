import Foundation
import Lanes
import Testing

@Suite struct FileLockTests {
  private let fixture: ProcessFixture
  private var path: String { "\(fixture.path)/lock" }

  init() throws { fixture = try ProcessFixture() }

  @Test func `a lock is taken once and free again when given back`() throws {
    #expect(!FileLock.isHeld(path))
    let lock = try #require(try FileLock.take(path))
    #expect(FileLock.isHeld(path))
    #expect(try FileLock.take(path) == nil)
    lock.release()
    #expect(!FileLock.isHeld(path))
    #expect(try FileLock.take(path) != nil)
  }

  @Test func `no child that is just being forked keeps what was given back`() throws {
    let lock = try #require(try FileLock.take(path))
    var file = stat()
    #expect(stat(path, &file) == 0)
    let held = try #require(
      (3..<Int32(65_536)).first { descriptor in
        var open = stat()
        return fstat(descriptor, &open) == 0 && open.st_ino == file.st_ino
          && open.st_dev == file.st_dev
      })
    // As a fork leaves it until it becomes another program.
    let copy = dup(held)
    defer { close(copy) }
    lock.release()
    #expect(!FileLock.isHeld(path))
  }

  @Test func `a lock's file proves nothing`() throws {
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(!FileLock.isHeld(path))
  }

  @Test func `where no file can be made the reason is told`() throws {
    let error = #expect(throws: SystemFailure.self) { try FileLock.take("\(path)/no/lock") }
    #expect(error?.errno == ENOENT)
  }

  @Test func `asking does not stand in the way of taking`() async throws {
    let paths = (0..<200).map { "\(path)\($0)" }
    let asking = Task {
      while !Task.isCancelled { for path in paths { _ = FileLock.isHeld(path) } }
    }
    let taken = try paths.map { try FileLock.take($0) }
    #expect(!taken.contains { $0 == nil })
    asking.cancel()
    await asking.value
  }

  @Test func `a detached lane holds the lock after us, until it dies`() async throws {
    let lock = try #require(try FileLock.take(path))
    let process = try DetachedLane.start(
      "/bin/sh", arguments: ["-c", "echo out; echo err >&2; pwd; sleep 600"],
      environment: ["PATH": "/usr/bin:/bin"], directory: fixture.path,
      output: "\(fixture.path)/log", lock: lock)
    lock.release()
    let fixture = fixture
    #expect(await eventually { fixture.text(of: "log") == "out\nerr\n\(fixture.path)\n" })
    #expect(FileLock.isHeld(path))
    // Its own session, so its group is all of it.
    #expect(getpgid(process) == process)
    kill(-process, SIGKILL)
    let path = path
    #expect(await eventually { !FileLock.isHeld(path) })
    #expect(
      await eventually {
        DetachedLane.reapEnded()
        return kill(process, 0) != 0
      })
  }

  @Test func `a program that is not there starts no lane`() throws {
    let lock = try #require(try FileLock.take(path))
    let error = #expect(throws: SystemFailure.self) {
      try DetachedLane.start(
        "/no/program", arguments: [], environment: [:], directory: fixture.path,
        output: "\(fixture.path)/log", lock: lock)
    }
    #expect(error?.errno == ENOENT)
    #expect(FileLock.isHeld(path))
  }
}
