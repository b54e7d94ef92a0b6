/// How a program ended and what it said.
public struct ProgramOutput: Sendable, Hashable {
  /// The exit status; 128 and the signal's number when a signal ended it.
  public let exit: Int32
  public let output: [UInt8]
  /// The end of its standard error, at most `Program.errorLimit` bytes.
  public let errorText: String

  public init(exit: Int32, output: [UInt8], errorText: String) {
    self.exit = exit
    self.output = output
    self.errorText = errorText
  }

  /// The output as text, with bytes that are no UTF-8 replaced.
  public var text: String { String(decoding: output, as: UTF8.self) }

  /// The fields of output that a program wrote with `-z`.
  var fields: [ArraySlice<UInt8>] {
    var fields = output.split(separator: 0, omittingEmptySubsequences: false)
    if fields.last?.isEmpty == true { fields.removeLast() }
    return fields
  }
}
