import ArgumentParser
import Model
import Operations
import Render

struct ArtifactsCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "artifacts",
    abstract: "List the files that the worker of a packet left for people, or print one")

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String?

  @Argument(help: ArgumentHelp("The file to print, as it is listed", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("Of this attempt, not of the last that left it", valueName: "number"))
  var attempt: Int?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    guard let name else {
      let (packet, files) = try await workspace.artifacts(of: packet)
      let wanted = files.filter { file in attempt.map { $0 == file.attempt } ?? true }
      return context.show(
        Answer(
          wanted.isEmpty
            ? [Line("packet \(packet.id.short) has no artifacts", .faint)]
            : PacketText.aligned(
              wanted.map(\.cells), within: context.columns(), giving: 2,
              under: wanted.map { $0.remedy.map { Line("     \($0)", .warning) } }),
          json: [
            "schema": "o8/artifacts/1", "id": .string(packet.id.hex),
            "artifacts": .array(wanted.map(\.document)),
          ]))
    }
    let bytes = try await workspace.artifact(name, of: packet, attempt: attempt)
    guard context.terminals.contains(.output) else { return context.writeBytes(bytes) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(
        .refused,
        "\(SafeText.singleLine(name, limit: 100)) is no text, which a terminal cannot show",
        hint: "send it to a file, with > behind the command")
    }
    // A worker wrote it: nothing in it may move the cursor.
    context.write(.output, SafeText.escaped(text) + (text.hasSuffix("\n") ? "" : "\n"))
  }
}

extension KeptArtifact {
  fileprivate var cells: [Line] {
    [
      Line("  \(attempt)", .faint), Line("\(artifact.kept.size) bytes", .faint),
      Line(artifact.path), Line(artifact.kept.sha256.hex.prefix(12).description, .faint),
      isHere ? Line("") : Line("with \(artifact.kept.holder)", .warning),
    ]
  }

  fileprivate var document: JSONValue {
    [
      "attempt": JSONValue(attempt), "name": .string(artifact.path),
      "size": .integer(artifact.kept.size), "sha256": .string(artifact.kept.sha256.hex),
      "blob": .string(artifact.kept.blob.hex), "holder": .string(artifact.kept.holder.text),
      "here": .bool(isHere),
    ]
  }
}
