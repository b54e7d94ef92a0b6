/// How many lanes may run at once in this clone: as many files, one lock each.
public struct LaneSlots: Hashable, Sendable {
  /// A person's machine; each lane is a build or more.
  public static let standard = 8
  /// More are no limit any more.
  public static let most = 1000

  public let directory: String
  public let count: Int

  public init(_ count: Int, in commonDirectory: String) {
    directory = "\(commonDirectory)/o8/slots"
    self.count = min(max(count, 1), Self.most)
  }

  /// Takes a slot until the lock is dropped; nil while all are taken.
  public func take() throws(SystemFailure) -> FileLock? {
    try Folder.make(directory)
    for number in 0..<count {
      if let slot = try FileLock.take("\(directory)/\(number)") { return slot }
    }
    return nil
  }

  public var free: Int {
    (0..<count).count { !FileLock.isHeld("\(directory)/\($0)") }
  }
}
