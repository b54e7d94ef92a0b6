/// A runtime whose manifest cannot be used: it says why wherever it is asked for, and stands in the
/// way of no other.
struct FaultyRuntime: Runtime {
  let name: RuntimeName
  let fault: String
  let capabilities: Capabilities = []

  func discover(_ wanted: DiscoveryRequest) async throws -> Discovery { throw refusal }

  func readTranscript(
    _ origin: TranscriptOrigin
  ) throws(RuntimeRefusal) -> any TranscriptParser { throw refusal }

  func launch(_ request: LaunchRequest) throws(RuntimeRefusal) -> LaunchPlan { throw refusal }

  func resume(
    _ session: SessionID, _ request: LaunchRequest
  ) throws(RuntimeRefusal) -> LaunchPlan { throw refusal }

  func interrupt(_ session: SessionReference) throws(RuntimeRefusal) -> InterruptPlan {
    throw refusal
  }

  func reviewDiffs(_ request: ReviewRequest) throws(RuntimeRefusal) -> LaunchPlan { throw refusal }

  var refusal: RuntimeRefusal { RuntimeRefusal(name, .faulty(fault)) }
}

extension RuntimeRegistry {
  /// What stands for a manifest that cannot be used, under the name of its file.
  ///
  /// - Parameter taken: the names of those that are built in.
  public static func faulty(
    _ path: String, _ fault: String, besides taken: Set<RuntimeName>
  ) -> any Runtime {
    let last = path.split(separator: "/").last.map(String.init) ?? ""
    let stem = last.hasSuffix(".runtime") ? String(last.dropLast(".runtime".count)) : last
    let name = RuntimeName(stem).flatMap { taken.contains($0) ? nil : $0 }
    return FaultyRuntime(name: name ?? RuntimeName("faulty-manifest")!, fault: fault)
  }
}
