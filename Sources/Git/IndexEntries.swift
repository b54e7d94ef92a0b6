/// What the entries of an index say in their fixed parts, read without git.
///
/// Every answer is true also for whatever only git can read: paths in short (version 4), parts in
/// another file. Then it is to be asked.
struct IndexEntries {
  private let index: [UInt8]

  init(_ index: [UInt8]) { self.index = index }

  /// Whether an entry may be marked `--skip-worktree` or `--assume-unchanged`: most indexes have
  /// none.
  var mayHideChanges: Bool {
    anyEntry { entry, flags in
      flags & Self.assumed != 0
        || flags & Self.extended != 0 && index[entry + Self.fixedBytes] & Self.skipped != 0
    }
  }

  /// Whether an entry may be a submodule.
  var mayHoldSubmodules: Bool {
    anyEntry { entry, _ in index[entry + Self.modePlace] & 0xF0 == Self.gitlink }
  }

  /// Whether `test` holds for an entry, by its place and its flags.
  private func anyEntry(_ test: (Int, UInt16) -> Bool) -> Bool {
    guard index.count >= Self.headerBytes, index.starts(with: Array("DIRC".utf8)) else {
      return true
    }
    guard let version = number(4), version < 4, let count = number(8) else { return true }
    var start = Self.headerBytes
    for _ in 0..<count {
      var name = start + Self.fixedBytes
      guard name + 2 <= index.count else { return true }
      let flags = UInt16(index[name - 2]) << 8 | UInt16(index[name - 1])
      if test(start, flags) { return true }
      if flags & Self.extended != 0 { name += 2 }
      guard let end = index[name...].firstIndex(of: 0) else { return true }
      // Padded with one to eight zeros to a multiple of eight.
      start += (end - start + 8) & ~7
    }
    // A split index has most of its entries elsewhere.
    return index[min(start, index.count)...].starts(with: Array("link".utf8))
  }

  private static let headerBytes = 12
  /// Times, numbers, mode, owner, size, id and flags.
  private static let fixedBytes = 62
  /// Of the upper byte of the mode's lower half: the kind is its upper four bits.
  private static let modePlace = 26
  private static let gitlink: UInt8 = 0xE0
  private static let assumed: UInt16 = 0x8000
  private static let extended: UInt16 = 0x4000
  /// In the upper byte of the flags that follow.
  private static let skipped: UInt8 = 0x40

  private func number(_ place: Int) -> Int? {
    guard place + 4 <= index.count else { return nil }
    return index[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
