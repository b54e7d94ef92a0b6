public import Model
import Store

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The directory that holds all lanes' worktrees of one repository, outside of it.
public struct WorktreeRoot: Hashable, Sendable {
  public let path: String

  /// - Parameters:
  ///   - configured: `o8.worktreeRoot`, if it is set; `~/` leads home.
  ///   - repository: the work tree, or the git directory of a bare repository.
  ///   - commonDirectory: tells repositories of one name apart.
  public init(
    configured: String?, repository: String, commonDirectory: String,
    environment: [String: String]
  ) {
    let name =
      "\(Self.name(of: repository))-\(Digest(of: Array(commonDirectory.utf8)).hex.prefix(8))"
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    if let configured = configured.flatMap({ Self.absolute($0, home: home, in: repository) }) {
      path = "\(configured)/\(name)"
    } else if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/"), Self.canHold(data) {
      path = "\(data)/o8/worktrees/\(name)"
    } else if let home, Self.canHold(home) {
      path = "\(home)/.local/share/o8/worktrees/\(name)"
    } else {
      path = "\(Folder.parent(of: repository))/.o8-worktrees/\(name)"
    }
  }

  /// Where a packet's worktree is made.
  public func worktree(of packet: ObjectID, titled title: String) -> String {
    "\(path)/\(Slug.of(title))-\(packet.short)"
  }

  /// Directories that were made for a packet's worktree, whatever its title was then.
  public func directories(of packet: ObjectID) -> [String] {
    Folder.names(in: path).filter { $0.hasSuffix("-\(packet.short)") }
      .map { "\(path)/\($0)" }.filter(Folder.isDirectory)
  }

  /// All directories that bear the name of a packet's worktree, with the first digits of its id.
  public var directories: [(path: String, digits: String)] {
    guard Folder.isDirectory(path) else { return [] }
    return Folder.names(in: path).compactMap { name in
      let digits = name.split(separator: "-").last ?? ""
      guard digits.count == 7, digits.allSatisfy(\.isHexDigit),
        Folder.isDirectory("\(path)/\(name)")
      else { return nil }
      return ("\(path)/\(name)", String(digits))
    }
  }

  /// Directories that hold a packet's worktree, or what a removal did not come to the end of.
  public var leftovers: [String] {
    let cut = Folder.names(in: path).filter { $0.contains(LaneWorktree.removingSuffix) }
      .map { "\(path)/\($0)" }
    return (directories.map(\.path) + cut).sorted()
  }

  private static func name(of repository: String) -> String {
    let last = repository.split(separator: "/").last.map(String.init) ?? "root"
    return last == ".git" ? name(of: Folder.parent(of: repository)) : last
  }

  private static func absolute(_ path: String, home: String?, in repository: String) -> String? {
    if path.isEmpty { return nil }
    if path.hasPrefix("~/") { return home.map { "\($0)/\(path.dropFirst(2))" } }
    return path.hasPrefix("/") ? path : "\(repository)/\(path)"
  }

  /// Whether `path` or the nearest directory above it that exists takes new files.
  private static func canHold(_ path: String) -> Bool {
    Folder.exists(path) ? Folder.isUsable(path) : Folder.isUsable(Folder.parent(of: path))
  }
}
