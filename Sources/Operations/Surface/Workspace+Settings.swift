import Git
import Lanes
import Model
import Trust

/// One key of o8's in git's configuration.
public struct Setting: Hashable, Sendable {
  public enum Source: Hashable, Sendable {
    /// Git's name of the file, and its scope: `file:.git/config`, `local`.
    case configured(origin: String, scope: String)
    /// It is set nowhere.
    case standard
  }

  public let key: String
  /// What wins; nil where nothing is set and nothing stands in for it.
  public let value: String?
  public let source: Source
  /// Whether o8 knows this key; a misspelt one has no effect.
  public let isKnown: Bool
  /// What else a reader has to know of it; nil where that is nothing.
  public var remark: String?
}

extension Setting {
  /// The keys that o8 reads and what holds where they are not set.
  static let known: [(key: String, standard: String?)] = [
    ("o8.cageNetwork", "all"), ("o8.cageRead", nil), ("o8.cageWrite", nil), ("o8.fallback", nil),
    ("o8.firstWordSeconds", "\(AgentPatience().firstWordSeconds)"), ("o8.isolation", nil),
    ("o8.landRemote", nil), ("o8.maxFileSize", nil), ("o8.maxLanes", "8"), ("o8.maxMemory", nil),
    ("o8.maxOpenFiles", nil), ("o8.maxProcesses", "4096"), ("o8.model.RUNTIME.TIER", nil),
    ("o8.open", nil), ("o8.repo", nil), ("o8.runtime", nil),
    ("o8.runtimeManifest", nil),
    ("o8.signingKey", nil), ("o8.silenceSeconds", "\(AgentPatience().silenceSeconds)"),
    ("o8.worktreeRoot", nil),
  ]

  /// The settings that follow from `values`, which are in the order in which git reads them.
  static func all(from values: [ConfigurationValue]) -> [Setting] {
    // Git folds the section and the last part of a key.
    var winners: [String: ConfigurationValue] = [:]
    for value in values { winners[value.key.lowercased()] = value }
    let known = known.map { key, standard in
      guard let winner = winners.removeValue(forKey: key.lowercased()) else {
        return Setting(key: key, value: standard, source: .standard, isKnown: true)
      }
      return Setting(winner, key: key, isKnown: true)
    }
    let others = winners.values.map {
      Setting($0, key: $0.key, isKnown: RuntimeSettings.tier(named: $0.key) != nil)
    }
    return known + others.sorted { $0.key < $1.key }
  }

  private init(_ value: ConfigurationValue, key: String, isKnown: Bool) {
    self.init(
      key: key, value: value.value,
      source: .configured(origin: value.origin, scope: value.scope), isKnown: isKnown)
  }
}

extension Workspace {
  public func settings() async throws -> [Setting] {
    var settings = Setting.all(from: try await location.configurations(in: "o8"))
    // Settings can be listed where nothing governs yet.
    let most = try? governed().policy.network
    for index in settings.indices where settings[index].key == "o8.cageNetwork" {
      let value = settings[index].value.flatMap(CageNetwork.init)
      var remark = "\(CageNetwork.subject), on this machine"
      if let most, let value, most < value {
        remark += "; the policy's network lets less: \(most.words)"
      }
      settings[index].remark = remark
    }
    return settings
  }
}
