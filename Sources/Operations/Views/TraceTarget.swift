import Git
import Model
import Trust

/// Finds out what a person wants traced.
struct TraceTarget {
  let workspace: Workspace
  let governed: GovernedRepository
  /// Where paths start.
  let directory: String

  /// The commit that it comes to; with a line, the one that the line comes from.
  func place(of target: String) async throws -> (commit: ObjectID, line: Trace.Line?) {
    if let head = try head() {
      if let (path, number) = try line(in: target, at: head) {
        let origin = try await workspace.location.origin(of: number, in: path, at: head)
        return (origin.commit, Trace.Line(path: path, number: number, text: origin.text))
      }
      let path = relative(target)
      if try exists(path, at: head), let commit = try await lastChange(of: path, at: head) {
        return (commit, nil)
      }
    }
    return (try await commit(target), nil)
  }

  private func head() throws(GitError) -> ObjectID? {
    switch try governed.repository.head() {
    case .branch(_, let id), .detached(let id): id
    case .unborn: nil
    }
  }

  /// `PATH:LINE`, where the path is there.
  private func line(in target: String, at head: ObjectID) throws -> (String, Int)? {
    guard let colon = target.lastIndex(of: ":"),
      let number = Int(target[target.index(after: colon)...]), number > 0
    else { return nil }
    let path = relative(String(target[..<colon]))
    return try exists(path, at: head) ? (path, number) : nil
  }

  private func exists(_ path: String, at head: ObjectID) throws -> Bool {
    guard !path.isEmpty else { return false }
    return try governed.repository.entry(at: path, in: governed.repository.treeID(head)) != nil
  }

  /// The path from the top of the work tree, without `.` and `..`.
  private func relative(_ path: String) -> String {
    let absolute = path.hasPrefix("/") ? path : directory + "/" + path
    var parts: [Substring] = []
    for part in absolute.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    let top = (workspace.location.workTree ?? "/").split(separator: "/")
    guard parts.starts(with: top) else { return "" }
    return parts.dropFirst(top.count).joined(separator: "/")
  }

  private func lastChange(of path: String, at head: ObjectID) async throws -> ObjectID? {
    let output = try await workspace.location.git(
      ["log", "-1", "--format=%H", head.hex, "--", ":(top,literal)" + path])
    return ObjectID(output.text.prefix(ObjectID.hexCount))
  }

  private func commit(_ name: String) async throws -> ObjectID {
    let output = try await workspace.location.run(
      ["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"])
    guard output.exit == 0, let id = ObjectID(output.text.prefix(ObjectID.hexCount)) else {
      throw Problem(
        .noSuchThing,
        "\(SafeText.singleLine(name, limit: 60)) is neither a commit nor a file in HEAD",
        hint: "give a commit, a path, or a path and a line as PATH:LINE")
    }
    return id
  }
}
