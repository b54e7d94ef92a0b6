import Model

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a reference's own file says.
enum LooseReference: Hashable {
  case value(ObjectID)
  /// It is another name of that one.
  case symbolic(String)

  /// `ref: ` and the longest name, or 40 digits, with room for white space.
  private static let byteLimit = 2048

  /// Nil where there is no such file, or a directory of that name.
  ///
  /// Throws `corrupt` where the file holds neither an id nor a name.
  init?(at path: String) throws(GitError) {
    var own = stat()
    let isLink = lstat(path, &own) == 0 && own.st_mode & S_IFMT == S_IFLNK
    if isLink, let other = Self.name(linkedAt: path) {
      self = .symbolic(other)
      return
    }
    // Whatever stands there is not waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let number = errno
      guard !isLink else { throw Self.damage(path, "it is a link that leads nowhere") }
      guard number == ENOENT || number == ENOTDIR || number == ENAMETOOLONG else {
        throw GitError(system: number, "read reference", on: path)
      }
      return nil
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw GitError(system: errno, "read reference", on: path)
    }
    if status.st_mode & S_IFMT == S_IFDIR { return nil }
    guard status.st_mode & S_IFMT == S_IFREG,
      let bytes = Bytes.beginning(of: descriptor, limit: Self.byteLimit),
      let found = Self(bytes)
    else {
      throw Self.damage(path, "it holds neither an id nor a name")
    }
    self = found
  }

  private static func damage(_ path: String, _ detail: String) -> GitError {
    GitError(
      .corrupt, "read reference", on: path, detail + "; `git fsck` names what is broken")
  }

  /// The reference that a link says it is another name of, as git once wrote such and still reads
  /// them: by its text, wherever that would lead. Nil where it names none.
  private static func name(linkedAt path: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: ReferenceName.byteLimit + 1)
    let length = bytes.withUnsafeMutableBytes { buffer in
      buffer.baseAddress.map { base in
        readlink(path, base.assumingMemoryBound(to: CChar.self), buffer.count)
      } ?? -1
    }
    guard length > 0, length < bytes.count else { return nil }
    let text = String(decoding: bytes[..<length], as: UTF8.self)
    return ReferenceName(text)?.text
  }

  private init?(_ bytes: [UInt8]) {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0d).contains(byte) }
    if bytes.starts(with: "ref:".utf8) {
      let name = bytes.dropFirst(4).drop(while: isSpace)
      let end = name.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? name.startIndex
      self = .symbolic(String(decoding: name[..<end], as: UTF8.self))
      return
    }
    guard bytes.count >= ObjectID.hexCount,
      bytes.count == ObjectID.hexCount || isSpace(bytes[ObjectID.hexCount]),
      let id = ObjectID(hex: bytes.prefix(ObjectID.hexCount))
    else { return nil }
    self = .value(id)
  }

  /// The names of the references that have files of their own and begin with `prefix`.
  ///
  /// A link to a directory below is not followed, since links can lead in circles.
  static func names(under prefix: String, in directory: String) -> [ReferenceName] {
    let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
    var found: [ReferenceName] = []
    var folders = [folder]
    while let folder = folders.popLast() {
      guard let stream = opendir("\(directory)/\(folder)") else { continue }
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        let isHidden = entry.pointee.d_name.0 == CChar(UInt8(ascii: "."))
        guard !isHidden, let last = Self.name(of: entry) else { continue }
        let text = folder + last
        guard text.hasPrefix(prefix) || prefix.hasPrefix(text + "/") else { continue }
        guard text.utf8.count <= ReferenceName.byteLimit else { continue }
        if Self.isDirectory(entry, at: "\(directory)/\(text)") {
          folders.append(text + "/")
        } else if text.hasPrefix(prefix), let name = ReferenceName(text) {
          found.append(name)
        }
      }
    }
    return found
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
    withUnsafePointer(to: &entry.pointee.d_name) { tuple in
      tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
        String(validatingCString: $0)
      }
    }
  }

  private static func isDirectory(_ entry: UnsafeMutablePointer<dirent>, at path: String) -> Bool {
    guard Int32(entry.pointee.d_type) == Int32(DT_UNKNOWN) else {
      return Int32(entry.pointee.d_type) == Int32(DT_DIR)
    }
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
