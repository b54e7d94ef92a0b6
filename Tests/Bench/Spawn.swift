import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs programs with as little of our own time in the figure as can be.
struct Spawn {
  let directory: String
  let environment: [String: String]

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Milliseconds from the start to the end; output goes nowhere.
  @discardableResult
  func milliseconds(
    _ words: [String], expecting status: Int32? = 0, in place: String? = nil
  ) throws -> Double {
    // Measurements follow one another, so that this process can go where they happen.
    guard chdir(place ?? directory) == 0 else {
      throw Failure(description: "cannot go to \(place ?? directory)")
    }
    let clock = ContinuousClock()
    let start = clock.now
    let ended = try run(words)
    let took = clock.now - start
    if let status, ended != status {
      throw Failure(description: "\(words.joined(separator: " ")) ended with \(ended)")
    }
    let (seconds, attoseconds) = took.components
    return Double(seconds) * 1000 + Double(attoseconds) / 1e15
  }

  private func run(_ words: [String]) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    let arguments = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var process = pid_t()
    let failed = posix_spawnp(&process, words[0], &actions, nil, arguments, variables)
    guard failed == 0 else {
      throw Failure(description: "cannot start \(words[0]): \(String(cString: strerror(failed)))")
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw Failure(description: "lost \(words[0])") }
    }
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }
}

extension Array where Element == Double {
  var median: Double {
    let sorted = sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// Medians of two things that take turns, so that a busy moment hits both.
func medians(
  _ count: Int, _ one: () async throws -> Double, _ other: () async throws -> Double
) async throws -> (Double, Double) {
  var (ones, others): ([Double], [Double]) = ([], [])
  _ = (try await one(), try await other())
  for _ in 0..<count {
    ones.append(try await one())
    others.append(try await other())
  }
  return (ones.median, others.median)
}

/// Milliseconds that `body` takes.
func timed(_ body: () async throws -> Void) async throws -> Double {
  let clock = ContinuousClock()
  let start = clock.now
  try await body()
  let (seconds, attoseconds) = (clock.now - start).components
  return Double(seconds) * 1000 + Double(attoseconds) / 1e15
}
