/// Whether it is worth looking for an object's own file before the packs.
///
/// One opening then does for size and bytes, but of what is packed the look in vain takes a third
/// as long as the reading. Objects come in long runs of one sort, so the last ones tell.
struct LooseLuck {
  /// How many looks were in vain since the last that was not, those not taken included.
  private var misses = 0

  /// So many in a row are a run; of a run every one of so many is still tried.
  private static let patience = 8

  mutating func isWorthTrying() -> Bool {
    guard misses >= Self.patience else { return true }
    misses += 1
    return misses.isMultiple(of: Self.patience)
  }

  mutating func note(_ isThere: Bool) {
    misses = isThere ? 0 : misses + 1
  }
}
