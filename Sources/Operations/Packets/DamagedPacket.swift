import Git
public import Model
import Store
import Trust

/// A packet of which nobody can tell here how it stands: its reference or what that leads to is
/// damaged. It is no packet less than the others, so that no listing leaves it out.
public struct DamagedPacket: Hashable, Sendable {
  public let id: ObjectID
  /// As its last event calls it; nil where not even that can be read.
  public let title: String?
  /// What is wrong, in a few words.
  public let reason: String

  /// What names the way back.
  public var command: String { "git o8 show \(id.short)" }

  init(_ id: ObjectID, in governed: GovernedRepository) {
    self.id = id
    let (repository, name) = (governed.repository, Layout.packet(id))
    guard repository.damage(of: name) == nil else {
      (title, reason) = (nil, "the file of its reference is damaged")
      return
    }
    let tip = (try? repository.target(of: name)) ?? nil
    title =
      tip.flatMap { governed.store.glances(at: [(id, $0)]).first.flatMap { $0 } }
      .flatMap { $0.title.isEmpty ? nil : $0.title }
    switch tip.flatMap({ (try? repository.kind(of: $0)) ?? nil }) {
    case .commit: reason = "part of its history cannot be read"
    case nil: reason = "its last event is not here"
    case let kind?: reason = "a \(kind) stands on its reference"
    }
  }

  /// Both on one line.
  var sentence: String { "packet \(id.short) is damaged, \(reason): \(command) tells the way back" }
}
