public import Git
public import Model

extension Judge {
  /// The remote on whose branches this clone lands, by its configuration; nil where it lands on
  /// its own, or where what is configured is no remote.
  public func landRemote() throws -> String? {
    if let known = memory.landRemote { return known }
    let remote = try LandRemote.name(in: repository).flatMap { name in
      try LandRemote.isConfigured(name, in: repository) ? name : nil
    }
    memory.landRemote = .some(remote)
    return remote
  }

  /// The value on which a packet would land, as far as this clone has seen it: the remote's
  /// branch's where landings go there, else that of the branch here.
  public func ground(of branch: ReferenceName) throws -> ObjectID? {
    guard try landRemote() != nil, let upstream = try upstream(of: branch),
      let value = try repository.target(of: upstream.tracking)
    else { return try repository.target(of: branch) }
    return value
  }

  /// The value of a branch that whoever signs something over it now has to name: the remote's
  /// where packets land there; else the one here, or a remote's that goes on from it where all of
  /// that is covered; and the remote's where what the one here has beyond it is not. `old` stands
  /// for a branch that is not here.
  public func valueToSign(
    of branch: ReferenceName, after old: ObjectID?
  ) throws -> ObjectID? {
    if try landRemote() != nil, let value = try ground(of: branch) { return value }
    if let shared = try sharedValue(behindUncovered: branch) { return shared }
    var value = try repository.target(of: branch) ?? old
    for there in try remoteValues(of: branch) {
      guard let known = value, known != there, isEarlier(known, than: there),
        try isCovered(branch, from: known, to: there)
      else { continue }
      value = there
    }
    return value
  }

  /// The upstream's value of an adopted branch, where the one here went on from it in steps that
  /// nothing covers: nobody takes those in, nor what was signed over them.
  public func sharedValue(behindUncovered branch: ReferenceName) throws -> ObjectID? {
    guard let here = try repository.target(of: branch), let upstream = try upstream(of: branch),
      let there = try repository.target(of: upstream.tracking), there != here,
      isEarlier(there, than: here), try adoption(of: branch) != nil,
      try !isCovered(branch, from: there, to: here)
    else { return nil }
    return there
  }

  /// Whether every step between two values of a branch is covered, by what is known here.
  public func isCovered(
    _ branch: ReferenceName, from old: ObjectID, to new: ObjectID
  ) throws -> Bool {
    let start = try start(of: branch, from: old, to: new)
    return try history(of: branch, from: start, to: new)?.allSatisfy(\.isCovered) ?? false
  }
}

/// The setting that names the remote on whose branches a clone lands.
public enum LandRemote {
  public static let key = "o8.landRemote"

  /// What is set; nil where nothing is, or nothing on purpose.
  public static func name(in repository: Repository) throws(GitError) -> String? {
    try repository.config(key).flatMap { $0.isEmpty ? nil : $0 }
  }

  public static func isConfigured(
    _ name: String, in repository: Repository
  ) throws(GitError) -> Bool {
    try repository.config("remote.\(name).url") != nil
  }
}
