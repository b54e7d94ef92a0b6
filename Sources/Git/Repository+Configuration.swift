import CGit2

extension Repository {
  /// The value of `key` that wins among system, user and repository; nil when it is not set.
  public func config(_ key: String) throws(GitError) -> String? {
    let configuration = try configuration(for: key)
    var text: UnsafePointer<CChar>?
    let result = git_config_get_string(&text, configuration.pointer, key)
    if result == GIT_ENOTFOUND.rawValue { return nil }
    try GitError.check(result, "read configuration", key)
    return text.map { String(cString: $0) }
  }

  /// All that is set by the system, the user and the repository, and by files that those include:
  /// `KEY=VALUE` each, in the order in which they are read.
  public func allConfiguration() throws(GitError) -> [String] {
    let configuration = try configuration(for: "all keys")
    let iterator = try Handle<ConfigurationIteratorKind>("read configuration", on: "all keys") {
      git_config_iterator_new(&$0, configuration.pointer)
    }
    var settings: [String] = []
    while let setting = try Self.next(of: iterator) { settings.append(setting) }
    return settings
  }

  private static func next(
    of iterator: borrowing Handle<ConfigurationIteratorKind>
  ) throws(GitError) -> String? {
    var entry: UnsafeMutablePointer<git_config_entry>?
    let result = git_config_next(&entry, iterator.pointer)
    if result == GIT_ITEROVER.rawValue { return nil }
    try GitError.check(result, "read configuration", "all keys")
    guard let entry = entry?.pointee else { return nil }
    // A key without `=` is true, and says so otherwise than one that is empty.
    let value = entry.value.map { "=" + String(cString: $0) } ?? ""
    return String(cString: entry.name) + value
  }

  private func configuration(for key: String) throws(GitError) -> Handle<ConfigurationKind> {
    try Handle("read configuration", on: key) {
      git_repository_config_snapshot(&$0, handle.pointer)
    }
  }

  /// Whether history ends where a shallow clone cut it.
  public var isShallow: Bool { git_repository_is_shallow(handle.pointer) == 1 }

  /// Whether objects may be missing on purpose, to be fetched when git asks for them.
  public func isPartialClone() throws(GitError) -> Bool {
    try config("extensions.partialClone") != nil
  }
}
