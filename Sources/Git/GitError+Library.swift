import CGit2

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GitError {
  /// Throws what libgit2 said last on this thread when `result` is a failure.
  static func check(
    _ result: Int32, _ attempted: String, _ subject: @autoclosure () -> String
  ) throws(GitError) {
    guard result < 0 else { return }
    throw GitError(libgit2: result, attempted, on: subject())
  }

  /// Copies the thread's last error at once: the next call into libgit2 may replace it.
  init(libgit2 result: Int32, _ attempted: String, on subject: String) {
    let last = git_error_last()
    let message = last.map { String(cString: $0.pointee.message) } ?? "libgit2 gave no reason"
    self.init(Code(libgit2: result, message: message), attempted, on: subject, message)
  }
}

extension GitError.Code {
  fileprivate init(libgit2 result: Int32, message: String) {
    switch git_error_code(result) {
    case GIT_ENOTFOUND: self = .notFound
    case GIT_EEXISTS: self = .exists
    case GIT_EMODIFIED: self = .modified
    case GIT_ELOCKED: self = .locked
    case GIT_EAMBIGUOUS: self = .ambiguous
    case GIT_EINVALIDSPEC: self = .invalidName
    case GIT_EMISMATCH: self = .corrupt
    case GIT_EBAREREPO: self = .bare
    case GIT_EUNBORNBRANCH: self = .unborn
    case GIT_ECONFLICT, GIT_EMERGECONFLICT, GIT_EDIRECTORY: self = .conflict
    case GIT_EOWNER: self = .notOwned
    default:
      // libgit2 has no code for it.
      self =
        message.hasPrefix("corrupted loose reference")
        ? .corrupt : Self(systemMessage: message) ?? .other
    }
  }

  /// libgit2 keeps no `errno`, but ends its message with the system's own words for it.
  private init?(systemMessage message: String) {
    func ends(with number: Int32) -> Bool { message.hasSuffix(String(cString: strerror(number))) }
    if ends(with: ENOSPC) || ends(with: EDQUOT) {
      self = .diskFull
    } else if ends(with: EROFS) || ends(with: EACCES) || ends(with: EPERM) {
      self = .readOnly
    } else {
      return nil
    }
  }
}
