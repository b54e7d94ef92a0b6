internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What the beginning of a transcript tells of the conversation, and its end of when it was.
struct TranscriptHead: Hashable, Sendable {
  /// The id that it says to be called by, where it says one.
  var session: SessionID?
  var directory: String?
  /// What the user asked first.
  var title: String?
  var lastActive: Instant?
  /// When its first record says that it was begun.
  var began: Instant?
  /// Whether it belongs to another conversation, as those of helpers do.
  var isPart = false

  /// Of the beginning and of the end of a file that much is read; the rest may be gigabytes.
  static let bytes = 64 << 10
  private static let titleCharacters = 200
  /// The first question is among so many messages, or parts of one; before it a CLI says what it is.
  private static let firstMessages = 4

  /// Nil where the file cannot be read.
  init?(of file: TranscriptFile) {
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let head = UserFile.read(descriptor, from: 0, count: min(Self.bytes, file.bytes))
    // A file that is one object: all of it is there, or nothing can be told.
    if file.path.hasSuffix(".json") {
      readWhole(head)
    } else {
      read(head)
    }
    lastActive = Instant(seconds: file.changedNanoseconds / 1_000_000_000)
    let start = max(0, file.bytes - Self.bytes)
    let tail = start == 0 ? head : UserFile.read(descriptor, from: start, count: Self.bytes)
    // A copy has another time of change than what was said.
    lastActive = Self.time(endOf: tail) ?? lastActive
  }

  /// Stops as soon as all is told.
  private mutating func read(_ head: [UInt8]) {
    // Line by line: mostly the first few tell all.
    var rest = head[...]
    var isFirst = true
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let line = rest[..<end]
      rest = rest[end...].dropFirst()
      guard let record = JSONRecord(line) else { continue }
      if isFirst {
        began = Self.beginning(in: record)
        session = record["payload"]?["id"]?.string.flatMap { SessionID($0) }
      }
      isFirst = false
      let content = record["payload"] ?? record
      if record["isSidechain"]?.bool == true || content["source"]?["subagent"] != nil {
        isPart = true
        return
      }
      session = session ?? record["sessionId"]?.string.flatMap { SessionID($0) }
      directory = directory ?? content["cwd"]?.string
      title = title ?? Self.question(in: record, content)
      if directory != nil, title != nil { return }
    }
  }

  private mutating func readWhole(_ head: [UInt8]) {
    guard let record = JSONRecord(head[...]) else { return }
    isPart = record["parentID"]?.string != nil
    session = record["sessionId"]?.string.flatMap { SessionID($0) }
    directory = record["directory"]?.string
    began = Self.beginning(in: record)
    let first = (record["messages"]?.elements ?? []).prefix(Self.firstMessages).lazy
      .compactMap { Self.question(in: $0, $0) }
    title =
      record["title"]?.string.map { SafeText.singleLine($0, limit: Self.titleCharacters) }
      ?? first.first
  }

  private static func beginning(in record: JSONRecord) -> Instant? {
    moment(record["startTime"] ?? record["timestamp"])
  }

  /// What the user says in a record; nil where it is none, or holds what a CLI put there itself.
  private static func question(in record: JSONRecord, _ content: JSONRecord) -> String? {
    let kind = content["type"]?.string
    guard kind == "user" || kind == "user_message" || content["role"]?.string == "user" else {
      return nil
    }
    let holder = content["message"] ?? content
    let text =
      holder["content"]?.string ?? content["message"]?.string
      ?? (holder["content"]?.elements ?? []).prefix(firstMessages).lazy
      .compactMap { $0["text"]?.string }.first
    guard let text, !text.hasPrefix("<"), !text.hasPrefix("# AGENTS.md") else { return nil }
    // A prompt of many lines is told by its first.
    let first = text.drop(while: \.isNewline).prefix { !$0.isNewline }.prefix(2 * titleCharacters)
    let line = SafeText.singleLine(String(first), limit: titleCharacters)
    return line.isEmpty ? nil : line
  }

  /// A time in words, or in milliseconds since 1970.
  private static func moment(_ time: JSONRecord?) -> Instant? {
    if let number = time?.int { return Instant(seconds: Int64(number / 1000)) }
    return time?.string.flatMap { Instant($0.prefix(19) + "Z") }
  }

  /// Lines that are looked at for a time, from the last one back.
  private static let tailLines = 5

  private static func time(endOf tail: [UInt8]) -> Instant? {
    var rest = tail[...]
    for _ in 0..<tailLines where !rest.isEmpty {
      if rest.last == UInt8(ascii: "\n") { rest.removeLast() }
      let start = rest.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.startIndex
      let line = rest[start...]
      rest = rest[..<start]
      if let instant = moment(JSONRecord(line)?["timestamp"]) { return instant }
    }
    return nil
  }
}
