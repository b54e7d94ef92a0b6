import Git
import Model

extension RepositoryLocation {
  /// The commit that a person means by a revision.
  ///
  /// Throws where its name is that of several references which differ: git would take a tag before
  /// the branch of its name, and anybody who may push may make a tag.
  func commit(_ revision: String) async throws -> ObjectID {
    let meant = try Repository(self).meanings(of: revision)
    if Set(meant.map(\.target)).count > 1 {
      let names = meant.map { SafeText.escaped($0.name.text) }
      throw Problem(
        .usage,
        "\(SafeText.escaped(revision)) may mean \(names.joined(separator: " or "))",
        hint: "give the full name, such as \(names.last ?? "refs/heads/main")")
    }
    let result = try await run(
      ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(revision)^{commit}"])
    guard result.exit == 0, let id = ObjectID(result.text.filter { !$0.isWhitespace }) else {
      throw Problem(.noSuchThing, "there is no commit \(SafeText.escaped(revision)) here")
    }
    return id
  }
}

extension Repository {
  /// Where git looks for a name, in its order.
  private static let places = ["refs/", "refs/tags/", "refs/remotes/", "refs/heads/"]

  /// The references that git could take the name in a revision for; none for an id.
  fileprivate func meanings(of revision: String) throws(GitError) -> [Reference] {
    let name = revision.prefix { !"^~@:".contains($0) }
    guard ObjectID(name) == nil else { return [] }
    var result: [Reference] = []
    for place in Self.places {
      guard let name = ReferenceName(place + name), let target = try target(of: name) else {
        continue
      }
      result.append(Reference(name: name, target: target))
    }
    return result
  }
}
