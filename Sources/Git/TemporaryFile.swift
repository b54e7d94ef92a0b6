import SystemPackage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files for a moment, in the user's directory for such.
enum TemporaryFile {
  /// A new file, open for reading and writing by this user alone.
  static func make(_ purpose: String) throws(GitError) -> (descriptor: Int32, path: String) {
    let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(directory)/o8-\(purpose)-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw GitError(system: errno, "make a file in", on: directory) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return (descriptor, path)
  }

  /// What a program reads as its standard input.
  ///
  /// A nameless file instead of a pipe: a program that ends before it has read everything would
  /// end us too, by SIGPIPE.
  static func holding(_ input: [UInt8]) throws(GitError) -> FileDescriptor {
    let (descriptor, path) = try make("input")
    unlink(path)
    guard Bytes.write(input, to: descriptor), lseek(descriptor, 0, SEEK_SET) == 0 else {
      let error = GitError(system: errno, "write the input of a program to", on: path)
      close(descriptor)
      throw error
    }
    return FileDescriptor(rawValue: descriptor)
  }
}
