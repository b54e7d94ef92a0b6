internal import CProcess

/// What stands between a cage and the program at a terminal in it.
public enum TerminalKeys {
  /// Becomes the program that `words` begin with, which hears of the keys that interrupt it again.
  /// Returns only where that failed, and why.
  public static func become(_ words: [String]) -> SystemFailure {
    let program = words.first ?? ""
    let failed = CStrings.with(words) { o8_become(program, $0) }
    return SystemFailure("start", program, lastErrno: failed)
  }
}
