import Git
import Lanes
import Model
import Runtimes

extension Doctor {
  /// The agents that are on this machine, and what would make one hang or fail. One that nobody has
  /// chosen may be logged out.
  mutating func lookAtRuntimes() async throws {
    let found = await (try workspace.runtimes).discover(.program)
    let configured = try repository.config("o8.runtime").map { [$0] } ?? []
    let chosen = configured + Workspace.fallbacks(in: try repository.config("o8.fallback") ?? "")
    let before = examination.findings.count
    for finding in found {
      let report = RuntimeReport(finding)
      let isChosen = chosen.contains(report.name)
      let name = "\(report.name) \(report.version ?? "")".trimmingBlanks
      switch report.standing {
      case .builtIn: continue
      case .absent:
        guard isChosen else { continue }
        add(.runtimes, .lacking, "\(name) is configured and not on PATH", .run("git o8 runtimes"))
      case .unusable:
        add(
          .runtimes, .lacking, "\(name) cannot be used: \(report.next ?? "its manifest is wrong")",
          .run("git config --show-origin --get-all o8.runtimeManifest"))
      case .silent:
        add(
          .runtimes, .advice,
          "\(name) tells no version: it waits, most likely with a question on the terminal",
          report.next.map(Remedy.words))
      case .loggedOut:
        add(
          .runtimes, isChosen ? .lacking : .fine,
          "\(name): nobody seems to be logged in; on a terminal it would ask",
          report.next.map(Remedy.words))
      case .found, .ready:
        let lacks = report.missing.joined(separator: ", ")
        add(
          .runtimes, lacks.isEmpty ? .fine : .advice,
          lacks.isEmpty ? name : "\(name) does not take \(lacks)\(Self.dialog(report))",
          lacks.isEmpty ? nil : report.next.map(Remedy.words))
      }
    }
    if case .lacking(let why) = await TerminalProgram.find(in: workspace.environment) {
      add(
        .runtimes, .fine, "no worker can be given a terminal: \(why)",
        .words("install tmux \(TerminalProgram.leastText) or newer for git o8 dispatch --tmux"))
    }
    if examination.findings.count == before {
      add(.runtimes, .fine, "no agent is on PATH; work goes to commands")
    }
  }

  /// What a version that lacks the word for it asks instead.
  private static func dialog(_ report: RuntimeReport) -> String {
    report.missing.contains { $0.contains("trust") }
      ? ": it may ask whether a directory is trusted, and waits" : ""
  }
}

extension String {
  fileprivate var trimmingBlanks: String { split(separator: " ").joined(separator: " ") }
}
