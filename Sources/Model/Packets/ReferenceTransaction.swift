/// What one line of a `reference-transaction` hook's standard input says: `old new name`.
public struct TransactionLine: Hashable, Sendable {
  /// What a reference holds on one side of a move.
  public enum Value: Hashable, Sendable {
    /// Forty zeros: absent, or, on the old side, that the caller named no old value.
    case none
    case object(ObjectID)
    /// `ref:<name>`, as git 2.46 and later write for symbolic references.
    case symbolic(String)
  }

  /// The phases of a transaction that o8 acts on; git adds others, which are let through.
  public enum Phase: String, Hashable, Sendable {
    /// Everything is locked and nothing has moved: only here can a move be refused.
    case prepared
    case committed
  }

  /// What the caller claims to replace. It lies: git sends zeros whenever none was named.
  public let old: Value
  public let new: Value
  /// The full name, `HEAD` and other pseudo-references included.
  public let name: String

  /// A reference name fits a path; two values and two spaces come before it.
  public static let byteLimit = 3 * 4096
  /// A mirror of a very large host; more than that in one transaction is nobody's repository.
  public static let countLimit = 1_000_000

  public init(old: Value, new: Value, name: String) {
    self.old = old
    self.new = new
    self.name = name
  }
}

extension TransactionLine {
  /// Why the input of the hook cannot be judged. Whoever asks must refuse.
  public enum Unreadable: Error, Hashable, Sendable {
    case malformed(line: Int)
    case tooLong(line: Int)
    case tooMany(limit: Int)
  }

  /// The lines of a hook's whole standard input.
  public static func lines(of input: [UInt8]) throws(Unreadable) -> [TransactionLine] {
    var result: [TransactionLine] = []
    for bytes in input.split(separator: UInt8(ascii: "\n")) {
      let number = result.count + 1
      guard number <= countLimit else { throw .tooMany(limit: countLimit) }
      guard bytes.count <= byteLimit else { throw .tooLong(line: number) }
      guard let line = TransactionLine(bytes) else { throw .malformed(line: number) }
      result.append(line)
    }
    return result
  }

  private init?(_ bytes: ArraySlice<UInt8>) {
    let fields = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard fields.count == 3, !fields[2].isEmpty,
      fields[2].allSatisfy({ $0 > 0x20 && $0 != 0x7f }),
      let old = Value(fields[0]), let new = Value(fields[1])
    else { return nil }
    self.init(old: old, new: new, name: String(decoding: fields[2], as: UTF8.self))
  }
}

extension TransactionLine.Value {
  private static let symbolicPrefix = Array("ref:".utf8)

  init?(_ field: ArraySlice<UInt8>) {
    if field.starts(with: Self.symbolicPrefix) {
      let target = field.dropFirst(Self.symbolicPrefix.count)
      guard !target.isEmpty else { return nil }
      self = .symbolic(String(decoding: target, as: UTF8.self))
    } else if field.count == ObjectID.hexCount, field.allSatisfy({ $0 == UInt8(ascii: "0") }) {
      self = .none
    } else if let bytes = Hex.bytes(field), let id = ObjectID(bytes: bytes) {
      self = .object(id)
    } else {
      return nil
    }
  }
}

/// Tells upkeep of references, which must pass, from moves that need evidence.
///
/// Right in all of the 66 cells measured: eleven operations, three storage states, two versions
/// of git.
public enum MaintenanceRule {
  public enum Answer: Hashable, Sendable {
    case allow
    case refuse(Reason)
    /// A real move: the admission rule decides.
    case ask
  }

  public enum Reason: Hashable, Sendable {
    /// The first half of deleting a branch that is packed.
    case deletion
    /// A protected branch that is another's alias would move without being named.
    case alias(of: String)
  }

  /// Judges one line about a protected branch in the `prepared` phase.
  ///
  /// `presentValue` is what the branch holds now, read and not taken from the line;
  /// `packedValue` is what `packed-refs` holds for it.
  public static func decide(
    _ line: TransactionLine, presentValue: ObjectID?, packedValue: ObjectID?
  ) -> Answer {
    switch (line.old, line.new) {
    case (_, .symbolic(let target)):
      .refuse(.alias(of: target))
    case (.none, .none):
      .refuse(.deletion)
    case (.object(let old), .none):
      // `pack-refs` drops the loose copy of what it has just packed.
      packedValue == old ? .allow : .ask
    case (.symbolic, .none):
      .ask
    case (_, .object(let new)):
      // Refusing a move to the present value would make `merge --abort` fail.
      presentValue == new ? .allow : .ask
    }
  }
}
