public import Model

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One step of a transaction over references: from exactly `old` to `new`, nil means absent.
public struct ReferenceMove: Sendable, Hashable {
  public let name: ReferenceName
  public let old: ObjectID?
  public let new: ObjectID?

  public init(_ name: ReferenceName, from old: ObjectID?, to new: ObjectID?) {
    self.name = name
    self.old = old
    self.new = new
  }
}

extension RepositoryLocation {
  /// Moves several references through the git program, so that hooks judge and reflogs are
  /// kept: all are refused or, unless the process dies meanwhile, all move, in this order.
  ///
  /// Throws `modified` when one does not hold its old value, `locked` when another holds it, and `programFailed` with the hook's
  /// words when a hook refused. A symbolic reference is refused: `conflict`.
  public func update(
    _ moves: [ReferenceMove], reason: String
  ) async throws(GitError) {
    let repository = try Repository(self)
    for move in moves { try repository.refuseIndirection(move.name) }
    let steps = moves.map(\.command).joined()
    let arguments = ["update-ref", "-m", Self.oneLine(reason), "--stdin", "-z"]
    let input = "start\0" + steps + "prepare\0commit\0"
    let result = try await run(arguments, input: Array(input.utf8))
    guard result.exit != 0 else { return }
    for move in moves where try repository.target(of: move.name) != move.old {
      throw GitError(
        .modified, "move reference", on: move.name.text,
        "it does not hold \(move.old?.hex ?? "nothing") any more")
    }
    for move in moves where access("\(commonDirectory)/\(move.name).lock", F_OK) == 0 {
      throw GitError(
        .locked, "move reference", on: move.name.text,
        "\(move.name.text).lock exists; another git is at work, or died and left it")
    }
    throw Program.git.failed(["update-ref", "--stdin"], result)
  }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }
}

extension ReferenceMove {
  /// As `git update-ref --stdin -z` reads it.
  fileprivate var command: String {
    let absent = String(repeating: "0", count: ObjectID.hexCount)
    return switch (old, new) {
    case (nil, nil): "option no-deref\0verify \(name)\0\(absent)\0"
    case (let old?, nil): "option no-deref\0delete \(name)\0\(old)\0"
    case (let old, let new?): "option no-deref\0update \(name)\0\(new)\0\(old?.hex ?? absent)\0"
    }
  }
}
