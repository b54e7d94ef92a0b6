import Testing

@testable import Model

/// Characters without a pattern, the same ones at every run. Secrets are put together only here, so
/// that no line of this file looks like one.
private func noise(_ count: Int, of alphabet: String) -> String {
  let letters = Array(alphabet)
  var state: UInt64 = 7
  return String(
    (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return letters[Int(state >> 33) % letters.count]
    })
}

private let lower = "abcdefghijklmnopqrstuvwxyz0123456789"
private let mixed = lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
private let hex = "0123456789abcdef"

private let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

private let samples: [(rule: String, line: String)] = [
  ("aws-access-key-id", "key = \"AKIA" + noise(16, of: capitals) + "\""),
  ("aws-secret-key", "aws_secret_key: '" + noise(40, of: mixed) + "'"),
  ("aws-secret-variable", "AWS_SECRET_ACCESS_KEY=" + noise(40, of: mixed)),
  ("artifactory-token", "token: AKC" + noise(20, of: mixed)),
  ("azure-storage-key", "AccountName=x;AccountKey=" + noise(86, of: mixed) + "=="),
  ("basic-auth-url", "curl https://ann:" + noise(12, of: mixed) + "@host.org/"),
  ("cloudant-password", "cloudant_password = \"" + noise(64, of: hex) + "\""),
  (
    "discord-bot-token",
    "bot.run(\"M" + noise(23, of: mixed) + "." + noise(6, of: mixed) + "."
      + noise(27, of: mixed) + "\")"
  ),
  ("github-token", "GH=ghp" + "_" + noise(36, of: mixed)),
  ("github-fine-grained-token", "github" + "_pat_" + noise(82, of: mixed)),
  ("gitlab-token", "glpat" + "-" + noise(20, of: mixed)),
  ("gitlab-ci-build-token", "glcbt" + "-64_" + noise(20, of: mixed)),
  ("ibm-cloud-key", "ibm_cloud_api_key: " + noise(44, of: mixed)),
  (
    "json-web-token",
    "a: eyJ" + noise(30, of: mixed) + ".eyJ" + noise(40, of: mixed) + "." + noise(43, of: mixed)
  ),
  ("mailchimp-key", noise(32, of: hex) + "-us12"),
  ("npm-registry-token", "//registry.npmjs.org/:_authToken=npm" + "_" + noise(30, of: mixed)),
  ("npm-token", "npm" + "_" + noise(36, of: mixed)),
  ("openai-key", "sk-" + noise(20, of: mixed) + "T3Blbk" + "FJ" + noise(20, of: mixed)),
  ("openai-project-key", "sk-" + "proj-" + noise(60, of: mixed)),
  ("anthropic-key", "export K=sk-" + "ant-api03-" + noise(93, of: mixed) + "AA"),
  ("putty-private-key", "PuTTY-User-Key-" + "File-3: ssh-ed25519"),
  ("pypi-token", "pypi-AgEI" + "cHlwaS5vcmc" + noise(80, of: mixed)),
  ("sendgrid-key", "SG." + noise(22, of: mixed) + "." + noise(43, of: mixed)),
  ("slack-token", "xox" + "b-123456-987654-" + noise(24, of: lower)),
  ("slack-webhook", "https://hooks." + "slack.com/services/T1/B2/" + noise(24, of: mixed)),
  ("stripe-key", "sk" + "_live_" + noise(24, of: mixed)),
  ("telegram-bot-token", "8365021947:" + "AA" + noise(33, of: mixed)),
  ("twilio-key", "twilio(\"AC" + noise(32, of: hex) + "\")"),
  ("google-api-key", "AI" + "za" + noise(35, of: mixed)),
  ("age-key", "AGE-SECRET-" + "KEY-1" + noise(58, of: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L")),
  ("hugging-face-token", "h" + "f_" + noise(34, of: "abcdefghijklmnopqrstuvwxyzABCD")),
  ("vault-token", "hv" + "s." + noise(30, of: mixed)),
  ("quoted-assignment", "let apiKey = \"" + noise(32, of: mixed) + "\""),
  ("environment-assignment", "export SIGNING_SECRET=" + noise(32, of: mixed)),
]

private func sightings(_ text: String) -> [SecretScanner.Sighting] {
  var scanner = SecretScanner()
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  return scanner.sightings(in: lines.enumerated().map { AddedLine($0 + 1, String($1)) })
}

@Test func everyRuleCompilesAndHasKeywords() throws {
  let tables = [DetectSecrets.rules, KnownTokens.certain, KnownTokens.likely]
  #expect(SecretRule.all.count == tables.map { $0.split(separator: "\n").count }.reduce(0, +))
  #expect(Set(SecretRule.all.map(\.name)).count == SecretRule.all.count)
  for rule in SecretRule.all {
    #expect(throws: Never.self, "\(rule.name)") { try rule.compiled() }
    #expect(!rule.keywords.isEmpty && rule.keywords.allSatisfy { $0 == $0.lowercased() })
  }
}

@Test(arguments: samples)
func aSecretIsSeen(rule: String, line: String) throws {
  let found = sightings("first\n" + line)
  #expect(found.contains { $0.rule == rule && $0.line == 2 }, "\(found)")
}

@Test(arguments: [
  "password = \"changeme-changeme-123\"", "token: ${{ secrets.GITHUB_TOKEN }}",
  "let token = try decoder.decode(Token.self, from: data)", "aws_secret_access_key = <yours>",
  "https://user:password@example.org/", "https://github.com/a/b@v1", "key = AKIAIOSFODNN7EXAMPLE",
  "func token(at index: Int, secretary: String) -> Secret?", "-----BEGIN PRIVATE KEY-----",
  "let secretNames = [\"one\", \"two\"]", "\"integrity\": \"sha512-abc\"",
  "token = \"refreshTokenIdentifierOfTheSession\"", "ghp_ is how GitHub's tokens begin",
  "commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904", "sk-learn-example-of-a-name",
  "postgres://postgres:postgres@localhost:5432/db", "API_TOKEN=your_token_goes_here_please",
])
func ordinaryTextIsNoSecret(line: String) {
  #expect(sightings(line + "\nnext line") == [])
}

@Test func aPrivateKeyIsSeenByItsBodyOnly() {
  let head = "-----BEGIN " + "RSA PRIVATE KEY-----"
  let body = noise(64, of: mixed)
  #expect(sightings("\(head)\n\(body)").map(\.rule) == ["private-key"])
  #expect(
    sightings("  \(head)\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES,12\n\n\(body)").map(\.rule)
      == ["private-key"])
  #expect(sightings("let key = \"\(head)\\n\(body)\"").map(\.rule) == ["private-key"])
  #expect(sightings("if text.hasPrefix(\"\(head)\") { return }\nlet x = 1") == [])
}

@Test func aSecretInALongLineIsSeenAndNeverRepeated() {
  let secret = "ghp" + "_" + noise(36, of: mixed)
  let filler = String(repeating: "token=1;", count: 5000)
  #expect(sightings(filler + secret + filler).map(\.rule) == ["github-token"])
  let review = StaticReview(rules: StaticRules())
  let findings = review.findings(in: [
    ChangedFile(
      path: "a", old: nil, new: .init(mode: 0o100644, id: .emptyTree),
      added: [AddedLine(1, "x = \"\(secret)\"")])
  ])
  #expect(findings.map(\.rule) == [.secrets])
  #expect(findings.allSatisfy { !$0.finding.text.contains(secret.suffix(8)) })
}

@Test func ourOwnRulesAreNoSecrets() {
  for table in [DetectSecrets.rules, KnownTokens.certain, KnownTokens.likely] {
    #expect(sightings(table) == [])
  }
}

@Test func entropyIsMeasuredInBitsAByte() {
  #expect(Placeholder.entropy(of: "aaaa") == 0)
  #expect(Placeholder.entropy(of: "abab") == 1)
  #expect(Placeholder.entropy(of: "abcdefgh") == 3)
}

private func redacted(_ text: String) -> String {
  String(decoding: SecretRedaction(of: Array(text.utf8)).bytes, as: UTF8.self)
}

/// `text` as a string of JSON.
private func quoted(_ text: String) -> String {
  String(decoding: JSONValue.string(text).canonical(), as: UTF8.self)
}

@Test(arguments: samples)
func aSecretIsTakenOutOfWhatIsShared(rule: String, line: String) throws {
  let mark = SecretRedaction.mark(rule)
  for text in [
    line, "first\n\(line)\nlast", quoted("é \n\(line)\nlast"), quoted(quoted("\n\(line)\n")),
  ] {
    let shared = redacted(text)
    #expect(shared.contains(mark), "\(shared)")
    #expect(redacted(shared) == shared)
    // What is JSON stays it.
    #expect(text.first != "\"" || (try? JSONValue(parsing: Array(shared.utf8))) != nil, "\(shared)")
  }
}

@Test func everyKeyIsTakenOutWhole() {
  let head = "-----BEGIN " + "OPENSSH PRIVATE KEY-----"
  let lines = (0..<20).map { _ in noise(70, of: mixed) } + [noise(20, of: mixed)]
  let end = "-----END " + "OPENSSH PRIVATE KEY-----"
  let mark = SecretRedaction.mark("private-key")
  let whole = ([head] + lines + [end]).joined(separator: "\n")
  #expect(redacted("a\n\(whole)\nb") == "a\n\(mark)\nb")
  #expect(redacted("{\"a\":\(quoted(whole))}") == "{\"a\":\"\(mark)\"}")
  let numbered = ([head] + lines + [end]).enumerated().map { "     \($0 + 1)→\($1)" }
  #expect(redacted(quoted(numbered.joined(separator: "\n"))) == "\"     1→\(mark)\"")
  // One that was cut off has no end.
  let cut = ([head] + lines).joined(separator: "\n")
  #expect(redacted("a\n\(cut)") == "a\n\(mark)")
  #expect(
    redacted("if text.hasPrefix(\"\(head)\") { return }")
      == "if text.hasPrefix(\"\(head)\") { return }")
}

@Test func ofManySecretsNoneStays() {
  let secret = "ghp" + "_" + noise(36, of: mixed)
  let text = (0..<300).map { "\($0) \(secret) \(String(repeating: "x", count: $0))" }
    .joined(separator: "; ")
  let result = SecretRedaction(of: Array(text.utf8))
  #expect(result.counts == ["github-token": 300] && result.leftOut == 0)
  #expect(!String(decoding: result.bytes, as: UTF8.self).contains(secret.suffix(9)))
  // Longer than what an expression is shown.
  let token =
    "eyJ" + noise(30, of: mixed) + ".eyJ" + noise(4000, of: mixed) + "." + noise(400, of: mixed)
  #expect(redacted("a \(token) b") == "a \(SecretRedaction.mark("json-web-token")) b")
}

@Test func whatIsNoSecretStaysByteForByte() {
  let bytes = Array("a\u{0}b\r\n\\ \\u00 \\\\n \"q\" é".utf8) + [0xff, 0xfe, 0x5c]
  let result = SecretRedaction(of: bytes)
  #expect(result.bytes == bytes && result.counts == [:] && result.leftOut == 0)
  #expect(SecretRedaction(of: []).bytes == [])
}

@Test func aTextThatIsAllKeywordsIsLeftOutFromSomewhere() {
  let line = "token secret password api_key akia eyj -----begin\n"
  let bytes = Array(String(repeating: line, count: (2 << 20) / line.utf8.count).utf8)
  let start = ContinuousClock.now
  let result = SecretRedaction(of: bytes)
  #expect(result.leftOut > 0 && result.bytes.count < bytes.count)
  #expect(ContinuousClock.now - start < .seconds(60))
}
