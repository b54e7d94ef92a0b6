extension LanePlace {
  /// Has the packet's next attempt begin though its provider is said to refuse: somebody has logged
  /// in, or knows better than what a lane, here or elsewhere, once wrote.
  public func insist() throws(SystemFailure) {
    try make()
    try Folder.write([], to: insistenceFile)
  }

  /// Whether somebody insists, and no attempt has begun since.
  public var isInsisted: Bool { Folder.exists(insistenceFile) }

  func endInsistence() { Folder.removeFile(insistenceFile) }

  private var insistenceFile: String { "\(directory)/insist" }
}
