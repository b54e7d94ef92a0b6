import Git
public import Model

/// A value that this clone keeps for itself, and the blob that it was read from.
public struct LocalRecord: Hashable, Sendable {
  public let blob: ObjectID
  public let value: JSONValue
}

extension Store {
  /// What a local reference to a blob of canonical JSON holds; nil where it is absent.
  ///
  /// Throws `FormatError` when the blob is anything else.
  public func record(at name: ReferenceName) throws -> LocalRecord? {
    guard let blob = try repository.target(of: name) else { return nil }
    let bytes = try repository.blob(blob, limit: Limits.blobBytes)
    guard bytes.last == UInt8(ascii: "\n") else {
      throw FormatError("\(name) does not end with a newline")
    }
    return LocalRecord(blob: blob, value: try JSONValue(canonical: Array(bytes.dropLast())))
  }

  /// Puts `value` where `old` was, or nothing where it is nil.
  ///
  /// Throws a `GitError` that means someone was first when the reference holds something else.
  @discardableResult
  public func replaceRecord(
    at name: ReferenceName, from old: LocalRecord?, with value: JSONValue?
  ) throws -> LocalRecord? {
    guard let value else {
      try repository.move(name, from: old?.blob, to: nil)
      return nil
    }
    let bytes = value.canonical() + [UInt8(ascii: "\n")]
    guard bytes.count <= Limits.blobBytes else {
      throw StoreError(.invalid, "write", on: name.text, "it is too large")
    }
    let blob = try repository.writeBlob(bytes)
    try repository.move(name, from: old?.blob, to: blob)
    return LocalRecord(blob: blob, value: try JSONValue(canonical: Array(bytes.dropLast())))
  }
}
