/// The text around binary content: two marker lines and base64 in 70 columns, as OpenSSH wraps it.
struct Armor: Sendable {
  private let begin: [UInt8]
  private let end: [UInt8]

  static let signature = Armor("SSH SIGNATURE")
  static let privateKey = Armor("OPENSSH PRIVATE KEY")

  private static let columns = 70
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private init(_ label: String) {
    begin = Array("-----BEGIN \(label)-----\n".utf8)
    end = Array("-----END \(label)-----\n".utf8)
  }

  func isStart(of text: [UInt8]) -> Bool { text.starts(with: begin.dropLast()) }

  func close(_ content: [UInt8]) -> [UInt8] {
    var result = begin
    var rest = Base64.encode(content)[...]
    while !rest.isEmpty {
      result += rest.prefix(Self.columns)
      result.append(Self.newline)
      rest = rest.dropFirst(Self.columns)
    }
    return result + end
  }

  /// The content, if `text` is exactly what `close` writes for it.
  func open(_ text: [UInt8], limit: Int) throws(SignatureError) -> [UInt8] {
    let content = try content(of: text, limit: limit)
    guard close(content) == text else { throw .notCanonical("the lines are wrapped otherwise") }
    return content
  }

  /// The content, however its lines are wrapped and ended: other programs than OpenSSH write
  /// key files too.
  func content(of text: [UInt8], limit: Int) throws(SignatureError) -> [UInt8] {
    guard text.count <= limit else {
      throw .malformed("it has \(text.count) bytes; the limit is \(limit)")
    }
    var lines = text.split(whereSeparator: { $0 == Self.newline || $0 == Self.carriageReturn })
    guard lines.count >= 2, lines.removeFirst().elementsEqual(begin.dropLast()) else {
      throw .notCanonical("the first line is not its BEGIN line")
    }
    guard lines.removeLast().elementsEqual(end.dropLast()) else {
      throw .notCanonical("the last line is not its END line")
    }
    guard let content = Base64.decode(Array(lines.joined())) else {
      throw .notCanonical("it is not base64")
    }
    return content
  }
}
