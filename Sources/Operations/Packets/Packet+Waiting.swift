public import Model

extension Packet {
  /// Why it waits for somebody, on one line; nil where it does not.
  public var reasonToWait: String? {
    guard state == .waiting, let pause else { return nil }
    let text = SafeText.singleLine(pause.text, limit: 500)
    return switch pause.reason {
    case .question: "asks: \(text)"
    case .limit: "at the provider's limit: \(text)"
    case .held: text == "interrupted" ? text : "held: \(text)"
    }
  }
}
