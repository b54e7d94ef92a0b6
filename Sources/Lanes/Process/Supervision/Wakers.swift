internal import CProcess

/// What wakes those who wait, by registration.
struct Wakers {
  private var calls: [Int: @Sendable () -> Void] = [:]
  private var registrations = 0

  mutating func add(_ call: @escaping @Sendable () -> Void) -> Int {
    registrations += 1
    calls[registrations] = call
    return registrations
  }

  /// Those who wait in `poll` for something to read from the other side of `end`.
  mutating func add(writingTo end: Int32) -> Int {
    add { _ = o8_write(end, [UInt8(0)], 1) }
  }

  mutating func remove(_ registration: Int) { calls.removeValue(forKey: registration) }

  func wake() {
    for call in calls.values { call() }
  }
}
