import Git
import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ProjectListing {
  /// Reads the root of a commit's tree, never a work tree, and looks for programs in `PATH`.
  init(
    of commit: ObjectID, in repository: Repository, environment: [String: String]
  ) throws(GitError) {
    let entries = try repository.tree(try repository.commit(commit).tree)
    var contents: [String: String] = [:]
    for entry in entries where Self.wanted.contains(entry.name) {
      guard entry.mode == .file || entry.mode == .executable,
        let size = try repository.header(of: entry.id)?.size, size <= Self.byteLimit
      else { continue }
      contents[entry.name] = String(
        decoding: try repository.blob(entry.id, limit: Self.byteLimit), as: UTF8.self)
    }
    let folders = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    let programs = Self.wantedPrograms.filter { name in
      folders.contains { access("\($0)/\(name)", X_OK) == 0 }
    }
    self.init(
      entries: Set(entries.map(\.name)), contents: contents, programs: Set(programs))
  }
}
