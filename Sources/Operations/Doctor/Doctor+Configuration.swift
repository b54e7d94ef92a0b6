import Git
import Lanes
import Model
import Runtimes
import Store
import Trust

extension Doctor {
  mutating func lookAtConfiguration() async throws {
    let before = examination.findings.count
    let settings = try await workspace.settings()
    let remotes = try await location.remoteNames()
    let runtimes = Set(((try? workspace.runtimes)?.names ?? []).map(\.text))
    for setting in settings {
      guard setting.isKnown else {
        add(
          .configuration, .advice,
          "\(SafeText.singleLine(setting.key, limit: 100)) is no key of o8's, as git o8 config "
            + "lists them: it has no effect",
          .run("git config --unset \(ShellWord.quoted(setting.key))"))
        continue
      }
      guard case .configured = setting.source, let value = setting.value,
        let fault = setting.fault(remotes: remotes, runtimes: runtimes)
      else { continue }
      add(
        .configuration, .lacking,
        "\(setting.key) is \(SafeText.singleLine(value, limit: 100)): \(fault)",
        .words("git config \(setting.key) VALUE, or git config --unset \(setting.key)"))
    }
    if !isServer {
      for missing in try await SetupConfiguration(location).missing() {
        add(.configuration, .advice, missing, .run("git o8 init", "adds it"))
      }
    }
    if examination.findings.count == before {
      add(.configuration, .fine, "every o8.* key is known, and nothing is missing that init adds")
    }
  }

  mutating func lookAtRemotes() async throws {
    let names = try await location.remoteNames()
    var isFine = true
    for name in names where Layout.remote(name, Layout.policy) == nil {
      isFine = false
      add(
        .remotes, .advice,
        "the remote \(SafeText.singleLine(name, limit: 100)) has a name that fits no reference: "
          + "nothing is shared with it",
        .run("git remote rename \(ShellWord.quoted(name)) NAME"))
    }
    for foreign in try governed.map(ForeignPolicy.all(in:)) ?? [] {
      isFine = false
      add(
        .remotes, foreign.isFollowed ? .broken : .advice, foreign.text, .words(foreign.wayOut))
    }
    if isFine {
      add(.remotes, .fine, names.isEmpty ? "none" : names.joined(separator: ", "))
    }
  }
}

extension Setting {
  /// What is wrong with the value; nil where nothing is.
  func fault(remotes: [String], runtimes: Set<String>) -> String? {
    guard let value else { return nil }
    switch key {
    case "o8.cageNetwork":
      return CageNetwork(rawValue: value) == nil ? "it is one of \(CageNetwork.list)" : nil
    case "o8.isolation":
      return Isolation(rawValue: value) == nil ? "it is one of \(Isolation.list)" : nil
    case "o8.maxLanes":
      let isCount = Int(value).map { (1...LaneSlots.most).contains($0) } ?? false
      return isCount ? nil : "it is a number from 1 to \(LaneSlots.most)"
    case "o8.cageRead", "o8.cageWrite":
      return value.hasPrefix("/") || value.hasPrefix("~/") ? nil : "it is an absolute path"
    case "o8.landRemote":
      return value.isEmpty || remotes.contains(value) ? nil : "there is no such remote"
    case "o8.repo": return ObjectID(value) == nil ? "it is an id of 40 digits" : nil
    case "o8.runtime":
      return runtimes.contains(value) ? nil : "there is no such runtime"
    case "o8.fallback":
      let unknown = Workspace.fallbacks(in: value).first { !runtimes.contains($0) }
      return unknown.map { "there is no runtime \(SafeText.escaped($0))" }
    case "o8.firstWordSeconds", "o8.silenceSeconds":
      return AgentPatience.seconds(value) == nil ? AgentPatience.wanted : nil
    case "o8.worktreeRoot": return value.isEmpty ? "it is the path of a directory" : nil
    default:
      guard let limit = ResourceLimits.Kind(key: key) else { return nil }
      return ResourceLimits.number(value) == nil ? limit.wanted : nil
    }
  }
}
