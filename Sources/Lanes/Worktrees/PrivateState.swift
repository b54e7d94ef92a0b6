import Git
import Model

/// What git keeps of one worktree alone, in its own git directory: it goes with the worktree.
struct PrivateState {
  let directory: String

  /// What git was in the middle of there.
  var underWay: [String] {
    var found = Self.marks.filter { Folder.exists("\(directory)/\($0.file)") }.map(\.what)
    if found.contains("rebase") { found.removeAll { $0 == "cherry-pick" } }
    return found
  }

  private static let marks: [(file: String, what: String)] = [
    ("rebase-merge", "rebase"), ("rebase-apply", "rebase"), ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert"), ("BISECT_LOG", "bisect"),
  ]

  /// The branch that a stopped rebase is to move.
  var rebasedBranch: ReferenceName? {
    for name in ["rebase-merge", "rebase-apply"] {
      if let text = Folder.text("\(directory)/\(name)/head-name") { return ReferenceName(text) }
    }
    return nil
  }

  /// Ends that, leaving files, index and HEAD as they are; what git had noted is moved aside.
  func endWhatIsUnderWay() throws(SystemFailure) {
    let names = Folder.names(in: directory).filter {
      Self.operations.contains($0) || $0.hasPrefix("BISECT_")
    }
    guard !names.isEmpty else { return }
    let aside = "\(directory)/o8-stopped"
    try Folder.make(aside)
    for name in names { _ = try Folder.setAside("\(directory)/\(name)", to: "\(aside)/\(name)") }
  }

  private static let operations: Set = [
    "rebase-merge", "rebase-apply", "sequencer", "MERGE_HEAD", "MERGE_MODE", "MERGE_MSG",
    "MERGE_RR", "MERGE_AUTOSTASH", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD", "AUTO_MERGE",
    "SQUASH_MSG",
  ]

  /// A commit, and the file that names it.
  struct Named: Hashable {
    let commit: ObjectID
    let file: String

    /// Whether it is told of by name: the log of HEAD has every commit that was ever amended.
    var isRemarkable: Bool { !file.hasPrefix("logs/") && file != "ORIG_HEAD" }
  }

  /// The commits that are named there and that neither a shared reference nor `others` keep.
  func unkept(besides others: [ObjectID], in location: RepositoryLocation) async throws -> [Named] {
    let repository = try Repository(location)
    var found: [ObjectID: Named] = [:]
    for named in namedObjects() where found[named.commit].map({ !$0.isRemarkable }) ?? true {
      guard !others.contains(named.commit) else { continue }
      found[named.commit] = named
    }
    var left: [ObjectID] = []
    for id in found.keys.sorted() where try repository.kind(of: id) == .commit {
      // Most are in the history of HEAD, which costs no git to see.
      var isKnown = false
      for other in others where left.count < Self.looks && !isKnown {
        isKnown = try repository.isAncestor(id, of: other)
      }
      if !isKnown { left.append(id) }
    }
    let unkept = try await location.unkept(left, besides: others)
    return unkept.map { found[$0] ?? Named(commit: $0, file: "") }
  }

  /// Histories that are walked in this process before git is asked for all at once.
  private static let looks = 100

  /// Every id that a file there spells out, whatever it means.
  private func namedObjects() -> [Named] {
    var found: [Named] = []
    var pending = [""]
    var files = 0
    while let folder = pending.popLast(), files < Self.fileLimit {
      for name in Folder.names(in: "\(directory)/\(folder)") {
        let file = folder.isEmpty ? name : "\(folder)/\(name)"
        // Submodules are seen to elsewhere, and the index names no commits but theirs.
        if folder.isEmpty, ["modules", "index", "gitdir", "commondir"].contains(name) { continue }
        if Folder.isDirectory("\(directory)/\(file)") {
          pending.append(file)
          continue
        }
        guard Folder.size(ofFile: "\(directory)/\(file)") != nil else { continue }
        files += 1
        let bytes = Folder.read("\(directory)/\(file)", limit: Self.fileBytes) ?? []
        found += Self.ids(in: bytes).map { Named(commit: $0, file: file) }
      }
    }
    return found
  }

  /// A log of some ten thousand moves.
  private static let fileBytes = 4 << 20
  private static let fileLimit = 10_000

  private static func ids(in bytes: [UInt8]) -> Set<ObjectID> {
    var found: Set<ObjectID> = []
    var start = 0
    for place in 0...bytes.count {
      let byte = place < bytes.count ? bytes[place] : 0
      let isDigit =
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte
      if isDigit { continue }
      if place - start == ObjectID.hexCount,
        let id = ObjectID(String(decoding: bytes[start..<place], as: UTF8.self))
      {
        found.insert(id)
      }
      start = place + 1
    }
    return found
  }
}

extension LaneWorktree {
  /// What git keeps of this worktree alone, be its files there or not.
  var privateState: PrivateState? { ownGitDirectory().map { PrivateState(directory: $0) } }
}
