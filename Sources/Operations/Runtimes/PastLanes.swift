import Lanes
import Model

/// Tells a conversation that was held in a lane's worktree, whatever became of the packet.
struct PastLanes {
  /// What holds the worktrees of all repositories that have the same root.
  private let roots: [String]
  private let naming: PacketNaming?
  /// By the digits in the names of worktrees.
  private var packets: [String: ObjectID?] = [:]

  init(_ workspace: Workspace) {
    let governed = try? workspace.governed()
    naming = governed.map { PacketNaming(governed: $0) }
    let root = governed.flatMap { try? workspace.worktreeRoot($0).path }
    let holder = root.map { "/" + $0.split(separator: "/").dropLast().joined(separator: "/") }
    roots = Set([holder, holder.flatMap(FilePaths.resolved)].compactMap { $0 }).map { "\($0)/" }
  }

  mutating func mark(_ session: inout ListedSession) {
    guard let directory = session.directory, let digits = digits(in: directory) else { return }
    session.lane = digits
    if packets[digits] == nil {
      // No title is looked at: a worktree's name has the digits of an id.
      let found = (try? naming?.packets(startingWith: digits, among: .everyPacket)) ?? []
      packets[digits] = .some(found.count == 1 ? found[0] : nil)
    }
    session.packet = packets[digits] ?? nil
  }

  /// Those of a path such as `ROOT/repository-0123abcd/fix-it-4567def/src`.
  private func digits(in directory: String) -> String? {
    guard let root = roots.first(where: directory.hasPrefix) else { return nil }
    let parts = directory.dropFirst(root.count).split(separator: "/")
    guard parts.count > 1, ending(of: parts[0], digits: 8) != nil else { return nil }
    return ending(of: parts[1], digits: 7)
  }

  private func ending(of name: Substring, digits count: Int) -> String? {
    let parts = name.split(separator: "-")
    guard parts.count > 1, let last = parts.last, last.count == count,
      last.allSatisfy({ $0.isASCII && $0.isHexDigit })
    else { return nil }
    return String(last)
  }
}
