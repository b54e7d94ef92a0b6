import Foundation
import Model
import Support

/// Thousands of commits in the words of `git fast-import`: one by one they would take minutes.
struct FastImport {
  private var stream: [UInt8] = []
  /// It finds a parent in its own pack by mark only.
  private var marks: [ObjectID: Int] = [:]

  /// Adds the commit with the bytes and the id, on a branch that is forgotten again.
  mutating func commit(
    _ id: ObjectID, _ commit: [UInt8], _ parents: [ObjectID], _ files: [(String, [UInt8])]
  ) {
    let lines = String(decoding: commit, as: UTF8.self)
    let parts = lines.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
    let people = parts[0].split(separator: "\n").filter {
      $0.hasPrefix("author ") || $0.hasPrefix("committer ")
    }
    let message = String(parts[1])
    marks[id] = marks.count + 1
    append("reset refs/bench/none\n\ncommit refs/bench/none\nmark :\(marks.count)\n")
    append(people.joined(separator: "\n") + "\n")
    append("data \(message.utf8.count)\n\(message)")
    for (index, parent) in parents.enumerated() {
      append("\(index == 0 ? "from" : "merge") \(name(parent))\n")
    }
    append("deleteall\n")
    for (name, content) in files {
      append("M 100644 inline \(name)\ndata \(content.count)\n")
      stream += content
      append("\n")
    }
    append("\n")
  }

  mutating func point(_ reference: ReferenceName, to id: ObjectID) {
    append("reset \(reference)\nfrom \(name(id))\n\n")
  }

  /// Brings all of it into the repository, its references packed.
  consuming func run(in repository: TestRepository) async throws {
    append("reset refs/bench/none\nfrom 0000000000000000000000000000000000000000\n\n")
    let file = repository.scratch + "/history"
    try Data(stream).write(to: URL(fileURLWithPath: file))
    try await repository.program.require(
      "sh", ["-c", "git fast-import --quiet --force < '\(file)' && git pack-refs --all"])
    try FileManager.default.removeItem(atPath: file)
  }

  private func name(_ id: ObjectID) -> String { marks[id].map { ":\($0)" } ?? id.hex }

  private mutating func append(_ text: String) { stream += Array(text.utf8) }
}
