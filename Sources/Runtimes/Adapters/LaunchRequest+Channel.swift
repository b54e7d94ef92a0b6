internal import Model

extension LaunchRequest {
  /// What every worker is told about its work, whatever program it is.
  var channel: [String: String] {
    [
      "O8_PACKET": packet.hex, "O8_BASE": base.hex, "O8_ATTEMPT": String(attempt),
      "O8_OUTBOX": outbox, "O8_ARTIFACTS": artifacts, "O8_PROMPT_FILE": promptFile,
    ]
  }
}
