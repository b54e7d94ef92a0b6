import CGit2
public import Model

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Repository {
  /// Deletes a reference that holds exactly `old`.
  ///
  /// libgit2's own deletion rewrites `packed-refs` from what it read before it took that file's
  /// lock, and so undoes what another process packed or deleted meanwhile. Here the reference's
  /// lock comes first, then the packed line goes under `packed-refs.lock`, then the loose file:
  /// the order of git, in which no observer sees an older value come back.
  func delete(_ name: ReferenceName, from old: ObjectID) throws(GitError) {
    let lock = try Handle<TransactionKind>("lock reference", on: name.text) {
      git_transaction_new(&$0, handle.pointer)
    }
    // Freeing the transaction without a commit is all that unlocks.
    try GitError.check(
      git_transaction_lock_ref(lock.pointer, name.text), "lock reference", name.text)
    guard try target(of: name) == old else {
      throw GitError(.modified, "delete reference", on: name.text, "it is not \(old) any more")
    }
    try PackedReferences(location.commonDirectory).remove(name)
    let path = location.commonDirectory + "/" + name.text
    guard unlink(path) == 0 || errno == ENOENT else {
      throw GitError(system: errno, "delete reference", on: name.text)
    }
  }

  /// Removes the log of a reference that is gone, with the directories that are empty then.
  public func removeLog(of name: ReferenceName) {
    let logs = location.commonDirectory + "/logs/"
    guard unlink(logs + name.text) == 0 else { return }
    var words = name.text.split(separator: "/").dropLast()
    while words.count > 2, rmdir(logs + words.joined(separator: "/")) == 0 { words.removeLast() }
  }
}
