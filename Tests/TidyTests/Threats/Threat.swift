/// A way for an unreviewed change to reach a protected branch, or for the record to lie, and the
/// tests that try it with real git, keys and pushes.
struct Threat: Sendable, CustomStringConvertible {
  let row: Int
  let title: String
  /// By what stops it there, `Suite.test`.
  let tests: [Boundary: [String]]
  /// What of it is not tried, and why; nil where all is.
  let open: String?

  enum Boundary: String, CaseIterable {
    /// Stopped in the clone, by its hook, its cage or the program itself.
    case local = "L"
    /// Stopped by a server's `pre-receive`.
    case server = "S"
    /// Caught afterwards by `verify` or `status`, which recompute.
    case verify = "V"
  }

  init(
    _ row: Int, _ title: String, local: [String] = [], server: [String] = [],
    verify: [String] = [], open: String? = nil
  ) {
    self.row = row
    self.title = title
    tests = [.local: local, .server: server, .verify: verify].filter { !$0.value.isEmpty }
    self.open = open
  }

  var names: [String] { Boundary.allCases.flatMap { tests[$0] ?? [] } }

  var description: String { "\(row): \(title)" }

  /// The row as the output of the tests shows it.
  var line: String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let marks = Boundary.allCases.map { tests[$0] == nil ? "·" : $0.rawValue }.joined(
      separator: " ")
    let proof = names.joined(separator: ", ")
    let rest = open.map { proof.isEmpty ? "NOT TRIED: \($0)" : "\(proof); NOT TRIED: \($0)" }
    return "\(padded(String(row), 3))\(marks)  \(padded(title, 62))  \(rest ?? proof)"
  }
}
