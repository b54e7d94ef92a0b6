import Model

/// Any command as a worker: `git o8 dispatch TITLE -- COMMAND…`.
///
/// It gets the prompt on standard input and in `$O8_PROMPT_FILE`. What a command knows of
/// conversations is its own affair, so nothing can be steered, resumed or held to reading.
public struct ExecRuntime: Runtime {
  public let name = RuntimeName.exec
  public let capabilities: Capabilities = [.streaming, .terminal]

  public init() {}

  public func discover(_ wanted: DiscoveryRequest) async throws -> Discovery {
    Discovery(.builtIn)
  }

  public func readTranscript(
    _ origin: TranscriptOrigin
  ) throws(RuntimeRefusal) -> any TranscriptParser {
    switch origin {
    case .capture: return PlainTranscriptParser()
    case .session: throw refusal(.unsupported(.resume))
    }
  }

  public func launch(_ request: LaunchRequest) throws(RuntimeRefusal) -> LaunchPlan {
    guard let executable = request.command.first, !executable.isEmpty else {
      throw refusal(.noCommand)
    }
    guard !request.command.contains(where: { $0.utf8.contains(0) }) else {
      throw refusal(.unusable("a command with a NUL byte"))
    }
    return LaunchPlan(
      executable: executable, arguments: Array(request.command.dropFirst()),
      environment: request.channel,
      input: request.surface == .terminal ? nil : Array(request.prompt.utf8), outputs: .together)
  }

  public func resume(
    _ session: SessionID, _ request: LaunchRequest
  ) throws(RuntimeRefusal) -> LaunchPlan {
    throw refusal(.unsupported(.resume))
  }

  public func interrupt(_ session: SessionReference) throws(RuntimeRefusal) -> InterruptPlan {
    switch session {
    case .owned: return .signal
    case .discovered(let id): throw refusal(.notOurs(id))
    }
  }

  public func reviewDiffs(_ request: ReviewRequest) throws(RuntimeRefusal) -> LaunchPlan {
    throw refusal(.unsupported(.readOnlyMode))
  }

  private func refusal(_ reason: RuntimeRefusal.Reason) -> RuntimeRefusal {
    RuntimeRefusal(name, reason)
  }
}
