import Git
public import Model

/// A value that this clone keeps for itself, and the blob that it was read from.
public struct LocalRecord: Hashable, Sendable {
  public let name: ReferenceName
  public let blob: ObjectID
  public let value: JSONValue

  /// What the value says; throws `UnreadableRecord` where it says something else.
  public func read<Content>(
    _ content: (JSONValue) throws(FormatError) -> Content
  ) throws(UnreadableRecord) -> Content {
    do throws(FormatError) { return try content(value) } catch {
      throw UnreadableRecord(name: name, why: "\(error)")
    }
  }
}

/// A value of this clone's own that somebody has spoilt.
public struct UnreadableRecord: Error, Hashable, Sendable, CustomStringConvertible {
  public let name: ReferenceName
  public let why: String

  public var description: String { "cannot read what \(name) holds: \(why)" }
}

extension Store {
  /// What a local reference to a blob of canonical JSON holds; nil where it is absent.
  ///
  /// Throws `UnreadableRecord` when it holds anything else.
  public func record(at name: ReferenceName) throws -> LocalRecord? {
    guard let blob = try repository.target(of: name) else { return nil }
    do {
      let bytes = try repository.blob(blob, limit: Limits.blobBytes)
      guard bytes.last == UInt8(ascii: "\n") else {
        throw FormatError("it does not end with a newline")
      }
      let value = try JSONValue(canonical: Array(bytes.dropLast()))
      return LocalRecord(name: name, blob: blob, value: value)
    } catch {
      throw UnreadableRecord(name: name, why: "\(error)")
    }
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
    return LocalRecord(
      name: name, blob: blob, value: try JSONValue(canonical: Array(bytes.dropLast())))
  }
}
