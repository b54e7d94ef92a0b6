import Foundation
import Lanes
import Runtimes
import Synchronization
import Testing

/// A program that is asked line by line, and ends when its input does.
private struct Conversation: Dialogue {
  let says: [UInt8]
  private(set) var taken = 0
  private(set) var isOver = false

  init(says: String = "begin\n") { self.says = Array(says.utf8) }

  func begin() -> [UInt8] { says }

  mutating func hear(_ line: ArraySlice<UInt8>) -> [UInt8] {
    let text = String(decoding: line, as: UTF8.self)
    if text.hasPrefix("got ") { taken += 1 }
    if text == "over" { isOver = true }
    return text == "ask" ? Array("answer\n".utf8) : []
  }

  func steer(_ text: String) -> [UInt8]? { isOver ? nil : Array("\(text)\n".utf8) }
  func interrupt() -> [UInt8]? { Array("stop\n".utf8) }
}

/// Answers each line at length.
private struct Asker: Dialogue {
  final class Count: Sendable {
    private let value = Mutex(0)
    func grow() { value.withLock { $0 += 1 } }
    var now: Int { value.withLock { $0 } }
  }
  let answers = Count()

  func begin() -> [UInt8] { [] }
  func hear(_ line: ArraySlice<UInt8>) -> [UInt8] {
    answers.grow()
    return [UInt8](repeating: 120, count: 256 << 10)
  }
  func steer(_ text: String) -> [UInt8]? { nil }
  func interrupt() -> [UInt8]? { nil }
  var isOver: Bool { false }
  var taken: Int { 0 }
}

private final class Fates: Sendable {
  private let state = Mutex<[SteeringQueue.Fate]>([])

  func add(_ fate: SteeringQueue.Fate) { state.withLock { $0.append(fate) } }
  var all: [SteeringQueue.Fate] { state.withLock { $0 } }
}

@Suite struct SteeringTests {
  private let fixture: ProcessFixture
  private let collector = Collector()
  private let steering = SteeringQueue()

  init() throws { fixture = try ProcessFixture() }

  private func command(_ script: String, _ dialogue: any Dialogue = Conversation())
    -> SupervisedCommand
  {
    var command = fixture.shell(script)
    command.dialogue = dialogue
    command.interruption = .dialogue
    command.outputs = .apart
    return command
  }

  @Test func `a dialogue begins, answers, and closes the input when it is over`() async throws {
    let end = try await command("read a; echo ask; read b; echo over; cat; echo $a $b")
      .run(into: collector)
    #expect(end.status == .exited(0))
    #expect(collector.text() == "ask\nover\nbegin answer\n")
  }

  @Test func `a message reaches the program while it works, and it is told what it took`()
    async throws
  {
    let fates = Fates()
    async let running = command("read a; echo up; read b; echo got $b; echo over; cat")
      .run(into: collector, steering: steering)
    #expect(await eventually { collector.text() == "up\n" })
    steering.say("mind the gap") { fates.add($0) }
    let end = try await running
    #expect(fates.all == [.delivered])
    #expect(end.taken == 1)
    #expect(steering.delivered == ["mind the gap"])
    #expect(collector.text() == "up\ngot mind the gap\nover\n")
  }

  @Test func `what was handed over and not taken up is known afterwards`() async throws {
    let fates = Fates()
    async let running = command("read a; echo up; read b; echo over; cat")
      .run(into: collector, steering: steering)
    #expect(await eventually { collector.text() == "up\n" })
    steering.say("too late") { fates.add($0) }
    let end = try await running
    #expect(fates.all == [.delivered])
    #expect(end.taken == 0)
    #expect(steering.delivered == ["too late"])
  }

  @Test func `without a dialogue, and without a run, nothing is delivered`() async throws {
    let fates = Fates()
    steering.say("nobody is there") { fates.add($0) }
    #expect(fates.all == [.undeliverable])
    async let running = fixture.shell("echo up; read a; exit 3").run(
      into: collector, stop: StopSwitch(), steering: steering)
    _ = try await running
    steering.say("it is gone") { fates.add($0) }
    #expect(fates.all == [.undeliverable, .undeliverable])
  }

  @Test func `a dialogue is asked to end the turn before any signal is sent`() async throws {
    let stop = StopSwitch()
    async let running = command(
      "trap 'echo signal' INT; read a; echo up; read b; echo $b; echo over"
    )
    .run(into: collector, stop: stop)
    #expect(await eventually { collector.text() == "up\n" })
    stop.request(.interrupt)
    let end = try await running
    #expect(end.stopped == .interrupt)
    #expect(end.status == .exited(0))
    #expect(collector.text() == "up\nstop\nover\n")
  }

  @Test func `a line of any length is passed on, and not heard`() async throws {
    let end = try await command(
      "read a; head -c 3000000 /dev/zero | tr '\\0' x; echo; echo over; cat; echo bye"
    ).run(into: collector)
    #expect(end.status == .exited(0))
    #expect(end.outputBytes == 3_000_001 + 5 + 4)
  }

  @Test func `answers that nobody reads do not pile up`() async throws {
    let asker = Asker()
    _ = try await command("yes ask | head -c 4000; exec sleep 0.2", asker).run(into: collector)
    // Four bytes of question and a newline each; what is answered is bounded by bytes.
    #expect(asker.answers.now < 100)
  }

  @Test func `a program that never says a word is ended before one that has fallen silent`()
    async throws
  {
    var mute = fixture.shell("sleep 600")
    mute.limits = RunLimits(silenceSeconds: 600, firstOutputSeconds: 1)
    #expect(try await mute.run(into: collector).stopped == .silence)
  }
}

@Suite struct LaneLetterTests {
  private let fixture: ProcessFixture

  init() throws { fixture = try ProcessFixture() }

  @Test func `a letter reaches the worker, and its sender learns that`() async throws {
    let control = LaneControl(directory: fixture.path)
    let steering = SteeringQueue()
    let watching = Task { await control.forward(to: StopSwitch(), steering: steering) }
    let collector = Collector()
    var command = fixture.shell("read a; echo up; read b; echo got $b; echo over; cat")
    command.dialogue = Conversation()
    async let running = command.run(into: collector, steering: steering)
    #expect(await eventually { collector.text() == "up\n" })
    let letter = try control.letters.leave("hello")
    var fate: SteeringQueue.Fate?
    let isSettled = await eventually {
      fate = control.letters.fate(of: letter)
      return fate != nil
    }
    #expect(isSettled && fate == .delivered)
    _ = try await running
    #expect(collector.text() == "up\ngot hello\nover\n")
    #expect(!control.letters.withdraw(letter))
    watching.cancel()
  }

  @Test func `a letter that no lane took is taken back`() throws {
    let letters = LaneLetters(in: fixture.path)
    let letter = try letters.leave("hello")
    #expect(letters.fate(of: letter) == nil)
    #expect(letters.withdraw(letter))
    #expect(!letters.withdraw(letter))
  }
}
