#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Named pipes, sockets, devices and closed directories in a work tree, which git passes over
/// in silence.
enum SpecialFiles {
  /// Their paths below `root`, looking into no repository's own directory and nothing skipped.
  ///
  /// Also the directories below it that hold a whole repository of their own.
  static func below(
    _ root: String, skipping skipped: Set<String>
  ) -> (found: [String: WorkTreeSnapshot.Reason], repositories: [String]) {
    var found: [String: WorkTreeSnapshot.Reason] = [:]
    var repositories: [String] = []
    var pending = [""]
    while let directory = pending.popLast() {
      guard let stream = opendir(directory.isEmpty ? root : root + "/" + directory) else {
        found[directory] = .unreadable
        continue
      }
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        let name = name(of: entry)
        if name == "." || name == ".." { continue }
        if name == ".git" {
          // A submodule's is a file, and so is a worktree's.
          if !directory.isEmpty, entry.pointee.d_type == UInt8(DT_DIR) {
            repositories.append(directory)
          }
          continue
        }
        let path = directory.isEmpty ? name : directory + "/" + name
        if skipped.contains(path) { continue }
        switch Int(entry.pointee.d_type) {
        case Int(DT_DIR): pending.append(path)
        case Int(DT_FIFO), Int(DT_SOCK), Int(DT_CHR), Int(DT_BLK): found[path] = .special
        default: continue
        }
      }
    }
    return (found, repositories)
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
    }
  }
}
