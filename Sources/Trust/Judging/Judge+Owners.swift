public import Git
public import Model

/// The files of owners that were read last: neighbouring commits have the same one. Each may take
/// tens of megabytes, and history has as many as anybody cared to write.
struct OwnersShelf {
  private var files: [(place: Place, file: OwnersFile)] = []

  /// A step asks for the file before it and the one after.
  private static let limit = 2

  struct Place: Hashable {
    let path: String
    let blob: ObjectID
  }

  mutating func file(at place: Place, reading: () -> OwnersFile) -> OwnersFile {
    if let known = files.first(where: { $0.place == place }) { return known.file }
    let file = reading()
    files = files.suffix(Self.limit - 1) + [(place, file)]
    return file
  }
}

extension GovernedRepository {
  /// Who owns what by a commit, or by a tree.
  public func owners(at commit: ObjectID) -> OwnersFile {
    repository.ownersFile(at: commit) { path, blob in
      owners.file(at: OwnersShelf.Place(path: path, blob: blob)) {
        repository.ownersFile(in: blob, at: path)
      }
    }
  }
}

extension Judge {
  /// Who owns what by a commit.
  public func owners(at commit: ObjectID) -> OwnersFile { governed.owners(at: commit) }

  /// The case with who owns what, where policy asks: read only for a step that a move comes to, so
  /// that a push of many commits which each bring a huge file is refused at the first.
  func owned(_ stepCase: StepCase) -> StepCase {
    guard stepCase.jurisdiction?.policy.codeOwners == .required else { return stepCase }
    var owned = stepCase
    owned.step.owners = owners(at: owned.step.prev)
    if owned.step.changes.contains(where: { CodeOwners.isPlace($0.path) }) {
      owned.step.ownersAfter = owners(at: owned.step.tree)
    }
    return owned
  }

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
  /// The `CODEOWNERS` of a commit or a tree: the first of its places at which anything stands. What is no
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
        guard let entry = try entry(at: path, in: treeID(commit)) else { continue }
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
