/// What one CLI's records mean. It sees whole records of standard output only.
protocol RecordReader: Sendable {
  init()

  /// Says what `record` holds; false where it knows no such record.
  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool

  /// What a line of standard error means, where the CLI says there what it says nowhere else.
  mutating func hear(complaint line: String) -> Failure?
}

extension RecordReader {
  mutating func hear(complaint line: String) -> Failure? { nil }
}
