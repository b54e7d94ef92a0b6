import Foundation
import Lanes
import Runtimes
import Support
import Synchronization

/// A directory of a test's own, gone afterwards, and commands run in it.
final class ProcessFixture: Sendable {
  let path: String

  init() throws {
    path = TestPlace.base + "/o8-lanes-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func shell(_ script: String) -> SupervisedCommand {
    var command = SupervisedCommand(
      "sh", ["-c", script],
      environment: WorkerEnvironment.scrubbed(from: ProcessInfo.processInfo.environment),
      directory: path)
    command.swept = path
    command.limits.graces.interruptMilliseconds = 300
    command.limits.graces.terminateMilliseconds = 300
    command.limits.graces.leftoverMilliseconds = 200
    return command
  }

  func text(of file: String) -> String? {
    try? String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
  }

  /// The process ids that a script wrote to `file`, one a line.
  func processes(in file: String) -> [Int32] {
    (text(of: file) ?? "").split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
  }
}

/// Whether a process is there and not merely waiting to be reaped.
func isRunning(_ process: Int32) -> Bool {
  guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
    let bracket = stat.lastIndex(of: ")")
  else { return false }
  return !stat[bracket...].hasPrefix(") Z")
}

/// Asks until `condition` holds; gives up after a time that no healthy machine needs.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
  let deadline = ContinuousClock.now + .seconds(180)
  while ContinuousClock.now < deadline {
    if try await condition() { return true }
    await Task.yield()
    try? await Task.sleep(for: .milliseconds(5))
  }
  return false
}

/// Collects all output, by stream.
final class Collector: OutputSink {
  private let state = Mutex<[OutputChannel: [UInt8]]>([:])

  func take(_ bytes: UnsafeRawBufferPointer, from stream: OutputChannel, at milliseconds: Int64) {
    state.withLock { $0[stream, default: []] += bytes }
  }

  func pause() {}

  func text(_ stream: OutputChannel = .standard) -> String {
    String(decoding: state.withLock { $0[stream] ?? [] }, as: UTF8.self)
  }
}

/// Counts output without keeping it.
final class Counter: OutputSink {
  private let state = Mutex(0)

  func take(_ bytes: UnsafeRawBufferPointer, from stream: OutputChannel, at milliseconds: Int64) {
    state.withLock { $0 += bytes.count }
  }

  func pause() {}

  var count: Int { state.withLock { $0 } }
}
