#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A directory among the temporary files, for one call of a program.
struct ScratchDirectory {
  private let path: String

  init() throws(SigningError) {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/o8-key-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw KeyDirectory.failure("make a directory in", base)
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Removes it with the files in it.
  func remove() {
    guard let directory = opendir(path) else { return }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
        start.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      unlink(path + "/" + name)
    }
    closedir(directory)
    rmdir(path)
  }

  /// The path of a new file that holds `content`, for the owner alone.
  func write(_ content: [UInt8], as name: String) throws(SigningError) -> String {
    let file = path + "/" + name
    try KeyDirectory.write(content, to: file, mode: KeyDirectory.secretMode)
    return file
  }
}
