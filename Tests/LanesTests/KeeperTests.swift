import Foundation
import Testing

@testable import Lanes

@Suite struct KeeperTests {
  private let fixture: ProcessFixture

  init() throws { fixture = try ProcessFixture() }

  /// A lane that is killed closes its end of the control pipe, and that is all the keeper sees.
  @Test func `a lane that dies takes its worker along, and only then is its lock free`()
    async throws
  {
    let path = "\(fixture.path)/lock"
    let lock = try #require(try FileLock.take(path))
    var command = fixture.shell(
      "trap '' TERM; setsid sh -c 'trap \"\" TERM; echo $$ > left; sleep 600' & "
        + "until [ -s left ]; do :; done; echo $$ > own; sleep 600")
    command.heldLock = lock.rawDescriptor
    var keeper: KeeperProcess? = try startKeeper(command)
    let process = try #require(keeper?.process)
    let fixture = fixture
    #expect(await eventually { !fixture.processes(in: "own").isEmpty })
    lock.release()
    #expect(FileLock.isHeld(path))
    keeper = nil
    #expect(await eventually { !FileLock.isHeld(path) })
    let all = fixture.processes(in: "own") + fixture.processes(in: "left")
    #expect(all.count == 2)
    #expect(!all.contains(where: isRunning))
    waitpid(process, nil, 0)
  }

  private func startKeeper(_ command: SupervisedCommand) throws -> KeeperProcess {
    let nothing = try Descriptor(opening: "/dev/null", for: .reading)
    let output = try Descriptor(opening: "\(fixture.path)/out", for: .appending)
    return try KeeperProcess(
      command, mark: RunMark.fresh(), ends: .init(input: nothing, output: output, error: output))
  }

  @Test func `graces follow one another, and requests shorten them`() {
    var graces = StopGraces()
    (graces.interruptMilliseconds, graces.terminateMilliseconds) = (10, 20)
    graces.killMilliseconds = 30
    var schedule = StopSchedule(graces)
    #expect(schedule.due(at: 0) == nil)
    schedule.take([.interrupt], at: 100)
    #expect(schedule.due(at: 100) == .interrupt)
    #expect(schedule.due(at: 109) == nil)
    #expect(schedule.deadline == 110)
    #expect(schedule.due(at: 110) == .terminate)
    schedule.take([.interrupt, .cancel], at: 111)
    #expect(schedule.cause == .cancel)
    #expect(schedule.due(at: 111) == .kill)
    schedule.take([.interrupt, .cancel, .interrupt], at: 112)
    #expect(schedule.due(at: 112) == nil)
    #expect(schedule.due(at: 141) == .abandon)
    #expect(schedule.deadline == nil)
    #expect(schedule.due(at: 1000) == nil)
  }
}
