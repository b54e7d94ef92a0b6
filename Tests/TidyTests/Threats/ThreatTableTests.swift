import Testing

@Suite("The table of threats")
struct ThreatTableTests {
  /// The file in which each test of the table stands: that of its suite, or the one that is called
  /// like it.
  private static let files: [String: SwiftFile] = {
    let tests = SourceTree.swiftFiles(in: "Tests").filter { $0.text.contains("@Test") }
    var files: [String: SwiftFile] = [:]
    for name in Set(Threat.table.flatMap(\.names)) {
      let words = name.split(separator: ".").map(String.init)
      guard words.count == 2 else { continue }
      files[name] = tests.first { file in
        let isSuite =
          file.path.hasSuffix("/\(words[0]).swift") || file.text.contains("struct \(words[0]) {")
        return isSuite && file.text.contains("func \(words[1])(")
      }
    }
    return files
  }()

  @Test("has every row once")
  func rows() {
    #expect(Threat.table.map(\.row).sorted() == Array(1...60))
  }

  @Test("names a test for every row, or says why there is none", arguments: Threat.table)
  func named(threat: Threat) {
    #expect(!threat.names.isEmpty || threat.open != nil)
    for name in threat.names {
      #expect(Self.files[name] != nil, "there is no test \(name)")
    }
  }

  @Test("names no test that only reckons, without git", arguments: Threat.table)
  func real(threat: Threat) {
    for name in threat.names {
      #expect(Self.files[name]?.path.hasPrefix("Tests/ModelTests/") == false, "\(name)")
    }
  }

  /// One test feeds a server all kinds of false evidence, each with the number of its row.
  @Test("is right where a test tries several rows", arguments: Threat.table)
  func several(threat: Threat) throws {
    let several = "PushedFalseEvidence.isRefusedByTheServer"
    guard threat.names.contains(several) else { return }
    let file = try #require(Self.files[several])
    #expect(file.text.contains("row: \(threat.row),"))
  }

  @Test("is shown")
  func shown() {
    let lines = Threat.table.sorted { $0.row < $1.row }.map(\.line)
    print(
      (["threats: stopped in the clone (L), by a server (S), caught by verify (V)"] + lines)
        .joined(separator: "\n"))
    #expect(lines.count == Threat.table.count)
  }
}
