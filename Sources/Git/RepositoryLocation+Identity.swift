extension RepositoryLocation {
  /// Who git would name as a commit's committer, by configuration and environment; nil where it
  /// knows nobody.
  public func committer() async throws(GitError) -> Signature? {
    let result = try await run(["var", "GIT_COMMITTER_IDENT"])
    guard result.exit == 0 else { return nil }
    let identity = Signature(result.output[...].prefix { $0 != UInt8(ascii: "\n") })
    guard !identity.name.isEmpty, let zone = result.text.split(whereSeparator: \.isWhitespace).last
    else { return nil }
    return Signature(
      name: identity.name, email: identity.email, seconds: identity.seconds, zone: String(zone))
  }
}
