import Model
import Testing
import Trust

private let words = [
  "true", "null", "~", "0x10", "- x", "a: b", "#c", "it's", "\"q\"", "\\", "é", "{a}",
  "[b]", "&a", "*b", "!t", "%d", "@x", "`y", "日本", "a, b", "a  b", "2027-11-21",
  ",", "?", ":", "|",
]

extension Policy {
  fileprivate static func random(_ random: inout Seeded) throws -> Policy {
    func some<Value>(_ values: [Value], atLeast minimum: Int = 0) -> [Value] {
      let count = Int.random(in: minimum...Swift.min(values.count, 4), using: &random)
      return Array(values.shuffled(using: &random).prefix(count))
    }
    func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
    func pick<Value: CaseIterable>(_ type: Value.Type) -> Value {
      Array(Value.allCases).randomElement(using: &random)!
    }
    func patterns(atLeast minimum: Int = 0) -> [Pattern] {
      some(words, atLeast: minimum).compactMap { Pattern($0) }
    }
    var principals: [PrincipalName: Principal] = [:]
    for (index, name) in ["ann", "0x", "true", "a.b@c+d-e_f"].enumerated() {
      let roles: Set<Role> =
        index == 0 ? [.owner, .gate] : Set(some([.operator, .reviewer], atLeast: 1))
      let keys = try (0..<number(0...2)).map { _ in try PrivateKey(comment: "").publicKey }
      principals[try #require(PrincipalName(name))] = Principal(
        roles: roles, human: name, keys: keys)
    }
    var policy = Policy(
      protected: patterns(atLeast: 1), principals: principals,
      require: Requirements(
        byRole: [.owner: number(1...3), .operator: number(0...3), .reviewer: 0],
        byPath: patterns().map {
          PathRequirement(pattern: $0, byRole: [.reviewer: number(0...9)])
        }),
      gates: some(words).map { name in
        Gate(
          name: name, run: some(words, atLeast: 1).joined(separator: "\n\t "),
          timeoutSeconds: number(1...900), paths: patterns())
      },
      rules: StaticRules(
        scope: pick(RuleLevel.self), conflictMarkers: pick(RuleLevel.self),
        diffFilesMax: number(1...9), sensitive: patterns()),
      landing: Set(some(Array(LandingForm.allCases), atLeast: 1)), attempts: number(1...100),
      carry: pick(Carry.self), selfReview: pick(SelfReview.self),
      expires: try #require(CalendarDay("2027-11-21")),
      may: Bool.random(using: &random) ? ["cancelled": [.operator, .owner]] : [:],
      setup: some(words), caches: patterns())
    policy.codeOwners = pick(CodeOwnersUse.self)
    policy.isolation = some(Array(Isolation.allCases)).first
    policy.network =
      policy.isolation == .sandbox ? some(Array(CageNetwork.allCases)).first : nil
    if Bool.random(using: &random) {
      policy.runtimes = Dictionary(
        uniqueKeysWithValues: some(["claude", "codex", "null", "y"]).map {
          ($0, Set(some(Array(RuntimeRole.allCases), atLeast: 1)))
        })
    }
    let names = principals.keys.sorted()
    for owner in some(["@ann", "@org/team", "@o.r_g/sub/t-1", "a.b+c@example.com", "{@x"]) {
      policy.owners[owner] = some(names, atLeast: 1)
    }
    let isReserved = Bool.random(using: &random)
    if isReserved { policy.may.merge(["dispatch": [.operator], "edited": [.owner]]) { $1 } }
    let grants = [
      AloneGrant(paths: patterns(atLeast: 1)), AloneGrant(tiers: [.light, .heavy]),
      AloneGrant(paths: patterns(atLeast: 1), tiers: [.standard]),
    ].filter { isReserved || $0.tiers.isEmpty }
    policy.reviewersAlone = Array(Set(some(grants)))
    return policy
  }
}

@Test(arguments: 0..<200)
func aWrittenPolicyIsReadBackAsItWas(seed: Int) throws {
  var random = Seeded(seed)
  let policy = try Policy.random(&random)
  let text = PolicyText(policy)
  #expect(try text.parsed() == policy, "\(String(decoding: text.policy, as: UTF8.self))")
  #expect(PolicyText(try text.parsed()) == text)
}

@Test(arguments: 0..<200)
func aMutatedPolicyIsReadOrRefusedButNeverTraps(seed: Int) throws {
  var random = Seeded(seed)
  let text = PolicyText(try Policy.random(&random))
  for _ in 0..<10 {
    let mutated = PolicyText(
      policy: text.policy.mutated(by: &random, with: words),
      signers: text.signers.mutated(by: &random, with: words))
    do throws(PolicyTextError) {
      let policy = try mutated.parsed()
      #expect(try PolicyText(policy).parsed() == policy)
    } catch {
      #expect(error.line > 0 && error.column > 0)
    }
  }
}

@Test(arguments: 0..<200)
func mutatedSignaturesAndSignersNeverTrap(seed: Int) throws {
  var random = Seeded(seed)
  let message = Array("message".utf8)
  let key = try PrivateKey(comment: "ann")
  let signature = try key.sign(message)
  for _ in 0..<10 {
    let wire = signature.wire.mutated(by: &random, with: ["ssh-rsa", "o8", "\0\0\0\0"])
    if wire != signature.wire, let other = try? SSHSignature(wire: wire) {
      #expect(!other.verifies(message))
      #expect(other.wire == wire)
    }
    let armored = signature.armored.mutated(by: &random)
    if let other = try? SSHSignature(armored: armored) { #expect(other.armored == armored) }
    let line = Array("ann namespaces=\"o8\" \(key.publicKey.line)\n".utf8)
      .mutated(by: &random, with: ["*", "\n", "ssh-rsa", "#", "cert-authority"])
    if let signers = try? AllowedSigners(line) { #expect(signers.text == line) }
  }
}
