import Foundation
import Testing

@testable import Runtimes

@Suite struct LoginRenewalTests {
  private let renewal = LoginRenewal(earlySeconds: 600)
  private let now: Int64 = 1_800_000_000

  private func isRenewal(_ after: String, of before: String) -> Bool {
    renewal.isRenewal(Array(after.utf8), of: Array(before.utf8), at: now)
  }

  /// What claude keeps: tokens that say nothing of whose they are.
  private func claude(
    _ access: String = "a1", refresh: String = "r1", endsIn seconds: Int64 = 60,
    plan: String = "max", scopes: String = #"["user:inference","user:profile"]"#
  ) -> String {
    """
    {"claudeAiOauth":{"accessToken":"\(access)","refreshToken":"\(refresh)",
    "expiresAt":\((now + seconds) * 1000),"scopes":\(scopes),"subscriptionType":"\(plan)"}}
    """
  }

  private func token(_ claims: String) -> String {
    let text = Data(claims.utf8).base64EncodedString().replacing("+", with: "-")
      .replacing("/", with: "_").replacing("=", with: "")
    return "e30.\(text).c2ln"
  }

  /// What codex keeps: tokens that name their account.
  private func codex(
    _ access: String, account: String = "acc", user: String = "ann", endsIn seconds: Int64 = 60,
    refresh: String = "r1", stamp: String = "2027-01-15T08:00:00.123456789Z"
  ) -> String {
    let id = token(#"{"sub":"\#(user)","email":"\#(user)@example.org","exp":1}"#)
    let claims = #"{"sub":"\#(user)","exp":\#(now + seconds),"jti":"\#(access)"}"#
    return """
      {"OPENAI_API_KEY":null,"tokens":{"id_token":"\(id)","access_token":"\(token(claims))",
      "refresh_token":"\(refresh)","account_id":"\(account)"},"last_refresh":"\(stamp)"}
      """
  }

  @Test func `new tokens for old ones that end are a renewal`() {
    let before = claude()
    #expect(isRenewal(claude("a2", refresh: "r2", endsIn: 28_800), of: before))
    let other = #"[ "user:profile", "user:inference" ]"#
    #expect(isRenewal(claude("a2", refresh: "r2", endsIn: 28_800, scopes: other), of: before))
    #expect(isRenewal(codex("a2", endsIn: 9000, refresh: "r2"), of: codex("a1")))
  }

  @Test func `before the old ones end, they are another login`() {
    let before = claude(endsIn: 7200)
    #expect(!isRenewal(claude("a2", refresh: "r2", endsIn: 28_800), of: before))
    #expect(!isRenewal(codex("a2", refresh: "r2"), of: codex("a1", endsIn: 7200)))
  }

  @Test func `of many providers' logins each is renewed for itself`() {
    func logins(_ access: String, key: String = "k") -> String {
      """
      {"anthropic":{"type":"oauth","refresh":"r\(access)","access":"\(access)",
      "expires":\(access == "a1" ? now * 1000 : (now + 9000) * 1000)},"openai":{"type":"api","key":"\(key)"}}
      """
    }
    #expect(isRenewal(logins("a2"), of: logins("a1")))
    #expect(!isRenewal(logins("a2", key: "mallory"), of: logins("a1")))
    let moved = logins("a1").replacing("\"ra1\"", with: "\"mallory\"")
    #expect(!isRenewal(moved, of: logins("a1")))
  }

  @Test func `another plan, account or person is another login`() {
    #expect(!isRenewal(claude("a2", refresh: "r2", plan: "pro"), of: claude()))
    #expect(!isRenewal(codex("a2", account: "mallory", refresh: "r2"), of: codex("a1")))
    #expect(!isRenewal(codex("a2", user: "mallory", refresh: "r2"), of: codex("a1")))
    let key = #"{"OPENAI_API_KEY":"one"}"#
    #expect(!isRenewal(#"{"OPENAI_API_KEY":"two"}"#, of: key))
  }

  @Test func `what renews later on is not changed alone`() {
    #expect(!isRenewal(claude(refresh: "mallory"), of: claude()))
    #expect(!isRenewal(codex("a1", refresh: "mallory"), of: codex("a1")))
  }

  @Test(arguments: [
    "", "{", "null", "[]", "{}", #"{"claudeAiOauth":{}}"#, #"{"claudeAiOauth":3}"#,
    #"{"claudeAiOauth":{"accessToken":"a2","accessToken":"a3"}}"#,
    #"{"claudeAiOauth":{"access_token":"a2","accessToken":"a3"}}"#,
  ])
  func `what is no such login is none of a renewal`(after: String) {
    #expect(!isRenewal(after, of: claude()))
  }

  @Test(arguments: [
    (#""expiresAt":1800018000000"#, #""expiresAt":"1800018000000""#),
    (#""expiresAt":1800018000000"#, #""expiresAt":null"#),
    (#""expiresAt":1800018000000"#, #""expiresAt":1800018000001"#),
    ("accessToken", "ACCESS_token"), ("accessToken", "access\\u0054oken"),
    (#"["user:inference","user:profile"]"#, #""user:inference user:profile""#),
    (#"["user:inference","user:profile"]"#, #"["user:inference","user:profile","user:profile"]"#),
    (#"["user:inference","user:profile"]"#, #"["user:inference user:profile"]"#),
    ("subscriptionType", "subscription\u{2010}Type"), ("K", "\u{212a}"), ("K", "\\u004b"),
    (#""plan":"a\#u{301}""#, #""plan":"\#u{e1}""#), (#""max""#, #""max","max":1"#),
  ])
  func `what merely reads the same is not the same`(old: String, new: String) {
    let login = claude("aK", endsIn: 18000)
      .replacing("}}", with: #"},"plan":"a\#u{301}","max":1}"#)
    let change = login.replacing(old, with: new)
    #expect(Array(change.utf8) != Array(login.utf8))
    #expect(!isRenewal(change, of: login))
  }

  @Test(arguments: [
    "null", "0", "\"1800028800000\"", "1800028800", "01800028800000", "1800028800000.0", "1.8e12",
    "1799999000000", "1900000000000", "[1800028800000]", "{}",
  ])
  func `new tokens end as the old ones did, later and within a month`(end: String) {
    let after = claude("a2", refresh: "r2", endsIn: 28_800)
    #expect(isRenewal(after, of: claude()))
    #expect(!isRenewal(after.replacing("1800028800000", with: end), of: claude()))
  }

  @Test(arguments: ["null", "0", "\"1800000060000\"", "1.8e12"])
  func `a login that does not say when it ends is not renewed`(end: String) {
    let before = claude().replacing("1800000060000", with: end)
    #expect(before != claude())
    #expect(!isRenewal(claude("a2", refresh: "r2", endsIn: 28_800), of: before))
    let same = before.replacing("a1", with: "a2").replacing("r1", with: "r2")
    #expect(!isRenewal(same, of: before))
  }

  @Test(arguments: ["", " ", "a b", "a\nb", "a\\n", "\u{212a}", "\u{0}", "e30.e30.c2ln"])
  func `a token is letters and signs`(token: String) {
    #expect(!isRenewal(claude(token, refresh: "r2", endsIn: 28_800), of: claude()))
    #expect(!isRenewal(claude("a2", refresh: token, endsIn: 28_800), of: claude()))
  }

  @Test func `a web token stays one that names its account and its end`() {
    let before = codex("a1")
    let after = codex("a2", endsIn: 9000, refresh: "r2")
    #expect(isRenewal(after, of: before))
    for name in ["access_token", "id_token"] {
      let start = "\"\(name)\":\""
      let rest = after.split(separator: start)[1]
      let genuine = String(rest[..<rest.firstIndex(of: "\"")!])
      for forged in [
        "mallory", genuine.replacing("J", with: "\u{212a}"), genuine + ".", genuine + "!",
        String(genuine.dropFirst()), token(#"{"sub":"ann","sub":"mallory","exp":1800009000}"#),
        token(#"{"sub":["ann"],"exp":1800009000}"#), token(#"{"sub":"ann"}"#),
        token(#"{"sub":"ann","exp":"1800009000"}"#),
        token(#"{"sub":"ann","email":"ann@example.org","exp":1}"#).replacing("e30.", with: "."),
      ] {
        #expect(!isRenewal(after.replacing(genuine, with: forged), of: before), "\(forged)")
      }
    }
  }

  @Test(arguments: [
    "", "now", "2027-01-15T08:00:00", "2027-01-15T08:00:00.Z", "2027-01-15T08:02:00Z",
    "2027-01-14T08:00:00Z", "2027-13-15T08:00:00Z", "2027-01-15T08:00:00.1234567890Z",
  ])
  func `when it was renewed is a time that has come`(stamp: String) {
    let before = codex("a1", stamp: "2027-01-15T07:00:00Z")
    #expect(isRenewal(codex("a2", endsIn: 9000, stamp: "2027-01-15T08:00:01Z"), of: before))
    #expect(!isRenewal(codex("a2", endsIn: 9000, stamp: stamp), of: before))
  }

  @Test func `nothing was renewed where only the time says so`() {
    #expect(!isRenewal(codex("a1"), of: codex("a1", stamp: "2027-01-15T07:00:00Z")))
  }

  /// It says more of a plan, and never more of how long it may be renewed.
  @Test func `an older claude's login may be renewed by a newer one`() {
    func login(_ more: String, _ access: String = "a2", endsIn seconds: Int64 = 9000) -> String {
      claude(access, refresh: "r2", endsIn: seconds).replacing("\"max\"", with: "\"max\",\(more)")
    }
    let added = #""subscriptionTypeSource":"sign_in","rateLimitTier":null,"clientId":"c-1""#
    #expect(isRenewal(login(added), of: claude()))
    #expect(!isRenewal(login(added, "a1", endsIn: 60), of: claude()))
    #expect(!isRenewal(login(#""apiKeyHelper":"x""#), of: claude()))
    func limited(_ days: Int64) -> String {
      #""refreshTokenExpiresAt":\#((now + days * 86400) * 1000)"#
    }
    let before = login(limited(20), "a1", endsIn: 60)
    #expect(isRenewal(login(limited(20)), of: before))
    #expect(isRenewal(login(limited(19)), of: before))
    #expect(!isRenewal(login(limited(21)), of: before))
    #expect(!isRenewal(login(limited(-1)), of: before))
  }

  @Test func `more than there was is none either`() {
    let more = claude("a2", refresh: "r2").dropLast() + #","mcpOAuth":{"x":{"accessToken":"t"}}}"#
    #expect(!isRenewal(String(more), of: claude()))
    let long = claude("a2", refresh: String(repeating: "r", count: 300_000))
    #expect(!isRenewal(long, of: claude()))
  }
}
