#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Files of the user's and of the programs that they use.
enum UserFile {
  /// A regular file's bytes, at most `limit` of them; nil where there is none to be read.
  static func read(_ path: String, limit: Int) -> [UInt8]? {
    // A pipe in its place must not hang whoever looks.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return read(descriptor, from: 0, count: min(limit, Int(status.st_size)))
  }

  /// What stands at an offset, up to the file's end.
  static func read(_ descriptor: Int32, from offset: Int, count: Int) -> [UInt8] {
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = 0
      while filled < count {
        let part = pread(
          descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
        if part < 0 && errno == EINTR { continue }
        guard part > 0 else { break }
        filled += part
      }
    }
  }

  /// The path without links, as far as it is there.
  static func real(_ path: String) -> String {
    if let found = realpath(path, nil) {
      defer { free(found) }
      return String(cString: found)
    }
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return path }
    return real(String(path[..<slash])) + path[slash...]
  }

  /// When it was changed last, since 1970.
  static func changed(_ status: stat) -> Int64 {
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Puts a file in another's place, complete or not at all. Nobody is told of a failure: what is
  /// kept so may be lost.
  static func replace(_ path: String, with bytes: [UInt8]) {
    var name = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { return }
    let isWritten = bytes.withUnsafeBytes {
      write(descriptor, $0.baseAddress, $0.count) == $0.count
    }
    close(descriptor)
    if !isWritten || rename(&name, path) != 0 { unlink(&name) }
  }

  /// Makes a directory, and the one that it is in.
  static func makeFolder(_ path: String) {
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    mkdir(parent.joined(separator: "/"), 0o700)
    mkdir(path, 0o700)
  }

  /// Whether an ordinary file stands there, and no link.
  static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

/// What may be called an environment variable.
enum VariableName {
  /// Whether it says what git, the loader or an agent of keys does, and is no provider's key.
  static func opensDoors(_ name: String) -> Bool {
    ["SSH_", "GIT_", "LD_", "GPG_", "DYLD_", "DBUS_"].contains { name.hasPrefix($0) }
  }

  static func isValid(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}

extension StringProtocol {
  /// Without white space around it.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
