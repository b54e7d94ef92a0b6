/// What tmux says in its control mode, line by line, as far as a lane goes by it.
struct PaneTalk {
  /// What a line means.
  enum Notice: Hashable {
    /// The program wrote this to its terminal.
    case output([UInt8])
    /// The terminal is there.
    case began
    /// The program has ended with this status.
    case over(Int32)
    /// Somebody came or went.
    case visited
    /// Whether there is a person who can type.
    case attended(Bool)
  }

  /// What `list-clients` is asked to tell of each.
  static let visitors = "list-clients -F '\(visitorForm)'"
  static let visitorForm = "o8 #{client_readonly} #{client_control_mode}"
  /// One who is neither ourselves nor only looking.
  static let typingVisitor = "o8 0 0"
  /// How the name of the window begins by which its script tells that the program is over.
  static let overMark = "over "

  /// What tmux itself complains of; more than a few lines say nothing new.
  private(set) var complaints: [String] = []
  private static let complaintLimit = 20
  private static let complaintBytes = 500

  /// The answer to a command, as far as it came: nothing but its last line tells what it is.
  private var answer: [String]?

  mutating func hear(_ line: ArraySlice<UInt8>) -> Notice? {
    if let data = Self.output(in: line) { return .output(Self.decoded(data)) }
    let text = String(decoding: line.prefix(Self.complaintBytes), as: UTF8.self)
    let words = text.split(separator: " ")
    if answer != nil {
      switch words.first {
      case "%end": return end()
      case "%error":
        for said in answer ?? [] { complain(said) }
        answer = nil
      default: if (answer?.count ?? 0) < Self.complaintLimit { answer?.append(text) }
      }
      return nil
    }
    switch words.first {
    case "%begin": answer = []
    case "%session-changed": return .began
    case "%client-session-changed", "%client-detached": return .visited
    case "%window-renamed": return Self.status(in: text).map { .over($0) }
    case "%exit": if words.count > 1 { complain(words.dropFirst().joined(separator: " ")) }
    case let word?: if !word.hasPrefix("%") { complain(text) }
    case nil: break
    }
    return nil
  }

  private mutating func end() -> Notice? {
    defer { answer = nil }
    // Our own client is among those that are listed, so that no list of them is empty.
    let visitors = (answer ?? []).filter { $0.hasPrefix("o8 ") }
    return visitors.isEmpty ? nil : .attended(visitors.contains(Self.typingVisitor))
  }

  private mutating func complain(_ text: String) {
    if complaints.count < Self.complaintLimit, !text.isEmpty { complaints.append(text) }
  }

  /// `%output %0 DATA`.
  private static func output(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard line.starts(with: outputMark) else { return nil }
    let rest = line.dropFirst(outputMark.count)
    return rest.firstIndex(of: UInt8(ascii: " ")).map { rest[($0 + 1)...] }
  }

  static let outputMark = Array("%output ".utf8)

  /// Control characters and backslashes come as three digits behind a backslash.
  static func decoded(_ data: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.count)
    var place = data.startIndex
    while place < data.endIndex {
      let byte = data[place]
      let digits = data[(place + 1)...].prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
      {
        bytes.append(value)
        place += 4
      } else {
        bytes.append(byte)
        place += 1
      }
    }
    return bytes
  }

  private static func status(in text: String) -> Int32? {
    let words = text.split(separator: " ")
    guard words.count == 4, words[2] + " " == overMark else { return nil }
    return Int32(words[3])
  }
}

/// Texts as words of tmux's command language.
enum TmuxWord {
  /// In quotes, with all that means something there as digits.
  static func quoted(_ text: String) -> String {
    var word = "\""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "/"),
        UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ","):
        word.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 8)
        word += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return word + "\""
  }
}
