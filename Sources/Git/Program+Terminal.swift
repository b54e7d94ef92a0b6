import Subprocess
import SystemPackage

extension Program {
  /// Runs it with this process's own input and outputs, as an editor needs them; its exit status.
  ///
  /// Where the task is cancelled it is asked to end, and made to after a few seconds.
  public func runOnTerminal(
    _ arguments: [String], in directory: String,
    environment extra: [String: String?] = [:]
  ) async throws(GitError) -> Int32 {
    let environment = environment.changing(extra).changing(Self.marks)
    var options = PlatformOptions()
    options.teardownSequence = [
      .gracefulShutDown(allowedDurationToNextStep: .seconds(Self.farewellSeconds))
    ]
    do {
      let result = try await Subprocess.run(
        executable(in: environment), arguments: Arguments(arguments),
        environment: environment.resolved, workingDirectory: FilePath(directory),
        platformOptions: options,
        input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
        output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
        error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
      switch result.terminationStatus {
      case .exited(let code): return code
      case .signaled(let number): return 128 + number
      }
    } catch let error as SubprocessError {
      throw failure(error, in: directory)
    } catch {
      throw GitError(.other, "run", on: name, "\(error)")
    }
  }

  /// Long enough to write down what a person has typed.
  private static let farewellSeconds = 3
}
