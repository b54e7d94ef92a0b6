import Fuzzing
import Runtimes
import Support
import Testing

/// A worker makes what it likes of its copy of a login.
@Suite struct LoginFiles {
  private static let rounds: UInt64 = 300
  private static let now: Int64 = 1_800_000_000
  private static let known = #"""
    {"auth_mode": null, "tokens": {"id_token": "e30.eyJzdWIiOiJhbm4ifQ.c2ln", "access_token": "one",
     "refresh_token": "two", "account_id": "ann", "expires": 1800000000, "scopes": ["a", "b"]},
     "last_refresh": "2026-11-22T05:13:15Z"}
    """#

  @Test func whatIsTakenForARenewalIsOfTheSameAccount() {
    let known = Array(Self.known.utf8)
    let renewal = LoginRenewal(earlySeconds: 60)
    let decoder = Decoder(
      "login",
      words: [
        "{", "}", "[", "]", "\"", "\\", "\\u0061", "null", "1e999", "-", ":", ",", "three",
        "\"account_id\":", "\"account_id\":\"mallory\",", "\"access_token\":", "\"refresh_token\":",
        "ann",
        "e30.eyJzdWIiOiJtYWxsb3J5In0.c2ln",
      ]
    ) { bytes in
      guard renewal.isRenewal(bytes, of: known, at: Self.now) else { return .refused("another") }
      let text = String(decoding: bytes, as: UTF8.self)
      try law(!text.contains(#""account_id":"mallory""#), "nobody else's account is taken")
      try law(!text.contains("eyJzdWIiOiJtYWxsb3J5In0"), "nobody else's token is taken")
      return .taken
    }
    let sample = Sample(name: "login", bytes: known)
    #expect(decoder.firstBroken(0..<Self.rounds, samples: [sample]) == nil)
  }
}
