import Crypto
import Model
import Testing
import Trust

private let sample = """
  version: 1
  protected: [main]                       # branch names or patterns
  principals: {ann: {roles: [owner, operator, gate], of: ann}, \
  ann-claude: {roles: [reviewer], of: ann}, bot: {roles: [worker], of: ann}}
  require: {owner: 1, operator: 1, reviewer: 0, "src/**": {reviewer: 2}}
  gates:
    - {name: test, run: swift test, timeoutSeconds: 900, paths: ["**"]}
  rules: {scope: error, conflictMarkers: error, secrets: error, diffFilesMax: 200, \
  diffLinesMax: 5000, sensitive: [".gitattributes", ".github/**", "**/.gitmodules"]}
  landing: [merge, fastForward]           # accepted forms: merge, squash, fastForward
  attempts: 3
  carry: disjoint                         # disjoint | never
  selfReview: allowed
  expires: 2027-11-21
  """

private func parse(_ text: String, signers: String = "") throws(PolicyTextError) -> Policy {
  try PolicyText(policy: Array((text + "\n").utf8), signers: Array(signers.utf8)).parsed()
}

@Test func theSampleIsReadAsItIsMeant() throws {
  let ann = try #require(PrincipalName("ann"))
  let key = try PrivateKey(comment: "").publicKey
  let policy = try parse(sample, signers: "ann namespaces=\"o8\" \(key.line)\n")
  #expect(policy.protected.map(\.text) == ["main"])
  #expect(policy.principals[ann]?.roles == [.owner, .operator, .gate])
  #expect(policy.principals[ann]?.keys == [key])
  #expect(policy.principals.count == 3)
  #expect(policy.require.byRole == [.owner: 1, .operator: 1, .reviewer: 0])
  #expect(policy.require.byPath.map(\.pattern.text) == ["src/**"])
  #expect(policy.landing == [.merge, .fastForward])
  #expect(policy.carry == .disjoint)
  #expect(policy.selfReview == .allowed)
  #expect(policy.expires.text == "2027-11-21")
  #expect(policy.rules.sensitive.count == 3)
}

@Test func theDefinitionOfAGateIsTheDigestOfItsCanonicalJSON() throws {
  let gate = try #require(try parse(sample).gates.first)
  let json = #"{"name":"test","paths":["**"],"run":"swift test","timeoutSeconds":900}"#
  let digest = SHA256.hash(data: Array(json.utf8))
  #expect(gate.definition.hex == Hex.text(Array(digest)))
}

@Test func scalarsAreTextWhateverTheyLookLike() throws {
  let text =
    sample
    .replacing("name: test", with: "name: true").replacing("run: swift test", with: "run: 0x10")
    .replacing("[main]", with: "[1.0, null, ~]").replacing("attempts: 3", with: "attempts: \"3\"")
  let policy = try parse(text)
  #expect(policy.gates.map(\.name) == ["true"])
  #expect(policy.gates.map(\.run) == ["0x10"])
  #expect(policy.protected.map(\.text) == ["1.0", "null", "~"])
  #expect(policy.attempts == 3)
}

@Test func aCommandMayHaveSeveralLines() throws {
  let gate = """
      - name: test
        run: |
          set -e
          make & wait
          ! grep -r x, &>/dev/null; *a) *b) *c) *d) *e) *f)
        timeoutSeconds: 1
        paths: []
    """
  let text = sample.replacing(
    "  - {name: test, run: swift test, timeoutSeconds: 900, paths: [\"**\"]}", with: gate)
  #expect(
    try parse(text).gates.map(\.run) == [
      "set -e\nmake & wait\n! grep -r x, &>/dev/null; *a) *b) *c) *d) *e) *f)\n"
    ])
}

@Test func aLongScriptIsWrittenAndReadBack() throws {
  var policy = try parse(sample)
  let script = String(repeating: "echo \"it's: #1\" && \\\n", count: 700) + " "
  policy.gates = [Gate(name: "a, b: c", run: script, timeoutSeconds: 1, paths: [])]
  #expect(try PolicyText(policy).parsed() == policy)
}

@Test func theTextIsWrittenInTheStyleOfTheSample() throws {
  let text = String(decoding: PolicyText(try parse(sample)).policy, as: UTF8.self)
  #expect(
    text == """
      version: 1
      protected: [main]  # branch names or patterns
      principals:
        ann: {roles: [owner, operator, gate], of: ann}
        ann-claude: {roles: [reviewer], of: ann}
        bot: {roles: [worker], of: ann}
      require: {owner: 1, operator: 1, reviewer: 0, "src/**": {reviewer: 2}}  # verdicts by \
      role, also by path
      gates:
        - {name: test, run: swift test, timeoutSeconds: 900, paths: ["**"]}
      rules: {scope: error, conflictMarkers: error, secrets: error, diffFilesMax: 200, \
      diffLinesMax: 5000, sensitive: [".gitattributes", ".github/**", "**/.gitmodules"]}
      landing: [merge, fastForward]  # of merge, squash, fastForward
      attempts: 3
      carry: disjoint  # disjoint or never
      selfReview: allowed  # allowed or refused
      expires: 2027-11-21

      """)
}

@Test(arguments: [
  ("attempts: 3", "attempts: three", 9, 11, "whole number"),
  ("attempts: 3", "attempts: 0x3", 9, 11, "whole number"),
  ("attempts: 3", "attempts: 0", 9, 11, "from 1 to 100"),
  ("attempts: 3", "attempts: 03", 9, 11, "whole number"),
  ("attempts: 3", "attempts:", 9, 10, "is empty"),
  ("attempts: 3", "attempt: 3", 9, 1, "no key 'attempt'"),
  ("attempts: 3", "attempts: [3]", 9, 11, "must be a text"),
  ("attempts: 3", "attempts: 3\nattempts: 4", 9, 1, "given twice"),
  ("attempts: 3", "attempts: !!int 3", 9, 11, "tags"),
  ("attempts: 3", "attempts: !!str \"3\"", 9, 11, "tags"),
  ("attempts: 3", "attempts: &a 3", 9, 11, "anchors"),
  ("attempts: 3", "attempts: !!int &a 3", 9, 11, "tags"),
  ("attempts: 3", "attempts: *a", 9, 11, "alias"),
  ("attempts: 3", "attempts: 3\r", 9, 12, "CRLF"),
  ("attempts: 3\n", "", 1, 1, "lacks the key 'attempts'"),
  ("attempts: 3", "attempts: 3\n---\nattempts: 3", 10, 1, "another document"),
  ("attempts: 3", "attempts: \"\\u202e3\"", 9, 11, "U+202E"),
  ("attempts: 3", "attempts: 3\n<<: {}", 10, 1, "no key '<<'"),
  ("version: 1", "version: 2", 1, 10, "version 1"),
  ("version: 1", "versions: 1", 1, 1, "'version' is missing"),
  ("[main]", "[]", 2, 12, "is empty"),
  ("[main]", "[main, main]", 2, 19, "given twice"),
  ("[main]", "main", 2, 12, "must be a list"),
  ("[worker]", "[worker, gate]", 3, 117, "no other role"),
  ("[worker]", "[king]", 3, 118, "must be one of: owner"),
  ("bot:", "Bot:", 3, 104, "must be a name"),
  ("bot: {roles: [worker], of: ann}", "bot: {roles: [worker]}", 3, 109, "lacks the key 'of'"),
  ("[owner, operator, gate]", "[operator]", 3, 13, "nobody is an owner"),
  ("owner: 1", "owner: 0", 4, 18, "from 1"),
  ("owner: 1, ", "", 4, 10, "lacks the key 'owner'"),
  ("reviewer: 0", "reviewer: 0, worker: 1", 4, 47, "no verdicts"),
  ("timeoutSeconds: 900, ", "", 6, 5, "lacks the key 'timeoutSeconds'"),
  ("expires: 2027-11-21", "expires: 2027-02-30", 12, 10, "must be a day"),
  ("{name: test", "[name: test", 6, 69, "did not find"),
])
func aFaultIsRefusedWhereItStands(
  good: String, bad: String, line: Int, column: Int, says: String
) throws {
  let text = sample.replacing(good, with: bad)
  let error = try #require(throws: PolicyTextError.self) { try parse(text) }
  #expect("\(error)".contains(says), "\(error)")
  #expect("\(error)".hasPrefix("policy.yml:\(line):\(column):"), "\(error)")
}

@Test func aKeyWithoutAPrincipalIsRefused() throws {
  let key = try PrivateKey(comment: "").publicKey
  let error = try #require(throws: PolicyTextError.self) {
    try parse(sample, signers: "eve namespaces=\"o8\" \(key.line)\n")
  }
  #expect("\(error)".hasPrefix("allowed_signers:1:1: eve has a key"))
}

@Test func hostileTextsAreRefusedQuickly() {
  let bomb =
    "a0: &a0 [x]\n"
    + (1..<60).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined() + "? *a59\n: x\n"
  let texts = [
    bomb, String(repeating: "[", count: 200_000), String(repeating: "- ", count: 100_000),
    String(repeating: "? ", count: 100_000), String(repeating: "{a: ", count: 50_000),
    String(repeating: "x", count: PolicyText.byteLimit + 1), "", "a", "\u{feff}" + sample,
  ]
  for text in texts {
    #expect(throws: PolicyTextError.self) { try parse(text) }
  }
}
