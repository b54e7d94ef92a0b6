import Model
import Operations
import Testing
import Trust

@Test func theFirstPolicyIsOneThatTheReaderAccepts() throws {
  let key = try PrivateKey(comment: "ann").publicKey
  let policy = FirstPolicy.policy(
    protecting: [try #require(Pattern("main"))], founder: try #require(PrincipalName("ann")),
    key: key,
    gates: [DetectedGate(name: "test", run: "swift test", timeoutSeconds: 900, paths: ["**"])],
    setup: ["npm ci"], caches: ["node_modules"],
    at: try #require(Instant("2026-11-21T12:00:00Z")))
  let read = try PolicyText(policy).parsed()
  #expect(read == policy)
  #expect(read.expires.text == "2027-11-21")
  #expect(read.principal(holding: key)?.text == "ann")
}
