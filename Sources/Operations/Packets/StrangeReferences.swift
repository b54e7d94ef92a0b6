import Git
import Model
import Store
import Trust

/// References in o8's own places that nothing of o8's could have written: anybody who may push can
/// put them there. They harm nothing, and whoever wonders about them is told how to drop them.
struct StrangeReferences {
  let governed: GovernedRepository

  /// Of so many it is looked up what they hold; of more, only names are judged.
  private static let kindLimit = 1000

  /// What a person should know, with the remedy: of these, and of references that are damaged.
  func sentences() throws -> [String] {
    let references = try governed.repository.references(under: Layout.shared)
    return damaged(besides: references) + (try strangers(among: references))
  }

  func strangers() throws -> [String] {
    try strangers(among: governed.repository.references(under: Layout.shared))
  }

  private func strangers(among references: [Reference]) throws -> [String] {
    try references.compactMap { reference in
      let name = reference.name
      // Said already.
      guard !reference.isSymbolic else { return nil }
      guard let what = try strangeness(name, at: reference.target, isOfMany: references.count)
      else { return nil }
      return "\(name) \(what): git update-ref -d \(ShellWord.quoted(name.text)) "
        + "\(reference.target.short) drops it"
    }
  }

  /// Those whose files hold no value, of packets too: git lists them nowhere.
  private func damaged(besides references: [Reference]) -> [String] {
    governed.repository.damagedReferences(under: Layout.shared, besides: references)
      .map { "\($0.sentence): git o8 doctor tells the way back" }
  }

  private func strangeness(
    _ name: ReferenceName, at target: ObjectID, isOfMany count: Int
  ) throws -> String? {
    if [Layout.policy, Layout.ledger, Layout.brain].contains(name)
      || name.text.hasPrefix(Layout.hints)
    {
      return nil
    }
    let rest = [Layout.packets, Layout.heads].first { name.text.hasPrefix($0) }
      .map { name.text.dropFirst($0.count) }
    guard let rest else { return "is no place of o8's" }
    guard ObjectID(rest) != nil else { return "is named after no packet" }
    guard name.text.hasPrefix(Layout.heads), count <= Self.kindLimit else { return nil }
    let kind = try governed.repository.kind(of: target)
    return kind == .commit ? nil : "holds \(kind.map { "a \($0)" } ?? "nothing that is here")"
  }
}
