import Git
import Model

/// The submodules of a lane: their commits are in the worktree's own git directory and go with it.
struct LaneSubmodules {
  let worktree: LaneWorktree
  let state: PrivateState
  /// Those that have their repository inside the work tree.
  let embedded: [String]

  /// Brings commits that no remote has into the submodule's repository of the main worktree,
  /// where there is one. Returns the submodules whose commits stay unkept.
  func keep() async throws -> [String: WorkTreeSnapshot.Reason] {
    var unkept: [String: WorkTreeSnapshot.Reason] = [:]
    let prefix = "refs/o8-local/lanes/\(worktree.packet)/"
    let modules = Submodules.names(in: state.directory).map { name in
      (name, "\(state.directory)/modules/\(name)")
    }
    let inside = embedded.map { ($0, "\(worktree.path)/\($0)/.git") }
    for (name, place) in modules + inside {
      do throws(GitError) {
        let commits = try await RepositoryLocation.bare(at: place).unpublished()
        guard !commits.isEmpty else { continue }
        let main = "\(worktree.repository.commonDirectory)/modules/\(name)"
        guard Submodules.isRepository(main) else {
          unkept[name] = .submoduleCommits
          continue
        }
        try await RepositoryLocation.bare(at: main).take(commits, from: place, under: prefix)
      } catch {
        // What git cannot read may hold anything.
        unkept[name] = .submoduleCommits
      }
    }
    return unkept
  }
}

extension LaneWorktree {
  /// Brings what its submodules have to where it outlives the lane, as far as there is a place.
  func keepSubmodules() async throws {
    guard let state = privateState, !Submodules.names(in: state.directory).isEmpty else { return }
    _ = try await LaneSubmodules(worktree: self, state: state, embedded: []).keep()
  }
}

/// The repositories of submodules that git keeps below a git directory.
enum Submodules {
  /// More is no submodules any more.
  private static let limit = 1000

  /// Their names, which may have slashes; those of submodules of submodules have `modules` in
  /// between.
  static func names(in gitDirectory: String) -> [String] {
    var found: [String] = []
    var pending = Folder.names(in: "\(gitDirectory)/modules")
    while let name = pending.popLast(), found.count < limit {
      let place = "\(gitDirectory)/modules/\(name)"
      guard Folder.isDirectory(place) else { continue }
      if isRepository(place) {
        found.append(name)
        pending += Folder.names(in: "\(place)/modules").map { "\(name)/modules/\($0)" }
      } else {
        pending += Folder.names(in: place).map { "\(name)/\($0)" }
      }
    }
    return found.sorted()
  }

  static func isRepository(_ path: String) -> Bool {
    Folder.exists("\(path)/HEAD") && Folder.isDirectory("\(path)/objects")
  }
}
