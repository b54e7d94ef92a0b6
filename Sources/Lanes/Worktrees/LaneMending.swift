import Git
import Model
import Store

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension LaneWorktree {
  /// Makes a worktree that still stands one that git can read: directories that a worker closed,
  /// its `.git` file, git's own directory about it, a HEAD that is none, and the locks that a
  /// killed git left. Returns what a person should know.
  ///
  /// Meant for moments when no worker runs. What a worker put in place of something is moved
  /// aside, and nothing is done where the worktree itself was replaced by a link.
  func mend() async throws -> [String] {
    guard stands || Folder.isDirectory(path) && !Folder.isOpen(path) else { return [] }
    var notes: [String] = []
    for place in [path, "\(path)/.git"] where Folder.reopen(place) {
      notes.append("the worker had closed \(place); it can be read again")
    }
    guard stands else { return notes }
    guard let own = ownGitDirectory() else { return notes + [try await revive()] }
    for name in ["index", "HEAD", "logs", "refs"] where Folder.reopen("\(own)/\(name)") {
      notes.append("the worker had closed \(own)/\(name); it can be read again")
    }
    notes += try mendOwn(own)
    if try location() == nil { notes.append(try mendGitFile(own)) }
    let locks = ["index.lock", "HEAD.lock"].map { "\(own)/\($0)" }.filter(Folder.exists)
    if !locks.isEmpty {
      let removed = try await StaleLocks.remove(locks, unlessBusyIn: [path])
      notes += removed.map { "removed a lock that a killed git left: \($0)" }
    }
    return notes
  }

  private func mendGitFile(_ own: String) throws -> String {
    let file = "\(path)/.git"
    var text = "the worker deleted the worktree's .git file; it was written again"
    if Folder.exists(file) {
      let aside = try Folder.setAside(file, to: "\(path).git")
      text = "the worker replaced the worktree's .git file; its own is at \(aside)"
    }
    try Folder.write(Array("gitdir: \(own)\n".utf8), to: file)
    return text
  }

  /// The few small files by which git knows the worktree.
  private func mendOwn(_ own: String) throws -> [String] {
    var notes: [String] = []
    if try !hasHead(own) {
      let aside = Folder.exists("\(own)/HEAD") ? try Folder.setAside("\(own)/HEAD") : nil
      try Folder.write(Array("ref: \(branch)\n".utf8), to: "\(own)/HEAD")
      notes.append(
        "the worktree's HEAD was none; it is on \(branch.short) again"
          + (aside.map { ", and the old one is at \($0)" } ?? ""))
    }
    if Folder.text("\(own)/commondir") != "../.." {
      if Folder.exists("\(own)/commondir") { _ = try Folder.setAside("\(own)/commondir") }
      try Folder.write(Array("../..\n".utf8), to: "\(own)/commondir")
      notes.append("the worktree had lost its repository; it was found again")
    }
    if !Folder.exists("\(own)/locked") {
      try Folder.write(Array(Self.lockReason(of: packet).utf8), to: "\(own)/locked")
    }
    return notes
  }

  private func hasHead(_ own: String) throws(GitError) -> Bool {
    guard Folder.size(ofFile: "\(own)/HEAD") != nil else { return false }
    switch Self.head(own) {
    case .branch: return true
    case .commit(let id): return try Repository(repository).kind(of: id) == .commit
    case nil: return false
    }
  }

  enum HeadText {
    case branch(ReferenceName), commit(ObjectID)
  }

  static func head(_ own: String) -> HeadText? {
    guard let text = Folder.text("\(own)/HEAD") else { return nil }
    if text.hasPrefix("ref: ") {
      return ReferenceName(String(text.dropFirst(5).drop { $0 == " " })).map { .branch($0) }
    }
    return ObjectID(text).map { .commit($0) }
  }

  /// Has git know a worktree again that it was made to forget, with its files as they are: git
  /// makes one of no files beside it, which then is tied to this place.
  private func revive() async throws -> String {
    let repository = try Repository(repository)
    let last = try repository.target(of: Layout.lane(packet)).map { id throws(GitError) in
      try repository.commit(id).parents.first ?? id
    }
    guard let head = try repository.target(of: branch) ?? last ?? repository.head().commit else {
      throw GitError(.unborn, "find the worktree", on: path, "there is no commit to put it on")
    }
    let place = "\(path).revived"
    if Folder.exists(place) { _ = try Folder.setAside(place) }
    try await self.repository.addWorktree(
      at: place, .detached(head), files: .none, lockedBecause: Self.lockReason(of: packet))
    if Folder.exists("\(path)/.git") {
      _ = try Folder.setAside("\(path)/.git", to: "\(path).git")
    }
    guard rename("\(place)/.git", "\(path)/.git") == 0 else {
      throw SystemFailure("move", "\(place)/.git", lastErrno: errno)
    }
    rmdir(place)
    try await self.repository.repairWorktree(at: path)
    guard let location = try location() else {
      throw GitError(
        .notARepository, "have git know the worktree", on: path, "`git worktree repair` did not")
    }
    if try repository.target(of: branch) != nil {
      _ = try await location.git(["symbolic-ref", "HEAD", branch.text])
    }
    _ = try await location.git(["read-tree", "HEAD"])
    return "git had been made to forget the worktree \(path); it knows it again"
  }

  /// The files as they are; an index that git cannot read is made anew from HEAD first.
  func files() async throws -> (snapshot: WorkTreeSnapshot, notes: [String])? {
    guard let location = try location() else { return nil }
    let index = "\(location.gitDirectory)/index"
    guard Folder.exists(index) else {
      try await rebuildIndex(location)
      return (try await location.snapshot(), ["the worktree's index was gone; it is HEAD's again"])
    }
    do throws(GitError) {
      return (try await location.snapshot(), [])
    } catch {
      guard case .programFailed = error.code else { throw error }
      return try await filesByAnotherIndex(location, insteadOf: index, after: error)
    }
  }

  /// A broken index shows only by what git cannot do with it.
  private func filesByAnotherIndex(
    _ location: RepositoryLocation, insteadOf index: String, after error: GitError
  ) async throws -> (snapshot: WorkTreeSnapshot, notes: [String]) {
    let aside = try Folder.setAside(index)
    do throws(GitError) {
      try await rebuildIndex(location)
      return (
        try await location.snapshot(),
        ["the worktree's index was none; it is HEAD's again, and the old one is at \(aside)"]
      )
    } catch {
      // It was something else.
      Folder.removeFile(index)
      rename(aside, index)
    }
    throw error
  }

  private func rebuildIndex(_ location: RepositoryLocation) async throws(GitError) {
    let isUnborn = try Repository(location).head().commit == nil
    _ = try await location.git(["read-tree", isUnborn ? "--empty" : "HEAD"])
  }

  /// `<common>/worktrees/<name>` whose `gitdir` file names this worktree; nil where git has none.
  ///
  /// Names are compared as they were when git wrote them: a directory above that became a link
  /// since leads elsewhere.
  func ownGitDirectory() -> String? {
    let worktrees = "\(repository.commonDirectory)/worktrees"
    let wanted = Folder.canonical(path)
    for name in Folder.names(in: worktrees) where !name.hasPrefix(".") {
      let own = "\(worktrees)/\(name)"
      Folder.reopen(own)
      guard Folder.isDirectory(own), let text = Folder.text("\(own)/gitdir"),
        text.hasSuffix("/.git")
      else { continue }
      let place = String(text.dropLast("/.git".count))
      // Since git 2.48 it may be relative to the directory that the file stands in.
      let full = place.hasPrefix("/") ? place : Folder.plain("\(own)/\(place)")
      if full == wanted { return own }
    }
    return nil
  }
}
