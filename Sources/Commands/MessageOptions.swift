import ArgumentParser
import Model
import Operations

/// A text, given as git takes the message of a commit.
struct MessageOptions: ParsableArguments {
  @Option(
    name: .customShort("m"),
    help: ArgumentHelp("What to say; each further one is a paragraph", valueName: "text"))
  var message: [String] = []

  @Option(
    name: .customShort("F"),
    help: ArgumentHelp("Read it from a file, - for standard input", valueName: "file"))
  var file: String?

  /// The same where the text may be an argument as well. An argument that says nothing stays one.
  func text(in context: Context, besides argument: String?) throws(Problem) -> String? {
    guard let argument else { return try text(in: context) }
    guard message.isEmpty, file == nil else {
      throw Problem(.usage, "give the text once: as an argument, with -m, or with -F")
    }
    return argument
  }

  /// Nil where nothing was said.
  func text(in context: Context) throws(Problem) -> String? {
    var parts = message
    if let file { parts.append(try Self.read(file, in: context)) }
    let text = parts.joined(separator: "\n\n")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let end = (lines.lastIndex { $0.contains { !$0.isWhitespace } } ?? -1) + 1
    return end == 0 ? nil : lines[..<end].joined(separator: "\n")
  }

  private static func read(_ file: String, in context: Context) throws(Problem) -> String {
    let bytes: [UInt8]
    if file == "-" {
      guard let read = context.readInput(Limits.messageBytes + 1) else {
        throw Problem(
          .usage, "cannot read a text from the terminal", hint: "give it with -m TEXT")
      }
      bytes = read
    } else {
      bytes = try context.read(file, limit: Limits.messageBytes + 1)
    }
    guard bytes.count <= Limits.messageBytes else {
      throw Problem(.usage, "the text has more than \(Limits.messageBytes) bytes")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(.usage, "the text is no UTF-8")
    }
    return text
  }
}
