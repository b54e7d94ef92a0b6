/// How large things may be. A record that everybody fetches must not be able to fill a disk or
/// stall a reader, so every size has an end.
public enum Limits {
  /// Bytes of a commit message; git servers and mail tools choke on more.
  public static let messageBytes = 64 * 1024
  /// Bytes of a blob in a shared chain: an event, a signature, an attachment.
  public static let blobBytes = 1024 * 1024
  /// Entries of an event's tree.
  public static let treeEntries = 256
  /// Bytes of a commit object in a shared chain: its message, its parents and some room.
  public static let commitBytes = messageBytes + 64 * 1024
  /// Bytes of a subject; it is one line of `git log`.
  public static let subjectBytes = 512
  /// How far one event may push the clock: a jump beyond it can only be an attack.
  public static let clockStep: Int64 = 1 << 20
  /// How often an append is tried when others append too.
  public static let appendAttempts = 32
  /// Characters of a nonce.
  public static let nonceBytes = 64
}
