import Subprocess

/// One run: its streams are read side by side while the clock watches.
struct ProgramRun {
  let subject: String
  let outputLimit: Int
  let timeoutSeconds: Int?

  func collect(_ configuration: Configuration, input: [UInt8]) async throws -> ProgramOutput {
    if input.isEmpty {
      let result = try await Subprocess.run(
        configuration, input: .none, output: .sequence, error: .sequence,
        body: { try await watch($0, $0.standardOutput, $0.standardError) })
      return result.closureResult.ended(result.terminationStatus)
    }
    let result = try await Subprocess.run(
      configuration,
      input: .fileDescriptor(try TemporaryFile.holding(input), closeAfterSpawningProcess: true),
      output: .sequence, error: .sequence,
      body: { try await watch($0, $0.standardOutput, $0.standardError) })
    return result.closureResult.ended(result.terminationStatus)
  }

  private struct Streams {
    var output: [UInt8] = []
    var error: [UInt8] = []

    func ended(_ status: TerminationStatus) -> ProgramOutput {
      let exit: Int32 =
        switch status {
        case .exited(let code): code
        case .signaled(let number): 128 + number
        }
      return ProgramOutput(
        exit: exit, output: output, errorText: String(decoding: error, as: UTF8.self))
    }
  }

  private enum Part: Sendable {
    case output([UInt8])
    case error([UInt8])
    case timeIsUp
  }

  private func watch<Input: InputProtocol>(
    _ execution: Execution<Input, SequenceOutput, SequenceOutput>,
    _ output: SubprocessOutputSequence, _ error: SubprocessOutputSequence
  ) async throws -> Streams {
    try await withThrowingTaskGroup(of: Part.self) { group in
      group.addTask { .output(try await self.all(of: output)) }
      group.addTask { .error(try await Self.end(of: error)) }
      if let timeoutSeconds {
        group.addTask {
          try await Task.sleep(for: .seconds(timeoutSeconds))
          return .timeIsUp
        }
      }
      var (streams, open) = (Streams(), 2)
      do {
        while open > 0, let part = try await group.next() {
          switch part {
          case .output(let bytes): (streams.output, open) = (bytes, open - 1)
          case .error(let bytes): (streams.error, open) = (bytes, open - 1)
          case .timeIsUp: throw timeIsUp
          }
        }
      } catch {
        try? execution.send(signal: .kill, toProcessGroup: timeoutSeconds != nil)
        throw error
      }
      group.cancelAll()
      return streams
    }
  }

  private func all(of stream: SubprocessOutputSequence) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await chunk in stream {
      guard bytes.count + chunk.count <= outputLimit else {
        throw GitError(
          .tooLarge, "run", on: subject, "it wrote more than \(outputLimit) bytes")
      }
      chunk.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  private static func end(of stream: SubprocessOutputSequence) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await chunk in stream {
      chunk.withUnsafeBytes { bytes.append(contentsOf: $0) }
      if bytes.count > 2 * Program.errorLimit {
        bytes.removeFirst(bytes.count - Program.errorLimit)
      }
    }
    return bytes.suffix(Program.errorLimit)
  }

  private var timeIsUp: GitError {
    GitError(
      .timedOut, "run", on: subject, "it took longer than \(timeoutSeconds ?? 0) seconds")
  }
}
