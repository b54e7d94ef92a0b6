import SystemPackage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole files as bytes, without Foundation.
enum Bytes {
  /// A file's content; nil when there is none.
  static func ofFile(_ path: String, refusingLinks: Bool = false) throws(GitError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | (refusingLinks ? O_NOFOLLOW : 0))
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw GitError(system: errno, "read", on: path)
    }
    defer { close(descriptor) }
    return try of(descriptor, at: path)
  }

  /// The content of the ordinary file at a path that need not be UTF-8; nil where it cannot be
  /// opened.
  static func ofFile(named path: [CChar]) throws(GitError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return try of(
      descriptor, at: String(decoding: path.map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }

  /// The content of an open file; `path` names it in errors.
  static func of(_ descriptor: Int32, at path: String) throws(GitError) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw GitError(system: errno, "read", on: path) }
    var number: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let got = read(descriptor, buffer.baseAddress! + count, buffer.count - count)
        if got < 0 {
          if errno == EINTR { continue }
          number = errno
        }
        guard got > 0 else { break }
        count += got
      }
    }
    guard number == 0 else { throw GitError(system: number, "read", on: path) }
    return bytes
  }

  /// What an open file begins with; nil where it cannot be read.
  static func beginning(of descriptor: Int32, limit: Int) -> [UInt8]? {
    var isRead = true
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      while count < limit {
        let got = read(descriptor, buffer.baseAddress! + count, limit - count)
        if got < 0, errno == EINTR { continue }
        isRead = got >= 0
        guard got > 0 else { break }
        count += got
      }
    }
    return isRead ? bytes : nil
  }

  /// Whether all bytes were written; `errno` says why not.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    (try? FileDescriptor(rawValue: descriptor).writeAll(bytes)) != nil
  }
}

extension GitError {
  /// What the operating system refused.
  init(system number: Int32, _ attempted: String, on subject: String) {
    let code: Code
    switch number {
    case ENOENT, ENOTDIR: code = .notFound
    case ENOSPC, EDQUOT: code = .diskFull
    case EROFS, EACCES, EPERM: code = .readOnly
    case EEXIST: code = .exists
    case ELOOP, EISDIR: code = .conflict
    default: code = .other
    }
    self.init(code, attempted, on: subject, String(cString: strerror(number)))
  }
}
