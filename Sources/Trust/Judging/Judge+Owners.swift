public import Git
public import Model

/// The files of owners that were read: many commits have the same one.
struct OwnersShelf {
  var commits: [ObjectID: OwnersFile] = [:]
  var files: [Key: OwnersFile] = [:]

  struct Key: Hashable {
    let path: String
    let blob: ObjectID
  }
}

extension GovernedRepository {
  /// Who owns what by a commit.
  public func owners(at commit: ObjectID) -> OwnersFile {
    if let known = owners.commits[commit] { return known }
    let found = repository.ownersFile(at: commit) { path, blob in
      let key = OwnersShelf.Key(path: path, blob: blob)
      let file = owners.files[key] ?? repository.ownersFile(in: blob, at: path)
      owners.files[key] = file
      return file
    }
    owners.commits[commit] = found
    return found
  }
}

extension Judge {
  /// Who owns what by a commit.
  public func owners(at commit: ObjectID) -> OwnersFile { governed.owners(at: commit) }

  /// Whether any policy that counts lets a packet's tier decide something.
  func heedsTiers() throws -> Bool {
    if let known = memory.heedsTiers { return known }
    let heeds = try governance().versions.contains { version in
      version.policy.reviewersAlone.contains { !$0.tiers.isEmpty }
    }
    memory.heedsTiers = heeds
    return heeds
  }
}

extension Repository {
  /// The `CODEOWNERS` of a commit: the first of its places at which anything stands. What is no
  /// plain file, or cannot be read, says nothing, and no later place stands in for it.
  public func ownersFile(at commit: ObjectID) -> OwnersFile {
    ownersFile(at: commit) { ownersFile(in: $1, at: $0) }
  }

  /// The same, with the blob that holds it read by another.
  fileprivate func ownersFile(
    at commit: ObjectID, reading: (_ path: String, _ blob: ObjectID) -> OwnersFile
  ) -> OwnersFile {
    for path in CodeOwners.places {
      do throws(GitError) {
        guard let entry = try entry(at: path, in: self.commit(commit).tree) else { continue }
        guard entry.mode == .file || entry.mode == .executable else {
          return .unreadable(path: path, why: "it is \(entry.mode.words)")
        }
        return reading(path, entry.id)
      } catch {
        return .unreadable(path: path, why: error.detail)
      }
    }
    return .absent
  }

  fileprivate func ownersFile(in id: ObjectID, at path: String) -> OwnersFile {
    do throws(GitError) {
      let bytes = try blob(id, limit: CodeOwners.byteLimit)
      do throws(CodeOwners.Unreadable) {
        return .read(try CodeOwners(bytes, at: path))
      } catch { return .unreadable(path: path, why: error.reason) }
    } catch { return .unreadable(path: path, why: error.detail) }
  }
}

extension FileMode {
  fileprivate var words: String {
    switch self {
    case .link: "a symbolic link"
    case .tree: "a directory"
    case .gitlink: "a submodule"
    default: "of mode \(octal)"
    }
  }
}

extension GovernedRepository {
  /// What a change of a branch at `base` needs to land with the result `tree`, as far as anybody
  /// can tell without its verdicts.
  public func approvalNeeds(
    from base: ObjectID, to tree: ObjectID, tier: Tier, under policy: Policy
  ) throws(GitError) -> ApprovalNeeds {
    let changes = try repository.changes(from: base, to: tree).map { TreeChange($0) }
    let file = policy.codeOwners == .ignored ? .absent : owners(at: base)
    return ApprovalNeeds(of: changes, owned: file, tier: tier, under: policy)
  }
}
