import ArgumentParser
import Model
import Operations
import Render

struct Config: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "List the keys o8.* of git's configuration, their values and where they stand")

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    context.show(Answer(try await context.workspace().settings()))
  }
}

extension Answer {
  init(_ settings: [Setting]) {
    let rows = settings.map { setting in
      let remark =
        setting.isKnown
        ? Line(setting.remark.map { ", \($0)" } ?? "", .faint)
        : Line(", a key unknown to o8: no effect", .warning)
      return [
        Line(setting.key), Line(setting.value ?? "-"), Line(setting.place, .faint) + remark,
      ]
    }
    self.init(
      Table(["KEY", "VALUE", "FROM"], rows: rows).lines,
      json: .array(
        settings.map { setting in
          [
            "key": .string(setting.key), "value": JSONValue(setting.value),
            "origin": JSONValue(setting.origin), "scope": JSONValue(setting.scope),
            "known": .bool(setting.isKnown), "remark": JSONValue(setting.remark),
          ]
        }))
  }
}

extension Setting {
  fileprivate var origin: String? {
    if case .configured(let origin, _) = source { origin } else { nil }
  }

  fileprivate var scope: String? {
    if case .configured(_, let scope) = source { scope } else { nil }
  }

  fileprivate var place: String {
    switch source {
    case .configured(let origin, let scope): "\(scope) \(origin)"
    case .standard: value == nil ? "not set" : "default"
    }
  }
}
