import Git
import Model
import Runtimes
import Store
import Trust

/// Takes in what a worker left: snapshot, harvest, transcript.
struct LaneTakings {
  let governed: GovernedRepository
  let worktree: LaneWorktree
  let spool: SpoolDirectory
  let actor: Actor
  let now: @Sendable () -> Instant
  /// What the worker's program keeps for itself in the worktree.
  var leavings: [String] = []

  /// Beginning and end of what a worker said; longer ones fill clones without being read.
  static let transcriptBytes = 2 << 20

  struct Taken {
    let head: ObjectID
    /// Whether the head holds something that was not judged before.
    let isNew: Bool
    let transcript: Kept?
    let notes: [String]
    /// The files that it left for people.
    let artifacts: [Artifact]
    /// The last line that the worker wrote, as it can be shown; nil where it wrote none.
    let lastLine: String?
  }

  func take(
    _ attempt: Attempt, of packet: Packet, as worker: PrincipalName, sinceLine first: Int
  ) async throws -> Taken {
    let mended = try await worktree.mend()
    try await worktree.removeLeavings(leavings)
    let files = try await worktree.files()
    // First, for a harvest makes the index forget what was only staged.
    let snapshot = try await worktree.takeSnapshot(
      because: "after attempt \(attempt.number)", at: now(), of: files?.snapshot)
    let harvest = try await worktree.harvest(
      as: worker, since: attempt.head, on: Judge(governed).ground(of: packet.branch),
      at: now(), of: files?.snapshot)
    let moved =
      worktree.isOfOurMaking || files == nil
      ? [] : ["the worktree was moved: it is at \(worktree.path)"]
    let notes = moved + mended + (files?.notes ?? []) + harvest.notes + (snapshot?.notes ?? [])
    // Work of an earlier attempt that never got as far as the gates is still to be judged.
    let judged = try governed.repository.treeID(packet.head ?? attempt.base)
    let isNew = try harvest.changed || governed.repository.treeID(harvest.head) != judged
    var sharable = Sharable(under: governed.policy.rules.secrets)
    var said = try transcript(since: first)
    // Nothing is looked for in what draws and draws again: a secret in it would not be found.
    if packet.work.surface == .terminal { said = TerminalTranscriptParser.plain(said) }
    let transcript = sharable.text(said)
    let kept = try await keep(transcript, sharable, of: attempt, of: packet)
    return Taken(
      head: harvest.head, isNew: isNew, transcript: kept.transcript,
      notes: Self.bounded(sharable.lines(notes + kept.notes)), artifacts: kept.artifacts,
      lastLine: Self.lastLine(of: transcript))
  }

  /// What a person is told where that could not be done.
  static func failure(_ error: any Error, in worktree: LaneWorktree) -> String {
    let why = (error as? GitError)?.description ?? (error as? SystemFailure)?.description
    let place = worktree.stands ? "; its files are at \(worktree.path)" : ""
    return SafeText.singleLine(
      "\(LaneRecovery.failureStart): \(why ?? "\(error)")\(place)",
      limit: noteCharacters)
  }

  /// A worker decides how many files it leaves and what they are called, not how large events are.
  private static let noteLimit = 100
  private static let noteCharacters = 500

  /// Where the last line is looked for.
  private static let lookBytes = 16 * 1024
  /// A line of a listing.
  private static let lineCharacters = 200

  private static func lastLine(of transcript: [UInt8]) -> String? {
    for line in transcript.suffix(lookBytes).split(separator: 10).reversed() {
      let text = SafeText.singleLine(
        String(decoding: line, as: UTF8.self), limit: lineCharacters)
      if text.contains(where: { !$0.isWhitespace }) { return text }
    }
    return nil
  }

  private static func bounded(_ notes: [String]) -> [String] {
    let kept = notes.prefix(noteLimit).map { SafeText.singleLine($0, limit: noteCharacters) }
    return notes.count > noteLimit ? kept + ["and \(notes.count - noteLimit) more"] : kept
  }

  /// What the worker wrote from a line on, without what the lane wrote between.
  private func transcript(since first: Int) throws -> [UInt8] {
    var reader = SpoolReader(spool, after: first - 1)
    var log = BoundedLog(limit: Self.transcriptBytes)
    while let entry = try reader.next() {
      switch entry {
      case .line(let line):
        guard line.source == .output || line.source == .error else { continue }
        line.bytes.withUnsafeBytes { log.append($0) }
        if line.ending == .newline { log.append("\n") }
      case .omitted(let lines):
        log.append("… lines \(lines.lowerBound)–\(lines.upperBound) left out …\n")
      }
    }
    return log.bytes
  }
}
