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
    refresh: String = "r1"
  ) -> String {
    let id = token(#"{"sub":"\#(user)","email":"\#(user)@example.org","exp":1}"#)
    let claims = #"{"sub":"\#(user)","exp":\#(now + seconds),"jti":"\#(access)"}"#
    return """
      {"OPENAI_API_KEY":null,"tokens":{"id_token":"\(id)","access_token":"\(token(claims))",
      "refresh_token":"\(refresh)","account_id":"\(account)"},"last_refresh":"\(access)"}
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
      "expires":\(now * 1000)},"openai":{"type":"api","key":"\(key)"}}
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

  @Test func `more than there was is none either`() {
    let more = claude("a2", refresh: "r2").dropLast() + #","mcpOAuth":{"x":{"accessToken":"t"}}}"#
    #expect(!isRenewal(String(more), of: claude()))
    let long = claude("a2", refresh: String(repeating: "r", count: 300_000))
    #expect(!isRenewal(long, of: claude()))
  }
}
