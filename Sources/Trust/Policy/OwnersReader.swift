import Model

/// Who the owners of `CODEOWNERS` are, and what reviewers may land alone.
enum OwnersReader {
  /// A mapping from owners to lists of principals that are there.
  static func owners(
    _ node: PolicyNode?, _ principals: [PrincipalName: Principal]
  ) throws(PolicyTextError) -> [String: [PrincipalName]] {
    var result: [String: [PrincipalName]] = [:]
    for (key, value) in try node?.pairs() ?? [] {
      let owner = try key.text(limit: PolicyText.keyByteLimit)
      guard CodeOwners.isOwner(owner) else {
        throw key.error("'\(owner)' must be @name, @team/name or a mail address")
      }
      let folded = Policy.ownerKey(owner)
      guard result[folded] == nil else { throw key.error("'\(owner)' is given twice") }
      result[folded] = try value.nonEmpty { item throws(PolicyTextError) in
        let name = try item.principalName()
        guard principals[name] != nil else {
          throw item.error("\(name) is not among the principals")
        }
        return name
      }
    }
    return result
  }

  /// A list of mappings with `paths`, `tiers` or both.
  static func grants(
    _ node: PolicyNode?, _ policy: Policy
  ) throws(PolicyTextError) -> [AloneGrant] {
    try node?.nonEmpty { item throws(PolicyTextError) in
      let record = try item.record([], optional: ["paths", "tiers"])
      let paths = try record.optional("paths")?.nonEmpty(PolicyReader.pattern) ?? []
      let tiers = try record.optional("tiers")?.nonEmpty(tier) ?? []
      guard !paths.isEmpty || !tiers.isEmpty else {
        throw item.error("'\(item.path)' must name paths, tiers or both")
      }
      guard tiers.isEmpty || policy.rolesThatSetTiers != nil else {
        throw item.error(
          "whoever opens a packet claims its tier: reserve dispatch and edit with 'may', to roles "
            + "without worker")
      }
      return AloneGrant(paths: paths, tiers: Set(tiers))
    } ?? []
  }

  private static func tier(_ node: PolicyNode) throws(PolicyTextError) -> Tier {
    try node.choice()
  }
}
