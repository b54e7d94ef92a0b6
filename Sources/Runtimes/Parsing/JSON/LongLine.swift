/// A record that comes in pieces, kept in bounded memory however long it is: its long strings lose
/// their ends, its structure stays.
struct LongLine: Sendable {
  /// Bytes that are kept of a line.
  static let byteLimit = 4 << 20
  /// Bytes of a string that are kept once half of that is used up.
  private static let scarceStringBytes = 256

  private(set) var bytes: [UInt8] = []
  /// Whether the object is complete, so that nothing has to be waited for.
  private(set) var isClosed = false
  private var depth = 0
  private var place = Place.structure

  private enum Place {
    case structure
    /// In a string of which so many bytes are kept, with how many are to be.
    case string(kept: Int, limit: Int)
    /// In one that is kept no further.
    case tail
    /// Behind a backslash in a string, where it is kept.
    case escape(kept: Int, limit: Int)
    case tailEscape
  }

  /// Whether its structure alone is longer than anything that is read.
  var isTooLong: Bool { bytes.count >= Self.byteLimit }

  /// Takes the next piece and returns what stands behind the object's end.
  mutating func take(_ piece: [UInt8]) -> ArraySlice<UInt8> {
    piece.withUnsafeBufferPointer { piece in
      var position = 0
      while position < piece.count, !isClosed, !isTooLong {
        switch place {
        case .structure: takeStructure(piece, &position)
        case .string(let kept, let limit): takeString(piece, &position, kept, limit)
        case .tail: skipString(piece, &position)
        case .escape(let kept, let limit):
          bytes.append(piece[position])
          place = .string(kept: kept + 2, limit: limit)
          position += 1
        case .tailEscape:
          place = .tail
          position += 1
        }
      }
      return Array(piece[position...])[...]
    }
  }

  private mutating func takeStructure(_ piece: UnsafeBufferPointer<UInt8>, _ position: inout Int) {
    let byte = piece[position]
    position += 1
    bytes.append(byte)
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      isClosed = depth <= 0
    case UInt8(ascii: "\""):
      let isScarce = bytes.count > Self.byteLimit / 2
      place = .string(
        kept: 0, limit: isScarce ? Self.scarceStringBytes : TranscriptText.bytes)
    default: break
    }
  }

  private mutating func takeString(
    _ piece: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ kept: Int, _ limit: Int
  ) {
    let end = ByteSearch.quoteOrBackslash(in: piece, from: position)
    let room = limit - kept
    guard end - position <= room else {
      var cut = position + room
      while cut > position, piece[cut] & 0xc0 == 0x80 { cut -= 1 }
      return cutString(keeping: piece[position..<cut], &position, at: cut)
    }
    bytes += piece[position..<end]
    place = .string(kept: kept + end - position, limit: limit)
    guard end < piece.count else { return position = end }
    if piece[end] == UInt8(ascii: "\"") {
      bytes.append(piece[end])
      place = .structure
    } else {
      // Room for the longest escape, so that none is cut in two.
      guard kept + end - position + 6 <= limit else {
        return cutString(keeping: piece[end..<end], &position, at: end)
      }
      bytes.append(piece[end])
      place = .escape(kept: kept + end - position, limit: limit)
    }
    position = end + 1
  }

  private mutating func cutString(
    keeping rest: Slice<UnsafeBufferPointer<UInt8>>, _ position: inout Int, at cut: Int
  ) {
    bytes += rest
    bytes += TranscriptText.ellipsis.utf8
    place = .tail
    position = cut
  }

  private mutating func skipString(_ piece: UnsafeBufferPointer<UInt8>, _ position: inout Int) {
    position = ByteSearch.quoteOrBackslash(in: piece, from: position)
    guard position < piece.count else { return }
    if piece[position] == UInt8(ascii: "\"") {
      bytes.append(piece[position])
      place = .structure
    } else {
      place = .tailEscape
    }
    position += 1
  }
}
