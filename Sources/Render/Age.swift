public import Model

/// How long ago something was, as people say it in a column.
public enum Age {
  /// Never longer than ten columns. A time to come is `now`: clocks differ.
  public static func text(of instant: Instant, at now: Instant) -> String {
    let seconds = max(0, now.seconds - instant.seconds)
    switch seconds {
    case ..<10: return "now"
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min"
    case ..<(48 * 3600): return "\(seconds / 3600) h"
    case ..<(30 * 86_400): return "\(seconds / 86_400) days"
    default: return String(instant.text.prefix(10))
    }
  }

  /// The same behind a verb: `now`, `5 min ago`, `on 2026-03-01`.
  public static func phrase(of instant: Instant, at now: Instant) -> String {
    let text = text(of: instant, at: now)
    if text == "now" { return "just now" }
    return text.contains("-") ? "on \(text)" : "\(text) ago"
  }

  /// How long something took.
  public static func duration(_ seconds: Int) -> String {
    switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3600: "\(seconds / 60) min \(seconds % 60) s"
    default: "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    }
  }
}
