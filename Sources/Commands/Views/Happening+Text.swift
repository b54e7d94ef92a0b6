import Model
import Operations
import Render

extension Answer {
  /// More is read in no terminal; `--json` has all.
  private static let happeningLimit = 60

  mutating func add(_ happened: [Happening], since start: Instant, at now: Instant, columns: Int) {
    lines += [Line(""), Line("SINCE \(start.text)", .heading)]
    let older = happened.count - Self.happeningLimit
    if older > 0 { lines.append(Line("  … \(older) before these; --json has all", .faint)) }
    lines += PacketText.aligned(
      happened.suffix(Self.happeningLimit).map { $0.cells(at: now) }, within: columns, giving: 4)
    if happened.isEmpty { lines.append(Line("  nothing happened", .faint)) }
    guard case .object(var members) = json else { return }
    members["since"] = .string(start.text)
    members["happened"] = .array(happened.map(\.document))
    json = .object(members)
  }
}

extension Happening {
  fileprivate func cells(at now: Instant) -> [Line] {
    [
      Line("  \(Age.text(of: at, at: now))", .faint), Line(packet?.short ?? ""), word,
      Line(by.text, .faint),
      Line(source == .ledger ? summary : [title, said].compactMap { $0 }.joined(separator: ": ")),
    ]
  }

  /// What decided something stands out.
  private var word: Line {
    if ignored != nil { return Line(kind.text, .faint) }
    return source == .ledger ? Line(kind.text, .heading) : Line(kind.text)
  }

  /// Nil where it would say the title again.
  private var said: String? {
    if let ignored { return "changed nothing, \(ignored)" }
    return summary == title || summary.isEmpty ? nil : summary
  }

  fileprivate var document: JSONValue {
    [
      "source": .string(source.rawValue), "id": .string(id.hex), "packet": JSONValue(packet),
      "title": JSONValue(title), "kind": .string(kind.text), "by": .string(by.text),
      "at": .string(at.text), "summary": .string(summary), "ignored": JSONValue(ignored),
    ]
  }
}
