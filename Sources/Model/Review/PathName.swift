/// What is odd about a path's spelling.
enum PathName {
  struct Oddity: Hashable, Sendable {
    let text: String
    /// Whether it can hurt, rather than only surprise.
    let isDangerous: Bool
  }

  /// No common file system takes a longer name.
  static let componentByteLimit = 255

  static func oddities(of path: String) -> [Oddity] {
    var found: [Oddity] = []
    let components = path.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
    for (index, name) in components.enumerated() {
      switch name {
      case "": found.append(Oddity(text: "an empty name in the path", isDangerous: true))
      case ".", "..":
        found.append(Oddity(text: "`\(name)` in the path", isDangerous: true))
      default: found += oddities(ofComponent: name, isLast: index == components.count - 1)
      }
    }
    if SafeText.isSuspicious(path) || path.utf8.contains(where: { $0 < 0x20 }) {
      found.append(
        Oddity(text: "control, direction or invisible characters in the path", isDangerous: true))
    }
    if path.unicodeScalars.contains("\u{fffd}") {
      found.append(Oddity(text: "a path that is not UTF-8", isDangerous: false))
    }
    return found
  }

  private static func oddities(ofComponent name: String, isLast: Bool) -> [Oddity] {
    if isGitDirectory(name) {
      return [Oddity(text: "a name that stands for git's own directory", isDangerous: true)]
    }
    if isLast, standsForGitFile(name) {
      return [Oddity(text: "a second spelling of one of git's own files", isDangerous: true)]
    }
    if name.utf8.contains(UInt8(ascii: "\\")) || name.utf8.contains(UInt8(ascii: ":")) {
      return [Oddity(text: "a name that Windows reads as a path or stream", isDangerous: false)]
    }
    if name.utf8.count > componentByteLimit {
      return [Oddity(text: "a name of more than 255 bytes", isDangerous: false)]
    }
    if name.hasSuffix(".") || name.hasSuffix(" ") || isDevice(name) {
      return [Oddity(text: "a name that Windows cannot hold", isDangerous: false)]
    }
    return []
  }

  /// Whether some file system takes `name` for `.git`: NTFS drops dots and spaces at the end, knows
  /// streams and short names; HFS+ ignores characters without width; both ignore case.
  static func isGitDirectory(_ name: String) -> Bool {
    let plain = plain(name)
    return plain == ".git" || plain == "git~1"
  }

  /// Whether `name` is another spelling of `.gitmodules` or `.gitattributes`, short names included.
  private static func standsForGitFile(_ name: String) -> Bool {
    let plain = plain(name)
    for (real, short) in [(".gitmodules", "gitmod~"), (".gitattributes", "gitatt~")] {
      if plain == real { return !name.utf8.elementsEqual(real.utf8) }
      if plain.hasPrefix(short), plain.utf8.count == short.utf8.count + 1 { return true }
    }
    return false
  }

  private static func plain(_ name: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      if scalar == ":" || scalar == "\\" { break }
      switch scalar.value {
      case 0x200b...0x200f, 0x202a...0x202e, 0x2060...0x206f, 0xfeff: continue
      default: kept.append(scalar)
      }
    }
    while let last = kept.last, last == "." || last == " " { kept.removeLast() }
    return CaseFolding.fold(String(kept))
  }

  private static func isDevice(_ name: String) -> Bool {
    let stem = CaseFolding.fold(String(name.prefix { $0 != "." }))
    if ["con", "prn", "aux", "nul"].contains(stem) { return true }
    return stem.utf8.count == 4 && (stem.hasPrefix("com") || stem.hasPrefix("lpt"))
      && ("1"..."9").contains(stem.suffix(1))
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
