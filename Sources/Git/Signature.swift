/// Who and when, as a commit claims. What cannot be read is empty, and a date counts as 0.
public struct Signature: Sendable, Hashable {
  public let name: String
  public let email: String
  /// Seconds since 1970 in UTC.
  public let seconds: Int64
  /// As git writes it, such as `+0200`.
  public let zone: String

  public init(name: String, email: String, seconds: Int64, zone: String = "+0000") {
    self.name = name
    self.email = email
    self.seconds = seconds
    self.zone = zone
  }

  /// The line that a commit's header holds: `NAME <EMAIL> SECONDS ZONE`.
  public var line: String { "\(name) <\(email)> \(seconds) \(zone)" }

  init(_ line: ArraySlice<UInt8>) {
    guard let open = line.firstIndex(of: UInt8(ascii: "<")),
      let close = line[open...].firstIndex(of: UInt8(ascii: ">"))
    else {
      self.init(name: String(decoding: line, as: UTF8.self), email: "", seconds: 0, zone: "")
      return
    }
    let space = UInt8(ascii: " ")
    let date = line[(close + 1)...].split(separator: space)
    let name = line[..<open]
    self.init(
      name: String(decoding: name.last == space ? name.dropLast() : name, as: UTF8.self),
      email: String(decoding: line[(open + 1)..<close], as: UTF8.self),
      seconds: date.first.flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0,
      zone: date.count > 1 ? String(decoding: date[date.startIndex + 1], as: UTF8.self) : "")
  }
}
