import Git
import Model
import Store
import Trust

extension LaneTakings {
  /// What an attempt leaves under `refs/o8-data`, for its event to name.
  struct Keepsakes {
    let transcript: Kept?
    let artifacts: [Artifact]
    /// What could not be kept.
    let notes: [String]
  }

  /// Keeps what the worker wrote and the files that it left for people, as they may be shared.
  func keep(
    _ transcript: [UInt8], _ sharable: Sharable, of attempt: Attempt, of packet: Packet
  ) async throws -> Keepsakes {
    let place = LanePlace(of: packet.id, in: governed.location.commonDirectory)
    let left = ArtifactFolder(directory: place.artifacts).files()
    let log = "\(packet.id)/attempt-\(attempt.number).log"
    func path(_ name: String) -> String { "\(packet.id)/attempt-\(attempt.number)/\(name)" }
    var files: [String: [UInt8]] = [:]
    var sharable = sharable
    var names: [String] = []
    for (name, bytes) in left.byPath.sorted(by: { $0.key < $1.key }) {
      let name = sharable.name(name, besides: left.byPath.keys)
      names.append(name)
      files[path(name)] = sharable.artifact(bytes, called: name)
    }
    if !transcript.isEmpty { files[log] = transcript }
    let kept =
      files.isEmpty ? [:] : try await governed.store.keep(files, by: actor.name, at: now())
    let artifacts = names.sorted().compactMap { name in
      kept[path(name)].map { Artifact(path: name, kept: $0) }
    }
    return Keepsakes(
      transcript: kept[log], artifacts: artifacts, notes: left.notes + sharable.words())
  }
}
