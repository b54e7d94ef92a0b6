internal import CProcess

/// The write ends that wake those who wait in `poll`, by registration.
struct Wakers {
  private var ends: [Int: Int32] = [:]
  private var registrations = 0

  mutating func add(_ end: Int32) -> Int {
    registrations += 1
    ends[registrations] = end
    return registrations
  }

  mutating func remove(_ registration: Int) { ends.removeValue(forKey: registration) }

  func wake() {
    for end in ends.values { _ = o8_write(end, [UInt8(0)], 1) }
  }
}
