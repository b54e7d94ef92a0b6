public import Model
import Trust

/// A key of the policy that two changes of it set otherwise: which holds, an owner says.
public struct PolicyConflict: Hashable, Sendable {
  /// As `policy.yml` names it: `attempts`, `gates.test`.
  public let key: String
  /// What the policy in force says, as YAML; empty where it says nothing.
  public let inForce: String
  /// What the other one says.
  public let other: String
  /// The policy whose change it is.
  public let commit: ObjectID
  /// What `policy edit --set` takes to have what the other one says; nil where it cannot say that.
  public let setting: String?

  /// One sentence without its full stop, of one line.
  public var sentence: String {
    func said(_ value: String) -> String {
      value.isEmpty ? "nothing" : SafeText.singleLine(value, limit: Self.valueLimit)
    }
    return "\(SafeText.singleLine(key, limit: Self.valueLimit)): the policy in force says "
      + "\(said(inForce)), and \(commit.short) \(said(other))"
  }

  /// What takes the other's values of all that can be set so; nil where nothing can.
  public static func command(taking conflicts: [PolicyConflict]) -> String? {
    let settings = conflicts.compactMap(\.setting)
    guard !settings.isEmpty else { return nil }
    return "git o8 policy edit "
      + settings.map { "--set \(ShellWord.quoted($0))" }.joined(separator: " ")
  }

  /// What to do about them, for a hint.
  static func hint(on conflicts: [PolicyConflict]) -> String? {
    guard let first = conflicts.first else { return nil }
    let rest = conflicts.filter { $0.setting == nil }.map(\.key)
    let byHand =
      "git o8 policy edit, and say there what is to hold; what it said: git show "
      + "\(first.commit.short):\(PolicyAttachment.policy)"
    guard let command = command(taking: conflicts) else { return byHand }
    let way = "\(command) takes what \(first.commit.short) says"
    guard !rest.isEmpty else { return way }
    return "\(way); for \(rest.map { SafeText.escaped($0) }.joined(separator: ", ")): \(byHand)"
  }

  /// More of a value than this explains nothing on a line.
  private static let valueLimit = 120
}

extension PolicyRequest {
  /// What of an earlier change is not laid over the policy in force, since that has changed the
  /// same otherwise.
  func conflicts(over policy: Policy) -> [PolicyConflict] {
    guard case .again(let change) = self else { return [] }
    return change.conflicts(over: policy)
  }
}

extension PolicyRequest.EarlierChange {
  fileprivate func conflicts(over policy: Policy) -> [PolicyConflict] {
    let merge = PolicyMerge(change: self.policy, since: base, over: policy)
    let laid = PolicyText(merge.policy)
    return merge.conflicts.map { key in
      func value(in text: PolicyText) -> String {
        PolicySetting(key + "=").flatMap { try? text.value(at: $0) } ?? ""
      }
      let other = value(in: PolicyText(self.policy))
      let setting = "\(key)=\(other)"
      // What cannot be said so is not offered, nor somebody without the keys that go with them.
      let taken =
        key.hasPrefix("principals.")
        ? nil : PolicySetting(setting).flatMap { try? laid.setting([$0]).parsed() }
      let isSettled =
        taken.map {
          !PolicyMerge(change: self.policy, since: base, over: $0).conflicts.contains(key)
        } ?? false
      return PolicyConflict(
        key: key, inForce: value(in: laid), other: other, commit: commit,
        setting: isSettled && setting.utf8.count <= Self.settingLimit ? setting : nil)
    }
  }

  /// Nobody types more bytes than these, nor reads them.
  private static let settingLimit = 1000
}
