import Lanes
import Model
import Store

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What tells this clone apart from its user's others, in the names of what they tell each other.
enum CloneMark {
  /// The beginning of a digest over the machine and the place: nothing of either can be read from it,
  /// and nothing has to be kept.
  static func mark(of commonDirectory: String) -> String {
    let machine = Folder.smallFile(at: "/etc/machine-id", limit: idBytes) ?? []
    let digest = Digest(of: machine + host + Array("\n\(commonDirectory)".utf8))
    return String(digest.hex.prefix(characters))
  }

  /// Enough that two of a person's clones never share one.
  private static let characters = 12
  private static let idBytes = 64
  private static let hostBytes = 256

  private static var host: [UInt8] {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: hostBytes) { buffer in
      guard let start = buffer.baseAddress, gethostname(start, hostBytes - 1) == 0 else {
        return []
      }
      return buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    }
  }
}
