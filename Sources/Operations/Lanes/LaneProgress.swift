import Lanes
import Model

/// What a lane that somebody waits for is doing.
public enum LaneProgress: Hashable, Sendable {
  /// A line of the lane's own: an attempt began, a gate was red.
  case step(String)
  /// The last line that a worker or a gate wrote.
  case output(String)
}

extension LaneProgress {
  /// Longer lines fit no terminal.
  private static let characterLimit = 200

  init?(_ line: SpoolLine) {
    let text = String(decoding: line.bytes.prefix(4 * Self.characterLimit), as: UTF8.self)
    switch line.source {
    case .lane: self = .step(text)
    case .closed: return nil
    case .output, .error, .gate:
      let shown = SafeText.singleLine(text, limit: Self.characterLimit)
      guard !shown.isEmpty else { return nil }
      self = .output(shown)
    }
  }
}
