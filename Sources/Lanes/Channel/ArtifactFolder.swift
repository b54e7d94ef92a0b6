import Model

/// The files that a worker left for people: ordinary ones, in folders, whatever they are called.
struct ArtifactFolder {
  let directory: String

  /// Of one attempt: each stands in its event with path, digest and holder.
  static let countLimit = 200
  static let fileBytes = 8 << 20
  /// All of them are in memory for a moment.
  static let totalBytes = 16 << 20
  /// Folders in folders.
  static let depthLimit = 4
  /// Names in one folder that are looked at.
  private static let entryLimit = 1000
  private static let pathBytes = 240
  /// What was passed over is told of so many; the rest is counted.
  fileprivate static let notesTold = 20

  struct Files {
    /// By path, with names that every git can hold.
    var byPath: [String: [UInt8]] = [:]
    var notes: [String] = []
    fileprivate var bytes = 0
    fileprivate var passedOver = 0
  }

  func files() -> Files {
    var files = Files()
    if let folder = UntrustedFolder(directory) {
      take(folder, under: "", depth: 0, &files)
    } else if Folder.exists(directory) {
      files.passOver(".", "it is no directory any more")
    }
    if files.passedOver > Self.notesTold {
      files.notes.append("\(files.passedOver - Self.notesTold) more artifacts are not kept")
    }
    return files
  }

  private func take(
    _ folder: UntrustedFolder, under prefix: String, depth: Int, _ files: inout Files
  ) {
    let (names, areAll) = folder.names(limit: Self.entryLimit)
    if !areAll { files.passOver(prefix, "it holds more than \(Self.entryLimit) names") }
    for name in names {
      let path = prefix + Self.safe(name)
      guard folder.isDirectory(name) else {
        take(name, in: folder, as: path, &files)
        continue
      }
      guard depth < Self.depthLimit, let inner = UntrustedFolder(name, in: folder) else {
        files.passOver(path, depth < Self.depthLimit ? "it cannot be read" : "it lies too deep")
        continue
      }
      take(inner, under: "\(path)/", depth: depth + 1, &files)
    }
  }

  private func take(
    _ name: UntrustedName, in folder: UntrustedFolder, as path: String, _ files: inout Files
  ) {
    guard path.utf8.count <= Self.pathBytes else {
      return files.passOver(path, "its path is too long")
    }
    guard files.byPath.count < Self.countLimit else {
      return files.passOver(path, "there are more than \(Self.countLimit)")
    }
    guard files.byPath[path] == nil else {
      return files.passOver(path, "another is called so")
    }
    do throws(UntrustedFile.Refusal) {
      let file = try folder.read(name, limit: Self.fileBytes)
      guard files.bytes + file.bytes.count <= Self.totalBytes else {
        return files.passOver(path, "all together have more than \(Self.totalBytes) bytes")
      }
      files.bytes += file.bytes.count
      files.byPath[path] = file.bytes
    } catch { files.passOver(path, error.words) }
  }

  /// A name that shows as it is and that no tree of git's refuses.
  private static func safe(_ name: UntrustedName) -> String {
    let text = SafeText.escaped(name.text, breaks: .escaped)
    let plain = text.lowercased()
    // Git takes other spellings of its own folder for it too, on systems that do.
    return plain.hasPrefix(".git") || plain.hasPrefix("git~") ? "_\(text)" : text
  }
}

extension ArtifactFolder.Files {
  fileprivate mutating func passOver(_ path: String, _ why: String) {
    passedOver += 1
    guard passedOver <= ArtifactFolder.notesTold else { return }
    notes.append("artifact not kept: \(SafeText.singleLine(path, limit: 100)): \(why)")
  }
}
