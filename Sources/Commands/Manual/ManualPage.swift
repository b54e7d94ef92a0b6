#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A manual page made of the very table that parses the commands.
struct ManualPage {
  private let root: Entry

  /// From the parser's description of itself; nil where that is not as expected.
  init?(of description: String) {
    guard let tool = try? JSONDecoder().decode(Tool.self, from: Data(description.utf8)) else {
      return nil
    }
    root = tool.command
  }

  private struct Tool: Decodable {
    let command: Entry
  }

  private struct Entry: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool?
    let arguments: [Argument]?
    let subcommands: [Entry]?

    var shown: [Entry] {
      (subcommands ?? []).filter { $0.shouldDisplay ?? true && $0.commandName != "help" }
    }
  }

  private struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String

      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: String
    let abstract: String?
    let names: [Name]?
    let valueName: String?
    let isOptional: Bool
    let isRepeating: Bool
    let shouldDisplay: Bool

    var title: String {
      let value = "<\(valueName ?? "value")>"
      let words =
        kind == "positional"
        ? value
        : (names ?? []).map(\.text).joined(separator: ", ") + (kind == "option" ? " \(value)" : "")
      return words + (isRepeating ? " …" : "")
    }
  }

  func text(version: String) -> String {
    var lines = [".TH GIT-O8 1 \"\" \"\(Self.escaped(version))\" \"git o8\"", ".SH NAME"]
    lines.append("git\\-o8 \\- " + Self.escaped(Self.phrase(root.abstract)))
    lines += [".SH SYNOPSIS", ".B git o8", "\\fIcommand\\fR [\\fIoptions\\fR]", ".SH COMMANDS"]
    for entry in root.shown { lines += section(entry, called: "git o8 \(entry.commandName)") }
    lines += [
      ".SH EXIT STATUS",
      Self.escaped(
        "0 done; 1 usage; 2 environment; 3 refused; 4 no such thing; 5 somebody was first; "
          + "6 time ran out; 70 a defect of git-o8."),
      ".SH SEE ALSO", ".BR git (1),", ".BR git\\-worktree (1)",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private func section(_ entry: Entry, called name: String) -> [String] {
    guard entry.shown.isEmpty else {
      return entry.shown.flatMap { section($0, called: "\(name) \($0.commandName)") }
    }
    let own = (entry.arguments ?? []).filter { argument in
      argument.shouldDisplay && !Self.common.contains(argument.names?.first?.name ?? "")
    }
    let synopsis = own.filter { $0.kind == "positional" }.map { argument in
      argument.isOptional ? "[\(argument.title)]" : argument.title
    }
    var lines = [".SS " + Self.escaped(([name] + synopsis).joined(separator: " "))]
    lines.append(Self.escaped(Self.phrase(entry.abstract)) + ".")
    for paragraph in (entry.discussion ?? "").split(separator: "\n\n") {
      lines.append(".PP")
      lines += paragraph.split(separator: "\n").map { Self.escaped(String($0)) + "\n.br" }
    }
    for argument in own {
      lines += [".TP", "\\fB" + Self.escaped(argument.title) + "\\fR"]
      lines.append(Self.escaped(Self.phrase(argument.abstract)))
    }
    return lines
  }

  /// What every command takes is not said with each of them.
  private static let common: Set<String> = ["help", "version", "h"]

  private static func phrase(_ text: String?) -> String {
    var text = text ?? ""
    if text.last == "." { text.removeLast() }
    return text
  }

  /// Text as roff takes it for what it is.
  private static func escaped(_ text: String) -> String {
    let plain = text.map { character in
      switch character {
      case "\\": "\\e"
      case "-": "\\-"
      case "…": "..."
      default: String(character)
      }
    }.joined()
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }
}
