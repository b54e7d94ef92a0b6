import Synchronization

@testable import Operations

/// The steps that somebody was told of.
final class Told: Sendable {
  private let heard = Mutex<[String]>([])

  func hear(_ progress: LaneProgress) {
    if case .step(let text) = progress { heard.withLock { $0.append(text) } }
  }

  var steps: [String] { heard.withLock { $0 } }
}
