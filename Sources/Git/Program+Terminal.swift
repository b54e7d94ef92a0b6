import Subprocess
import SystemPackage

extension Program {
  /// Runs it with this process's own input and outputs, as an editor needs them; its exit status.
  public func runOnTerminal(
    _ arguments: [String], in directory: String,
    environment extra: [String: String?] = [:]
  ) async throws(GitError) -> Int32 {
    let environment = environment.changing(extra)
    do {
      let result = try await Subprocess.run(
        executable(in: environment), arguments: Arguments(arguments),
        environment: environment.resolved, workingDirectory: FilePath(directory),
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
}
