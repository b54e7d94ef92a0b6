import Git
public import Model
import Store
import Trust

/// A file that a packet's worker left for people, and where it is.
public struct KeptArtifact: Hashable, Sendable {
  /// Counts from 1.
  public let attempt: Int
  public let artifact: Artifact
  /// Whether this clone has its bytes.
  public let isHere: Bool

  /// What brings it here; nil where it is.
  public var remedy: String? {
    isHere
      ? nil
      : "\(artifact.kept.holder) has it: git o8 sync --data there, and then here, brings it"
  }
}

extension Workspace {
  /// The files that the workers of a packet left, by attempt and path; closed packets' too.
  public func artifacts(of name: String?) async throws -> (packet: Packet, files: [KeptArtifact]) {
    let governed = try governed()
    let packet = try await packetOfAnyState(name, in: governed)
    let files = packet.attempts.flatMap { attempt in
      (attempt.end?.artifacts ?? []).map { artifact in
        KeptArtifact(
          attempt: attempt.number, artifact: artifact,
          isHere: governed.repository.contains(artifact.kept.blob))
      }
    }
    return (packet, files)
  }

  /// The bytes of one of them: the latest attempt's, where none is named.
  public func artifact(
    _ path: String, of name: String?, attempt: Int? = nil
  ) async throws -> [UInt8] {
    let (packet, files) = try await artifacts(of: name)
    let hint = "git o8 artifacts \(packet.id.short) lists them"
    let found = files.last { file in
      file.artifact.path == path && (attempt.map { $0 == file.attempt } ?? true)
    }
    guard let found else {
      throw Problem(
        .noSuchThing,
        "packet \(packet.id.short) has no artifact \(SafeText.singleLine(path, limit: 100))",
        hint: hint)
    }
    if let remedy = found.remedy {
      throw Problem(
        .noSuchThing, "\(SafeText.singleLine(path, limit: 100)) is not in this clone", hint: remedy)
    }
    let bytes = try governed().repository.blob(
      found.artifact.kept.blob, limit: Self.artifactBytes)
    guard Digest(of: bytes) == found.artifact.kept.sha256 else {
      throw Problem(
        .environment,
        "\(SafeText.singleLine(path, limit: 100)) is not what its event says it is", hint: hint)
    }
    return bytes
  }

  /// One that another clone wrote may be larger than what lanes here keep.
  private static let artifactBytes = 64 << 20

  private func packetOfAnyState(
    _ name: String?, in governed: GovernedRepository
  ) async throws -> Packet {
    let id = try await packet(named: name, in: governed, among: .everyPacket)
    return try Judge(governed).packet(id) ?? story(of: id, in: governed)
  }
}
