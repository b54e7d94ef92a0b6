public import Git
import Model

/// The configuration that `init` adds: where a plain fetch brings the shared refs, and the notes
/// that `git log` shows.
public struct SetupConfiguration: Sendable {
  private let location: RepositoryLocation
  private let environment: [String: String?]

  /// `environment` reaches git, so that a test can shut the machine's configuration out.
  public init(_ location: RepositoryLocation, environment: [String: String?] = [:]) {
    self.location = location
    self.environment = environment
  }

  /// Adds what is missing and returns a sentence for each thing that is now so. A nil key leaves
  /// the one that is there.
  public func install(signingKey: String? = nil) async throws -> [String] {
    let file = ConfigFile(commonDirectory: location.commonDirectory)
    let present = ConfigBlock(in: try file.read())
    let values = try await values()
    let remotes = RemoteFetch.remotes(in: values)
    var block = present
    block.remotes = remotes.filter { $0.isWanted(besides: present) }.map(\.name)
    block.notes = !values.contains { key, value in
      key == "notes.displayref"
        && ["refs/notes/o8", "refs/notes/o8*", "refs/notes/*"].contains(value)
        && !(present.notes && value == ConfigBlock.notesPattern)
    }
    block.signingKey = signingKey ?? present.signingKey
    try file.change { old in
      var next = block
      next.hooks = ConfigBlock(in: old).hooks
      // At the end it wins over a value that stands there already.
      return next.written(into: old, last: signingKey != nil)
    }
    return remotes.map(\.sentence) + ["git log shows notes of \(ConfigBlock.notesPattern)"]
  }

  /// What `install` would add, a sentence each.
  func missing() async throws -> [String] {
    let present = ConfigBlock(in: try ConfigFile(commonDirectory: location.commonDirectory).read())
    let values = try await values()
    let remotes = RemoteFetch.remotes(in: values)
      .filter { $0.isWanted(besides: present) && !present.remotes.contains($0.name) }
      .map { "a fetch from \($0.name) does not bring what is shared" }
    let notes = values.contains { key, value in
      key == "notes.displayref"
        && ["refs/notes/o8", "refs/notes/o8*", "refs/notes/*"].contains(value)
    }
    return remotes + (notes ? [] : ["git log does not show o8's notes"])
  }

  /// Takes out all that was added, the hooks' line included.
  public func uninstall() throws(SetupError) {
    try ConfigFile(commonDirectory: location.commonDirectory).change {
      ConfigBlock().written(into: $0)
    }
  }

  private func values() async throws(GitError) -> [(key: String, value: String)] {
    let result = try await location.run(
      ["config", "-z", "--get-regexp", #"^(remote\..*\.(fetch|url)|notes\.displayref)$"#],
      environment: environment)
    // Exit 1 says that nothing matches.
    guard result.exit == 0 || result.exit == 1 else {
      throw GitError(
        .programFailed(exit: result.exit), "read", on: "configuration", result.errorText)
    }
    return result.output.split(separator: 0).map { field in
      let parts = field.split(separator: 10, maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
      return (String(decoding: parts[0], as: UTF8.self), value)
    }
  }
}

/// What a remote's fetches bring, as far as it matters here.
struct RemoteFetch {
  let name: String
  let refspecs: [String]

  static func remotes(in values: [(key: String, value: String)]) -> [RemoteFetch] {
    var refspecs: [String: [String]] = [:]
    var names: [String] = []
    for (key, value) in values where key.hasPrefix("remote.") {
      guard let dot = key.lastIndex(of: ".") else { continue }
      let name = String(key[..<dot].dropFirst("remote.".count))
      if key.hasSuffix(".url"), !names.contains(name) { names.append(name) }
      if key.hasSuffix(".fetch") { refspecs[name, default: []].append(value) }
    }
    return names.map { RemoteFetch(name: $0, refspecs: refspecs[$0] ?? []) }
  }

  /// Why the remote's fetches are left as they are.
  private var obstacle: String? {
    let others = refspecs.filter { $0 != ConfigBlock.refspec(for: name) }
    if ReferenceName("refs/o8-remotes/\(name)/x") == nil { return "its name fits no ref" }
    // A fetch without any refspec brings HEAD; with ours it would bring the shared refs only.
    if others.isEmpty { return "it fetches nothing by itself" }
    if others.contains(where: { $0.hasSuffix("refs/*:refs/*") }) { return "it is a mirror" }
    return nil
  }

  /// Whether the block has to hold the refspec, since nothing else in the configuration does.
  func isWanted(besides block: ConfigBlock) -> Bool {
    guard obstacle == nil else { return false }
    let count = refspecs.count { $0 == ConfigBlock.refspec(for: name) }
    return count == 0 || (count == 1 && block.remotes.contains(name))
  }

  var sentence: String {
    if let obstacle {
      return "\(name): not fetched from by itself, since \(obstacle); use `git o8 sync \(name)`"
    }
    return "\(name): git fetch brings \(ConfigBlock.refspec(for: name))"
  }
}
