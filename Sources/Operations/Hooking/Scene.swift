import Git
import Model

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What git was doing when a hook ran, by which a refusal names the way out.
struct Scene {
  private let location: RepositoryLocation
  private let head: ReferenceName?
  private let gitDirectory: String
  private let commonDirectory: String
  private let isBare: Bool
  /// `merge topic`, as git tells the reference's log; nil where it does not say.
  private let action: String?
  /// Whether `git commit` runs: it tells its hooks the author's date in a form of its own.
  private let isCommitting: Bool

  init(_ repository: Repository, _ environment: [String: String]) {
    location = repository.location
    head = (try? repository.head())?.branch
    gitDirectory = repository.location.gitDirectory
    commonDirectory = repository.location.commonDirectory
    isBare = repository.location.isBare
    action = environment["GIT_REFLOG_ACTION"]
    isCommitting = environment["GIT_AUTHOR_DATE"]?.hasPrefix("@") ?? false
  }

  func refusal(of move: RefusedMove) async -> Problem {
    var way = wayOut
    if way == nil, await isIndexMoved(by: move) {
      // Such as by `git reset --hard` and `git checkout -B`, which tell no hook who they are.
      way = "index and files are at \(move.new.short) already: git reset --merge takes them back"
    }
    let hints = [way, move.remedy].compactMap { $0 }
    return Problem(.refused, move.message, hint: hints.joined(separator: "; "))
  }

  func refusal(
    ofMaking branch: ReferenceName, at commit: ObjectID, _ reasons: [Reason]
  ) -> Problem {
    let texts = reasons.map(\.description).joined(separator: "\n")
    let isUnadopted = reasons == [.notAdopted(branch)]
    return Problem(
      .refused, "\(branch.short) is protected and may not be made at \(commit.short)\n\(texts)",
      hint: "another name is free: git branch NAME \(commit.hex)"
        + (isUnadopted ? "; or it begins where another protected branch is" : ""))
  }

  func refusal(ofDeleting branch: ReferenceName, at present: ObjectID?) -> Problem {
    let message = "\(branch.short) is protected and may not be deleted or renamed"
    guard let lost = renamedValue, lost != present else {
      return Problem(
        .refused, message,
        hint: present.map {
          "it stays at \($0.hex); an owner may: git o8 force \(branch.short) --delete --reason TEXT"
        })
    }
    // Git has deleted the other branch before it asked.
    return Problem(
      .refused, "\(message)\nthe branch that was to take its name held \(lost.hex)",
      hint: "bring that branch back with git branch NAME \(lost.hex)")
  }

  /// What takes index and work tree back: git has changed them before it asked.
  private var wayOut: String? {
    guard !isBare else { return nil }
    if has("MERGE_HEAD") { return "git merge --abort puts everything back" }
    if has("rebase-merge") { return "git rebase --abort puts everything back" }
    if has("rebase-apply") {
      let isMail = has("rebase-apply/applying")
      return "git \(isMail ? "am" : "rebase") --abort puts everything back"
    }
    if has("CHERRY_PICK_HEAD") { return "git cherry-pick --abort puts everything back" }
    if has("REVERT_HEAD") { return "git revert --abort puts everything back" }
    if isCommitting {
      return "what was to be committed is still there: git switch -c NAME takes it to a branch"
    }
    guard let action else { return nil }
    // A fast-forward leaves no MERGE_HEAD.
    let isMerge = action.hasPrefix("merge") || action.hasPrefix("pull")
    return isMerge ? "git reset --merge puts everything back" : nil
  }

  /// Whether what is checked out here is the result of the move already, though it is refused.
  private func isIndexMoved(by move: RefusedMove) async -> Bool {
    guard !isBare, head == move.branch else { return false }
    func isIndex(at commit: ObjectID) async -> Bool? {
      let result = try? await location.run(
        ["diff-index", "--cached", "--quiet", "--no-ext-diff", commit.hex])
      return result.flatMap { $0.exit == 0 ? true : $0.exit == 1 ? false : nil }
    }
    guard await isIndex(at: move.old) == false else { return false }
    return await isIndex(at: move.new) == true
  }

  private func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: gitDirectory + "/" + name)
  }

  /// What a branch held whose renaming is under way: git has put its log aside.
  private var renamedValue: ObjectID? {
    let path = commonDirectory + "/logs/refs/.tmp-renamed-log"
    guard let log = FileManager.default.contents(atPath: path),
      let line = log.split(separator: UInt8(ascii: "\n")).last
    else { return nil }
    let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
    return words.count > 1 ? ObjectID(hex: words[1]) : nil
  }
}
