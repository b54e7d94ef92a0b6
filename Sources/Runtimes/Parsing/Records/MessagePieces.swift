/// Puts together what an agent says where its CLI writes it piece by piece: paragraphs are shown,
/// not syllables. What comes after the last piece's paragraph is shown with the next record.
struct MessagePieces: Sendable {
  /// Bytes that are held back at most.
  private static let byteLimit = 4096

  private var pending = ""

  mutating func take(_ piece: String?, _ sink: inout EventSink) {
    pending += piece ?? ""
    if pending.last?.isNewline == true || pending.utf8.count > Self.byteLimit { flush(&sink) }
  }

  mutating func flush(_ sink: inout EventSink) {
    sink.message(.agent, pending)
    pending = ""
  }
}
