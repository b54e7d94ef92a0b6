internal import Runtimes

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// One run from start to end, on a thread of its own: a loop around `poll` over the command's
/// pipes, the keeper's records and the stop switch, with all state local to it.
struct Supervision {
  /// A pipe's usual capacity: one system call empties it.
  static let chunkBytes = 64 * 1024
  /// Output that stops in the middle of a line is shown after so long.
  static let pauseMilliseconds: Int64 = 100
  /// What a pipe can still hold when its last writer we know of has ended (the default of
  /// `fs.pipe-max-size`; sockets hold less); more comes from somebody who writes on, and is not
  /// waited for.
  static let drainBytes = 1 << 20

  private let command: SupervisedCommand
  private let sink: any OutputSink
  private let keeper: KeeperProcess
  private var outputs: [Output]
  private var input: InputFeed?
  /// What the input knew of messages that were taken up when it was closed.
  private var taken = 0
  private var schedule: StopSchedule
  private var records = KeeperRecords()
  private let started = Platform.milliseconds
  private var lastOutput = Platform.milliseconds
  private var isPausePending = false
  private var outputBytes = 0
  private var cageReport: CageReport?

  private struct Output {
    let stream: OutputChannel
    let end: Descriptor
    var isOpen = true
  }

  static func run(
    _ command: SupervisedCommand, into sink: any OutputSink, stop: StopSwitch,
    steering: SteeringQueue
  ) throws(LaunchFailure) -> ProcessEnd {
    Leftovers.adoptOrphans()
    let mark = RunMark.fresh()
    let wake: Pipe
    var run: Supervision
    do {
      wake = try Pipe()
      run = try Supervision(command, mark: mark, into: sink)
    } catch let failure as LaunchFailure {
      throw failure
    } catch {
      throw command.failure(.system(errno: (error as? SystemFailure)?.errno ?? 0))
    }
    wake.reading.setNonblocking()
    wake.writing.setNonblocking()
    let origin = ProcessTable.entry(run.keeper.process)?.startTicks ?? 0
    let registration = stop.listen(waking: wake.writing.raw)
    let messages = steering.open(waking: wake.writing.raw)
    run.supervise(stop, steering, wake.reading)
    steering.close(messages)
    stop.forget(registration)
    return try withExtendedLifetime(wake) { () throws(LaunchFailure) in
      try run.finish(mark: mark, since: origin)
    }
  }

  private init(_ command: SupervisedCommand, mark: String, into sink: any OutputSink) throws {
    let form = Pipe.Form(for: command.outputs)
    let output = try Pipe(form)
    let error = command.outputs == .apart ? try Pipe(form) : nil
    let report = command.cage == nil ? nil : try Pipe()
    let feed = command.input != nil || command.dialogue != nil ? try Pipe(form) : nil
    keeper = try KeeperProcess(
      command, mark: mark,
      ends: .init(
        input: feed?.reading ?? Descriptor(opening: "/dev/null", for: .reading),
        output: output.writing, error: (error ?? output).writing,
        report: report?.writing))
    cageReport = report.map { CageReport($0.reading) }
    self.command = command
    self.sink = sink
    outputs = [Output(stream: .standard, end: output.reading)]
    if let error { outputs.append(Output(stream: .error, end: error.reading)) }
    for output in outputs { output.end.setNonblocking() }
    input = feed.map { InputFeed($0.writing, command) }
    schedule = StopSchedule(command.limits.graces)
  }

  /// Runs until the keeper has told its end, or is given up.
  private mutating func supervise(
    _ stop: StopSwitch, _ steering: SteeringQueue, _ wake: Descriptor
  ) {
    withUnsafeTemporaryAllocation(byteCount: Self.chunkBytes, alignment: 16) { chunk in
      repeat {
        poll(wake)
        _ = wake.read(into: chunk)
        let now = Platform.milliseconds
        // What has ended by itself is not said to have been stopped.
        if records.ended == nil { schedule.take(stop.requests, at: now) }
        for index in outputs.indices { drain(index, limit: Self.chunkBytes, chunk) }
        if isPausePending, now - lastOutput >= Self.pauseMilliseconds {
          sink.pause()
          isPausePending = false
        }
        steering.settle { input?.steer($0) ?? false }
        feed()
        records.read(keeper.status)
        enforce(now)
      } while !records.isOver
      for index in outputs.indices { drain(index, limit: Self.drainBytes, chunk) }
      sink.pause()
    }
  }

  private mutating func feed() {
    input?.write()
    guard let input, input.isFinished else { return }
    taken = input.taken
    self.input = nil
  }

  /// Waits for the first of: output, room for input, a record, a request, a deadline.
  private func poll(_ wake: Descriptor) {
    var waits = outputs.filter(\.isOpen).map {
      pollfd(fd: $0.end.raw, events: Int16(POLLIN), revents: 0)
    }
    waits.append(pollfd(fd: keeper.status.raw, events: Int16(POLLIN), revents: 0))
    waits.append(pollfd(fd: wake.raw, events: Int16(POLLIN), revents: 0))
    if let input, input.isWaiting {
      waits.append(pollfd(fd: input.end.raw, events: Int16(POLLOUT), revents: 0))
    }
    let now = Platform.milliseconds
    let due = [
      isPausePending ? lastOutput + Self.pauseMilliseconds : nil, schedule.deadline,
      schedule.cause == nil ? timeLimit : nil, schedule.cause == nil ? silenceLimit : nil,
    ].compactMap(\.self).min()
    let timeout = due.map { Int32(clamping: max(0, $0 - now)) } ?? -1
    systemPoll(&waits, timeout)
  }

  private mutating func drain(
    _ index: Int, limit: Int, _ chunk: UnsafeMutableRawBufferPointer
  ) {
    var taken = 0
    while taken < limit, outputs[index].isOpen, let count = outputs[index].end.read(into: chunk) {
      outputs[index].isOpen = count > 0
      guard count > 0 else { break }
      cageReport?.note(chunk[..<count])
      if outputs[index].stream == .standard {
        input?.hear(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
      }
      sink.take(
        UnsafeRawBufferPointer(rebasing: chunk[..<count]), from: outputs[index].stream,
        at: Platform.wallMilliseconds)
      taken += count
    }
    guard taken > 0 else { return }
    outputBytes += taken
    lastOutput = Platform.milliseconds
    isPausePending = true
  }

  private var timeLimit: Int64? {
    // While it waits this moves on, and is looked at again when it would have come.
    let held = command.patience.held(now: Platform.milliseconds)
    return command.limits.timeSeconds.map { started + Int64($0) * 1000 + held }
  }

  private var silenceLimit: Int64? {
    let limits = command.limits
    let seconds = outputBytes == 0 ? limits.firstOutputSeconds : nil
    let heard = command.patience.start(lastOutput, now: Platform.milliseconds)
    return (seconds ?? limits.silenceSeconds).map { heard + Int64($0) * 1000 }
  }

  /// Carries out what limits and requests demand by now.
  private mutating func enforce(_ now: Int64) {
    if schedule.cause == nil, records.ended == nil {
      if let timeLimit, now >= timeLimit {
        schedule.stop(.timeLimit, at: now)
      } else if let silenceLimit, now >= silenceLimit {
        schedule.stop(.silence, at: now)
      }
    }
    switch schedule.due(at: now) {
    case .interrupt:
      if command.interruption == .dialogue, input?.interrupt() == true {
        feed()
      } else {
        keeper.order(SIGINT)
      }
    case .terminate: keeper.order(SIGTERM)
    case .kill: keeper.order(SIGKILL)
    case .abandon:
      keeper.abandon()
      records.giveUp()
    case nil: break
    }
  }

  private func finish(
    mark: String, since origin: UInt64
  ) throws(LaunchFailure) -> ProcessEnd {
    keeper.reap()
    if let failure = records.failure { throw command.failure(failure) }
    if !records.isLost, schedule.cause == nil, records.crowd == nil, let words = cageReport?.failure
    {
      throw command.failure(.cage(words))
    }
    var swept = Leftovers.Outcome()
    if records.isLost || command.swept != nil {
      swept = Leftovers.end(mark: mark, under: command.swept, startedSince: origin)
    }
    return ProcessEnd(
      status: records.ended.map(Self.status) ?? .lost,
      stopped: records.crowd == nil ? schedule.cause : .crowd,
      milliseconds: Platform.milliseconds - started, outputBytes: outputBytes,
      taken: input?.taken ?? taken,
      leftovers: records.leftovers + swept.ended,
      survivors: records.survivors + swept.survivors)
  }

  /// What `wait` wrote, taken apart as its macros do, which Swift cannot call.
  private static func status(_ raw: Int32) -> ProcessEnd.Status {
    raw & 0x7f == 0 ? .exited(raw >> 8 & 0xff) : .signalled(raw & 0x7f)
  }
}

private func systemPoll(_ waits: inout [pollfd], _ timeout: Int32) {
  _ = poll(&waits, nfds_t(waits.count), timeout)
}
