import CGit2

extension Repository {
  /// The value of `key` that wins among system, user and repository; nil when it is not set.
  public func config(_ key: String) throws(GitError) -> String? {
    var configuration: OpaquePointer?
    try GitError.check(
      git_repository_config_snapshot(&configuration, handle.pointer), "read configuration", key)
    guard let configuration else { return nil }
    let owned = Handle<ConfigurationKind>(owning: configuration)
    var text: UnsafePointer<CChar>?
    let result = git_config_get_string(&text, owned.pointer, key)
    if result == GIT_ENOTFOUND.rawValue { return nil }
    try GitError.check(result, "read configuration", key)
    return text.map { String(cString: $0) }
  }

  /// Whether history ends where a shallow clone cut it.
  public var isShallow: Bool { git_repository_is_shallow(handle.pointer) == 1 }

  /// Whether objects may be missing on purpose, to be fetched when git asks for them.
  public func isPartialClone() throws(GitError) -> Bool {
    try config("extensions.partialClone") != nil
  }
}
