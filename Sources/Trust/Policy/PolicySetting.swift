import Model
import Yams

/// One value of `policy.yml` as a script sets it: `carry=never`, `rules.secrets=off`,
/// `require."src/**".reviewer=2`, `gates.test.timeoutSeconds=60`, `may.cancel=` to take it away.
///
/// The words before the first `=` lead to the value; one with a dot in it is quoted. A word names
/// a key, in `gates` a gate. What follows is YAML.
public struct PolicySetting: Hashable, Sendable {
  public let text: String
  let path: [String]
  let value: String

  /// Nil where it is not of that form.
  public init?(_ text: String) {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    var rest = Substring(text)
    while let next = rest.popFirst() {
      switch next {
      case "\"": isQuoted.toggle()
      case "." where !isQuoted:
        words.append(word)
        word = ""
      case "=" where !isQuoted:
        words.append(word)
        guard !words.contains("") else { return nil }
        self.text = text
        path = words
        value = String(rest)
        return
      default: word.append(next)
      }
    }
    return nil
  }
}

extension PolicyText {
  /// The policy with values set one after the other, in the style that people edit; the keys stay
  /// as they are. Comments of the old text are gone.
  public func setting(_ settings: [PolicySetting]) throws(PolicyTextError) -> PolicyText {
    _ = try parsed()
    var node = try Self.compose(String(decoding: policy, as: UTF8.self), setting: nil)
    for setting in settings {
      let value =
        setting.value.isEmpty ? nil : try Self.compose(setting.value, setting: setting)
      node = try Self.node(node, with: value, at: setting.path[...], of: setting)
    }
    let written: String
    do { written = try Yams.serialize(node: node) } catch {
      throw PolicyTextError(.policy, line: 1, column: 1, "\(error)")
    }
    do throws(PolicyTextError) {
      let changed = try PolicyText(policy: Array(written.utf8), signers: signers).parsed()
      return PolicyText(changed)
    } catch {
      // Places in a text that nobody has seen explain nothing.
      let names = settings.map(\.text).joined(separator: ", ")
      throw PolicyTextError(
        .policy, line: 1, column: 1, "\(error.message); it was set by: \(names)")
    }
  }

  private static func compose(
    _ text: String, setting: PolicySetting?
  ) throws(PolicyTextError) -> Node {
    // The parser keeps a pointer to the text, which a string of a few bytes does not have.
    let padded = text + String(repeating: "\n", count: 32)
    do {
      if let node = try Parser(yaml: padded, resolver: .basic, encoding: .utf8).singleRoot() {
        return node
      }
    } catch {
      throw refusal(setting, "it is not YAML")
    }
    throw refusal(setting, "it has no value")
  }

  private static func refusal(
    _ setting: PolicySetting?, _ reason: String
  ) -> PolicyTextError {
    PolicyTextError(
      .policy, line: 1, column: 1,
      setting.map { "cannot set \($0.text): \(reason)" } ?? reason)
  }

  /// `node` with `value` at the path, or without what is there.
  private static func node(
    _ node: Node, with value: Node?, at path: ArraySlice<String>, of setting: PolicySetting
  ) throws(PolicyTextError) -> Node {
    guard let word = path.first else { return value ?? node }
    let isLast = path.count == 1
    switch node {
    case .mapping(var mapping):
      let key = mapping.keys.first { $0.scalar?.string == word } ?? Node(word)
      if isLast {
        mapping[key] = value
      } else {
        let inner = mapping[key] ?? Node([(Node, Node)]())
        mapping[key] = try self.node(inner, with: value, at: path.dropFirst(), of: setting)
      }
      return .mapping(mapping)
    case .sequence(var items):
      let place = items.firstIndex { $0.mapping?["name"]?.scalar?.string == word }
      guard let place else {
        guard isLast, let value else {
          throw refusal(setting, "nothing there is called '\(word)'")
        }
        items.append(value)
        return .sequence(items)
      }
      if isLast {
        if let value { items[place] = value } else { items.remove(at: place) }
      } else {
        items[place] = try self.node(items[place], with: value, at: path.dropFirst(), of: setting)
      }
      return .sequence(items)
    default: throw refusal(setting, "'\(word)' leads into a plain value")
    }
  }
}

extension PolicyText {
  /// What the text says where `setting` leads, as YAML on one line; empty where it says nothing.
  public func value(at setting: PolicySetting) throws(PolicyTextError) -> String {
    var node: Node? = try Self.compose(String(decoding: policy, as: UTF8.self), setting: nil)
    for word in setting.path {
      switch node {
      case .mapping(let mapping)?:
        node = mapping.first { $0.key.scalar?.string == word }?.value
      case .sequence(let items)?:
        node = items.first { $0.mapping?["name"]?.scalar?.string == word }
      default: node = nil
      }
    }
    guard let node else { return "" }
    do {
      // What is in a list of that style is written in it too, and plain values without an end.
      let list = Node([node], .implicit, .flow)
      return String(try Yams.serialize(node: list, width: -1).dropFirst().dropLast(2))
    } catch { throw PolicyTextError(.policy, line: 1, column: 1, "\(error)") }
  }
}
