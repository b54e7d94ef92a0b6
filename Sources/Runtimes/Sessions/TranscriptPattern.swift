#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Where a CLI keeps its transcripts: a path in which `*` stands for anything within a part, and
/// `{session}` for the id of the conversation.
struct TranscriptPattern: Hashable, Sendable {
  /// What stands before the first part that is not plain.
  private var base: String
  private let parts: [Part]
  /// Ids of a fixed length, where something else stands before them in the name.
  private let idLength: Int?

  private struct Part: Hashable, Sendable {
    let before: String
    let after: String
    let kind: Kind

    enum Kind: Hashable, Sendable { case plain, any, session }
  }

  /// A home with more files than this below its transcripts is looked at up to here.
  static let entriesMost = 100_000

  /// - `path`: absolute.
  init?(_ path: String, idLength: Int? = nil) {
    guard path.hasPrefix("/"), path.contains("{session}") else { return nil }
    let parts = path.split(separator: "/").map { Self.part(String($0)) }
    guard parts.filter({ $0.kind == .session }).count == 1 else { return nil }
    let plain = parts.prefix { $0.kind == .plain }
    base = "/" + plain.map(\.before).joined(separator: "/")
    self.parts = Array(parts.dropFirst(plain.count))
    self.idLength = idLength
  }

  /// The same below other directories.
  ///
  /// - Parameter places: by what they are in the place of, without links.
  func moved(by places: [String: String]) -> TranscriptPattern {
    guard !places.isEmpty else { return self }
    let real = UserFile.real(base)
    var moved = self
    for (place, other) in places where real == place || real.hasPrefix("\(place)/") {
      moved.base = other + real.dropFirst(place.count)
    }
    return moved
  }

  /// Whether a file at `path`, which has no links in it, is of a conversation that goes by a name
  /// which `isCalled` takes: it is called by that, or lies in a folder that is.
  func holds(_ path: String, where isCalled: (String) -> Bool) -> Bool {
    let root = "\(UserFile.real(base))/"
    guard path.utf8.starts(with: root.utf8) else { return false }
    let names = String(decoding: path.utf8.dropFirst(root.utf8.count), as: UTF8.self)
      .split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard !names.contains(where: { ["", ".", ".."].contains($0) }) else { return false }
    for (index, part) in parts.enumerated() {
      guard index < names.count, let session = match(names[index], part, nil) else { return false }
      guard part.kind == .session else { continue }
      guard let session, isCalled(session) else { return false }
      let isLast = index == parts.count - 1
      let isFolder = !isLast || part.before.isEmpty && part.after.isEmpty
      return names.count == index + 1 ? isLast : isFolder
    }
    return false
  }

  private static func part(_ text: String) -> Part {
    let session = "{session}"
    for (sign, kind) in [(session, Part.Kind.session), ("*", .any)] {
      guard let range = text.firstRange(of: sign) else { continue }
      return Part(
        before: String(text[..<range.lowerBound]), after: String(text[range.upperBound...]),
        kind: kind)
    }
    return Part(before: text, after: "", kind: .plain)
  }

  /// The transcripts that are there; nothing is opened but directories.
  func files() -> [TranscriptFile] {
    let root = open(base, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard root >= 0 else { return [] }
    var walk = Walk(left: Self.entriesMost)
    look(into: root, path: base, parts[...], session: nil, &walk)
    return walk.found
  }

  private struct Walk {
    var left: Int
    var found: [TranscriptFile] = []
  }

  /// Looks into a directory, which it closes. No link is followed below the base.
  private func look(
    into descriptor: Int32, path: String, _ parts: ArraySlice<Part>, session: String?,
    _ walk: inout Walk
  ) {
    guard let part = parts.first, let directory = fdopendir(descriptor) else {
      close(descriptor)
      return
    }
    defer { closedir(directory) }
    let rest = parts.dropFirst()
    while walk.left > 0, let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      walk.left -= 1
      guard name != ".", name != "..", let session = match(name, part, session) else { continue }
      let place = "\(path)/\(name)"
      if rest.isEmpty {
        if let session, let file = TranscriptFile(name, in: descriptor, path: place, session) {
          walk.found.append(file)
        }
      } else {
        let next = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard next >= 0 else { continue }
        look(into: next, path: place, rest, session: session, &walk)
      }
    }
  }

  /// The session so far, or the one in this name; nil where the name does not match.
  private func match(_ name: String, _ part: Part, _ session: String?) -> String?? {
    guard part.kind != .plain else { return name == part.before ? .some(session) : nil }
    guard name.utf8.count >= part.before.utf8.count + part.after.utf8.count,
      name.hasPrefix(part.before), name.hasSuffix(part.after)
    else { return nil }
    guard part.kind == .session else { return .some(session) }
    let middle = name.dropFirst(part.before.count).dropLast(part.after.count)
    return .some(String(idLength.map { middle.suffix($0) } ?? middle))
  }
}

/// A transcript that was found, not opened yet.
struct TranscriptFile: Hashable, Sendable {
  let path: String
  let session: SessionID
  let bytes: Int
  let changedNanoseconds: Int64

  /// Nil for what is no regular file, or has a name that is no id.
  init?(_ name: String, in directory: Int32, path: String, _ session: String) {
    var status = stat()
    guard let session = SessionID(session),
      fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
      status.st_mode & S_IFMT == S_IFREG, status.st_size > 0
    else { return nil }
    self.path = path
    self.session = session
    bytes = Int(status.st_size)
    changedNanoseconds = UserFile.changed(status)
  }
}
