import Git
import Model

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A repository as code of a worker's is to see it: with branches, tags and objects to read, a
/// place of its own for new ones, and nothing of o8's, no hook, no credential, no other lane.
///
/// In a cage it stands where the real one is, so that a worktree finds it. What was made in it is
/// taken into the real one afterwards, read as data: no git ever runs in it outside of a cage.
struct StagedRepository {
  let origin: RepositoryLocation
  /// The worktree that is to belong to it.
  let worktree: String
  /// The real git directory of that worktree, `<common>/worktrees/<name>`.
  let own: String
  /// Where it is made, below `<common>/o8/`.
  let directory: String

  var name: String { String(own.split(separator: "/").last ?? "") }
  var ownStaged: String { "\(directory)/worktrees/\(name)" }
  var objects: String { "\(directory)/objects" }

  /// What a worktree's own git directory holds for its next command; `HEAD` is taken apart.
  static let state = [
    "index", "MERGE_HEAD", "MERGE_MODE", "MERGE_MSG", "CHERRY_PICK_HEAD", "REVERT_HEAD",
  ]
  /// A longer index is nobody's.
  static let stateBytes = 1 << 30

  /// Nil where the worktree is not the repository's.
  init?(of worktree: String, in origin: RepositoryLocation, at directory: String) {
    let common = HiddenPlaces.real(origin.commonDirectory) ?? origin.commonDirectory
    let file = Folder.read("\(worktree)/.git", limit: 4096) ?? []
    let text = String(decoding: file.prefix { $0 != 10 }, as: UTF8.self)
    guard text.hasPrefix("gitdir: "), let place = HiddenPlaces.real(worktree) else { return nil }
    let named = String(text.dropFirst("gitdir: ".count))
    let full = named.hasPrefix("/") ? named : "\(place)/\(named)"
    var stage = directory
    if stage.hasPrefix(origin.commonDirectory) {
      stage = common + stage.dropFirst(origin.commonDirectory.count)
    }
    // A lane that died left its worktree with the stage.
    var own = HiddenPlaces.real(full)
    if let entered = own, Folder.parent(of: entered) == "\(stage)/worktrees" {
      own = HiddenPlaces.real(common + entered.dropFirst(stage.count))
    }
    guard let own, Folder.parent(of: own) == "\(common)/worktrees" else { return nil }
    self.origin = origin
    self.worktree = place
    self.own = own
    self.directory = stage
  }

  var common: String { Folder.parent(of: Folder.parent(of: own)) }

  /// Makes it anew as the repository stands. `lane` is the branch that it may move; of other
  /// lanes' branches it has none.
  func make(lane: ReferenceName?) async throws {
    remove()
    for folder in [
      "objects/info", "objects/pack", "real-objects", "refs/heads", "refs/tags", "hooks", "info",
      "worktrees/\(name)/info",
    ] { try Folder.make("\(directory)/\(folder)") }
    try Folder.write(Array("\(realObjects)\n".utf8), to: "\(objects)/info/alternates")
    try Folder.write(try await configuration(), to: "\(directory)/config")
    try Folder.write(try references(lane: lane), to: "\(directory)/packed-refs")
    for file in ["HEAD", "shallow", "info/exclude", "info/attributes"] {
      try copy("\(common)/\(file)", to: "\(directory)/\(file)")
    }
    for file in ["HEAD", "commondir", "gitdir", "info/sparse-checkout"] + Self.state {
      try copy("\(own)/\(file)", to: "\(ownStaged)/\(file)")
    }
  }

  /// Where a cage shows the repository's objects. In full, for libraries that read git's files take
  /// what is not for a path of the directory that they run in; git's list holds no line break.
  private var realObjects: String {
    common.utf8.contains(10) ? "../real-objects" : "\(common)/real-objects"
  }

  /// Has the worktree belong to it without a cage.
  func enter() throws {
    let real = HiddenPlaces.real("\(common)/objects") ?? "\(common)/objects"
    try Folder.write(Array("\(real)\n".utf8), to: "\(objects)/info/alternates")
    try Folder.write(Array("gitdir: \(ownStaged)\n".utf8), to: "\(worktree)/.git")
  }

  /// Gives the worktree back to the real one; what a worker made of the link is mended later.
  func leave() throws {
    let file = Folder.read("\(worktree)/.git", limit: 4096) ?? []
    guard Folder.size(ofFile: "\(worktree)/.git") != nil,
      file == Array("gitdir: \(ownStaged)\n".utf8)
    else { return }
    try Folder.write(Array("gitdir: \(own)\n".utf8), to: "\(worktree)/.git")
  }

  func remove() { try? TreeRemoval.remove(directory) }

  private func copy(_ source: String, to target: String) throws(SystemFailure) {
    guard let size = Folder.size(ofFile: source), size <= Self.stateBytes,
      let bytes = Folder.read(source, limit: size)
    else { return }
    try Folder.write(bytes, to: target)
    Folder.takeTime(of: source, for: target)
  }

  /// Branches, tags and what remotes had, as git packs references.
  private func references(lane: ReferenceName?) throws -> [UInt8] {
    let repository = try Repository(origin)
    var lines: [(name: String, id: ObjectID)] = []
    for prefix in ["refs/heads/", "refs/remotes/", "refs/tags/"] {
      for reference in try repository.references(under: prefix) where !reference.isSymbolic {
        let name = reference.name.text
        if name.hasPrefix("refs/heads/o8/"), reference.name != lane { continue }
        lines.append((name, reference.target))
      }
    }
    lines.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let text = lines.map { "\($0.id) \($0.name)\n" }.joined()
    // Tags are not followed to what they name. A library refuses a list that does not speak of that.
    return Array("# pack-refs with: sorted unpeeled \n\(text)".utf8)
  }
}

extension StagedRepository {
  /// How it stands in the real one's place.
  var mounts: [Cage.Mount] {
    var mounts: [Cage.Mount] = [
      .writing(directory, at: common),
      .reading(HiddenPlaces.real("\(common)/objects") ?? "", at: "\(common)/real-objects"),
      // Where its objects are looked for is not the worker's to say.
      .reading("\(objects)/info", at: "\(common)/objects/info"),
      .reading("\(directory)/config", at: "\(common)/config"),
      .writing(worktree, at: worktree),
      .reading("\(worktree)/.git", at: "\(worktree)/.git"),
    ]
    for folder in ["lfs", "modules"] where HiddenPlaces.isDirectory("\(common)/\(folder)") {
      mounts.append(.reading("\(common)/\(folder)", at: "\(common)/\(folder)"))
    }
    return mounts + alternates.map { .reading($0, at: $0) }
  }

  /// The object directories that the repository borrows from, which may stand in what is hidden.
  private var alternates: [String] {
    var found: [String] = []
    var waiting = ["\(common)/objects"]
    // Git follows no more of them either.
    for _ in 0..<16 {
      guard let next = waiting.popLast() else { break }
      let list = Folder.read("\(next)/info/alternates", limit: 64 * 1024) ?? []
      for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
        guard !line.hasPrefix("#"),
          let path = HiddenPlaces.real(line.hasPrefix("/") ? String(line) : "\(next)/\(line)"),
          !found.contains(path)
        else { continue }
        found.append(path)
        waiting.append(path)
      }
    }
    return found
  }
}
