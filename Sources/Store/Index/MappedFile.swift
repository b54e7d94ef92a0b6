internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file's bytes in memory, of which only those that are looked at are read.
///
/// Whoever changes such a file puts another in its place, so what is mapped stays as it is.
final class MappedFile {
  private let bytes: UnsafeRawBufferPointer

  var count: Int { bytes.count }

  /// Calls `body` with the bytes, which are mapped until it returns: a pointer that outlived the
  /// last use of its file would point nowhere.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withExtendedLifetime(self) { body(bytes) }
  }

  /// Nil where there is no readable file, or an empty one.
  init?(_ path: String) {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0
    else { return nil }
    let count = Int(status.st_size)
    guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else {
      return nil
    }
    bytes = UnsafeRawBufferPointer(start: start, count: count)
  }

  /// Bytes that are nowhere else; nil where there are none, or no room for them.
  init?(_ content: [UInt8]) {
    let protection = PROT_READ | PROT_WRITE
    guard !content.isEmpty,
      let start = mmap(nil, content.count, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      start != MAP_FAILED
    else { return nil }
    UnsafeMutableRawBufferPointer(start: start, count: content.count).copyBytes(from: content)
    bytes = UnsafeRawBufferPointer(start: start, count: content.count)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}

extension MappedFile {
  /// Puts a file with these bytes at `path` in one step; whether that worked.
  static func replace(_ path: String, with bytes: [UInt8]) -> Bool {
    var template = Array("\(path).XXXXXX".utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { return false }
    let isWritten = (try? FileDescriptor(rawValue: file).writeAll(bytes)) != nil
    close(file)
    guard isWritten, rename(template, path) == 0 else {
      unlink(template)
      return false
    }
    return true
  }
}
