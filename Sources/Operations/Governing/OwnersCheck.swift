import Git
public import Model
import Trust

/// The file of owners of a protected branch, and whom it names that nobody is.
public struct OwnersCheck: Hashable, Sendable {
  public let branch: ReferenceName
  /// Where it stands; nil where there is none.
  public let file: String?
  public let complaints: [CodeOwners.Complaint]

  static func all(
    under policy: Policy, in governed: GovernedRepository
  ) throws -> [OwnersCheck] {
    let repository = governed.repository
    return try repository.references(under: "refs/heads/").filter { reference in
      policy.protects(reference.name.short)
    }.map { reference in
      switch governed.owners(at: reference.target) {
      case .absent: OwnersCheck(branch: reference.name, file: nil, complaints: [])
      case .unreadable(let path, let why):
        OwnersCheck(
          branch: reference.name, file: path,
          complaints: [CodeOwners.Complaint("\(path): \(why)", isBlocking: true)])
      case .read(let owners):
        OwnersCheck(
          branch: reference.name, file: owners.path,
          complaints: owners.complaints(under: policy))
      }
    }
  }
}

extension Workspace {
  /// The policy in force, and how the protected branches' files of owners go with it.
  public func policyCheck() throws -> (policy: Policy, owners: [OwnersCheck]) {
    let governed = try governed()
    return (governed.policy, try OwnersCheck.all(under: governed.policy, in: governed))
  }
}
