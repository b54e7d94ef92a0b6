public import Model

extension CarriedApproval {
  /// By what it is approved, such as `its approval on 1234567 carries over`.
  public var sentence: String {
    let one = verdicts.count == 1
    let words = (one ? "its approval on " : "its approvals on ") + base.short
    guard gates.isEmpty else {
      return words + (one ? " carries" : " carry") + " over, once its gates are green there: "
        + gates.joined(separator: ", ")
    }
    return words + (one ? " carries over" : " carry over")
  }
}

extension Packet {
  /// Why it waits for somebody, on one line; nil where it does not.
  public var reasonToWait: String? {
    guard state == .waiting, let pause else { return nil }
    let text = SafeText.singleLine(pause.text, limit: 500)
    return switch pause.reason {
    case .question: "asks: \(text)"
    case .limit:
      (pause.until.map { "waits until \($0.text) for its provider: " }
        ?? "at the provider's limit: ")
        + text
    case .held: text == "interrupted" ? text : "held: \(text)"
    }
  }
}

extension LandingObstacle {
  /// Why it cannot land, and what to run about it.
  var next: String {
    ([sentence] + [commands.joined(separator: ", then ")].filter { !$0.isEmpty })
      .joined(separator: ": ")
  }
}
