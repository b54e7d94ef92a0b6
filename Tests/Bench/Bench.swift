import Foundation

/// Measures what DESIGN promises about speed, side by side with plain git in the same run.
@main
struct Bench {
  static func main() async {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      let rows = try await measure(options)
      print(options.wantsJSON ? Row.json(rows) : Row.table(rows))
      exit(rows.allSatisfy { $0.holds != false } ? 0 : 3)
    } catch {
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      exit(error is UsageProblem ? 1 : 2)
    }
  }

  private static func measure(_ options: Options) async throws -> [Row] {
    try await Workbench.with(options) { bench in
      var rows: [Row] = []
      for part in Part.all where options.includes(part.name) {
        if !options.wantsJSON {
          FileHandle.standardError.write(Data("measuring \(part.name)…\n".utf8))
        }
        rows += try await part.measure(bench)
      }
      return rows
    }
  }
}

/// One group of rows that share what they need.
struct Part: Sendable {
  let name: String
  let measure: @Sendable (Workbench) async throws -> [Row]

  static let all = [
    Part(name: "start", measure: measureStart), Part(name: "hooks", measure: measureHooks),
    Part(name: "sessions", measure: measureSessions),
    Part(name: "agents", measure: measureAgents),
    Part(name: "dispatch", measure: measureDispatch), Part(name: "cage", measure: measureCage),
    Part(name: "lane", measure: measureLane), Part(name: "pushes", measure: measurePushes),
    Part(name: "signatures", measure: measureSignatures),
    Part(name: "ledger", measure: measureLedger), Part(name: "lists", measure: measureLists),
    Part(name: "proofs", measure: measureProofs),
    Part(name: "sharing", measure: measureSharing), Part(name: "parsing", measure: measureParsing),
  ]
}

struct UsageProblem: Error, CustomStringConvertible {
  let description: String
}

struct Options {
  var wantsJSON = false
  /// The program to measure; the one built beside this if nil.
  var program: String?
  /// Empty for all.
  var parts: Set<String> = []
  /// Divides the sizes of what is made, to look at one number quickly.
  var scale = 1

  init(_ words: [String]) throws {
    var words = words[...]
    while let word = words.popFirst() {
      switch word {
      case "--json": wantsJSON = true
      case "--program":
        program = words.popFirst()
      case "--scale":
        guard let number = words.popFirst().flatMap(Int.init), number > 0 else {
          throw UsageProblem(description: "--scale takes a number")
        }
        scale = number
      default:
        guard Part.all.contains(where: { $0.name == word }) else {
          let known = Part.all.map(\.name).joined(separator: "|")
          throw UsageProblem(
            description: "usage: o8-bench [--json] [--program FILE] [--scale N] [\(known)]…")
        }
        parts.insert(word)
      }
    }
  }

  func includes(_ part: String) -> Bool { parts.isEmpty || parts.contains(part) }
}
