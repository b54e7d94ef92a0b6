import Crypto
public import Model

/// The gates of `policy.yml`.
enum GateReader {
  /// A script longer than this belongs into a file of the repository.
  static let commandByteLimit = 16 * 1024
  static let nameByteLimit = 100
  /// Up to a day; what takes longer is no gate.
  static let timeoutSeconds = 1...86_400

  static func gates(_ node: PolicyNode) throws(PolicyTextError) -> [Gate] {
    var gates: [Gate] = []
    var names: Set<String> = []
    for item in try node.items() {
      let record = try item.record(["name", "run", "timeoutSeconds", "paths"])
      let name = try record["name"].text(limit: nameByteLimit)
      guard names.insert(name).inserted else {
        throw try record["name"].error("there is another gate called '\(name)'")
      }
      gates.append(
        Gate(
          name: name,
          run: try record["run"].text(limit: commandByteLimit, lines: .many),
          timeoutSeconds: try record["timeoutSeconds"].integer(in: timeoutSeconds),
          paths: try record["paths"].distinct(PolicyReader.pattern)))
    }
    return gates
  }
}

extension Gate {
  /// The gate with the definition that its content has: the SHA-256 of its mapping in
  /// `policy.yml` as canonical JSON, without a final newline.
  public init(name: String, run: String, timeoutSeconds: Int, paths: [Pattern]) {
    let mapping: JSONValue = [
      "name": .string(name), "run": .string(run), "timeoutSeconds": JSONValue(timeoutSeconds),
      "paths": JSONValue(paths.map(\.text)),
    ]
    let digest = Model.Digest(bytes: Array(SHA256.hash(data: mapping.canonical())))!
    self.init(
      name: name, run: run, timeoutSeconds: timeoutSeconds, paths: paths, definition: digest)
  }
}
