import Model
import Runtimes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads the file that a CLI keeps of a conversation, a piece at a time.
struct SessionTranscript {
  let path: String

  /// What is held of a file at once.
  private static let pieceBytes = 64 << 10

  /// Tells the lines, and the pieces of those that are longer than a piece, in their order.
  func lines(_ tell: (TranscriptLine) throws -> Void) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else {
      throw Problem(.environment, "cannot open \(SafeText.escaped(path))")
    }
    defer { close(descriptor) }
    var seq = 1
    var rest: [UInt8] = []
    func say(_ bytes: [UInt8], _ ending: TranscriptLine.Ending) throws {
      try tell(
        TranscriptLine(
          seq: seq, milliseconds: nil, stream: .standard, bytes: bytes, ending: ending))
    }
    while true {
      let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
        count = max(0, read(descriptor, buffer.baseAddress, Self.pieceBytes))
      }
      guard !piece.isEmpty else { break }
      var start = piece.startIndex
      while let end = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
        try say(rest + piece[start..<end], .newline)
        (rest, start, seq) = ([], end + 1, seq + 1)
      }
      rest += piece[start...]
      if rest.count >= Self.pieceBytes {
        try say(rest, .open)
        rest = []
      }
    }
    // Half a line is what a program was about to write.
    if !rest.isEmpty { try say(rest, .newline) }
  }
}

extension Workspace {
  /// Tells what happened in a conversation that is kept on this machine, behind the line `seq`.
  public func readSession(
    _ name: SessionName, after seq: Int, tell: (SessionEvent) -> Void
  ) async throws {
    var telling = EventTelling()
    try await events(of: name) { event in
      if let told = telling.event(event), told.seq > seq { tell(told) }
    }
  }

  func events(of name: SessionName, _ tell: (TranscriptEvent) -> Void) async throws {
    let registry = try runtimes
    let runtime = try registry.runtime(named: name.runtime)
    var parser = try runtime.readTranscript(.session(name.session))
    let finding = await registry.discover(.session(name.session), of: name.runtime).first
    guard case .found(let found)? = finding?.answer, let session = found.sessions.first else {
      if case .found(let found)? = finding?.answer, let trouble = found.trouble {
        throw Problem(
          .environment, "\(name.runtime)'s conversations cannot be read: \(trouble.words)",
          hint: "it can show one itself: \(trouble.command)")
      }
      throw Problem(
        .noSuchThing, "\(name.runtime) keeps no conversation \(name.session) on this machine",
        hint: "git o8 sessions --runtime \(name.runtime) lists those that it keeps")
    }
    func read(_ line: TranscriptLine) { for event in parser.events(in: line) { tell(event) } }
    switch session.records {
    case .file: try SessionTranscript(path: session.path).lines(read)
    case .shown(let command): throw RuntimeRefusal(name.runtime, .unreadable(command))
    case .database(let records):
      do { try records.lines(read) } catch let trouble as DatabaseTrouble {
        throw Problem(
          .environment, "conversation \(name.text) cannot be read: \(trouble.words)",
          hint: "it can show it itself: \(trouble.command)")
      }
    }
  }
}
