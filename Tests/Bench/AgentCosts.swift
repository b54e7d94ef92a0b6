import Fixtures
import Foundation
import Lanes
import Model
import Support

/// What stands between a worker and its reader, and between a lane and its worker.
func measureAgents(_ bench: Workbench) async throws -> [Row] {
  try await bench.withRepository(files: 50) { fixture, spawn in
    let bed = try await AgentBed(bench, fixture, spawn)
    var rows = [try bed.following()]
    let plain = try bed.starts()
    rows.append(
      Row(
        name: "from a lane with its worktree to the program's start",
        value: try await bed.launches("worktree"), baseline: plain, bar: .addsAtMost(60)))
    // Where this machine makes no cages there is nothing to measure.
    if try await bed.makesCages() {
      rows.append(
        Row(
          name: "the same, in a cage", value: try await bed.launches("sandbox"), baseline: plain,
          bar: .addsAtMost(100)))
    }
    return rows
  }
}

/// A repository with a runtime whose program only tells when it began.
private struct AgentBed {
  private let bench: Workbench
  private let fixture: GovernedFixture
  private let spawn: Spawn
  private let scratch: String

  private static let runs = 11
  private static let lines = 21

  init(_ bench: Workbench, _ fixture: GovernedFixture, _ spawn: Spawn) async throws {
    let scratch = fixture.repository.scratch
    let folder = "\(scratch)/bin"
    var environment = spawn.environment
    environment["PATH"] = "\(folder):\(environment["PATH"] ?? "/usr/bin:/bin")"
    (self.bench, self.fixture, self.scratch) = (bench, fixture, scratch)
    self.spawn = Spawn(directory: spawn.directory, environment: environment)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write("#!/bin/sh\necho \"began $(date +%s%N)\"\n", to: "\(folder)/probe")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: "\(folder)/probe")
    let manifest = "\(scratch)/probe.runtime"
    try write("name = probe\nprompt = input\nlaunch = start\nparser = plain\n", to: manifest)
    try await fixture.repository.git("config", "o8.runtimeManifest", manifest)
    try await fixture.repository.git("config", "o8.worktreeRoot", scratch + "/lanes")
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// Milliseconds from a line's writing by a worker to its reading behind `log --follow`, and behind
  /// `tail --follow` of a file.
  func following() throws -> Row {
    let stamps = "for i in $(seq \(Self.lines)); do date +%s%N; sleep 0.05; done"
    let noting = "while read -r line; do echo \"$line $(date +%s%N)\"; done"
    try spawn.milliseconds([
      bench.program, "dispatch", "followed", "-m", "write", "--attempts", "1", "--", "sh", "-c",
      "sleep 0.5; \(stamps)",
    ])
    try spawn.milliseconds([
      "sh", "-c", "'\(bench.program)' log followed --follow | \(noting) > '\(scratch)/heard'",
    ])
    try spawn.milliseconds([
      "sh", "-c",
      """
      : > '\(scratch)/file'; (sleep 0.5; \(stamps); echo over) > '\(scratch)/file' &
      tail --follow --lines=+1 '\(scratch)/file' | sed -u /over/q | \(noting) > '\(scratch)/tailed'
      """,
    ])
    return Row(
      name: "from a worker's line to log --follow, against tail -f", value: try delay("heard"),
      baseline: try delay("tailed"), bar: .atMost(50))
  }

  /// The median of what lies between the two times of each line.
  private func delay(_ file: String) throws -> Double {
    try String(contentsOfFile: "\(scratch)/\(file)", encoding: .utf8).split(separator: "\n")
      .compactMap { line in
        let times = line.split(separator: " ").compactMap { Double($0) }
        return times.count == 2 ? (times[1] - times[0]) / 1e6 : nil
      }.median
  }

  /// Milliseconds that the program takes by itself to where it tells that it began.
  func starts() throws -> Double {
    try (0..<Self.runs).map { _ in
      let before = Date().timeIntervalSince1970 * 1000
      try spawn.milliseconds(["sh", "-c", "exec probe > '\(scratch)/began'"])
      let text = try String(contentsOfFile: "\(scratch)/began", encoding: .utf8)
      return try began(Array(text.utf8)) - before
    }.median
  }

  /// Milliseconds from the moment at which an attempt's worktree stands.
  func launches(_ isolation: String) async throws -> Double {
    var figures: [Double] = []
    for turn in 0..<Self.runs {
      let title = "launch \(isolation) \(turn)"
      try spawn.milliseconds(
        [
          bench.program, "dispatch", title, "-m", "begin", "--runtime", "probe", "--attempts", "1",
          "--isolation", isolation, "--wait",
        ], expecting: 3)
      let id = try await packet(title)
      figures.append(try launch(of: id))
      try spawn.milliseconds([bench.program, "cancel", title])
    }
    return figures.median
  }

  func makesCages() async throws -> Bool {
    let told = try await fixture.repository.program.run(
      bench.program, ["runtimes", "--json"], environment: spawn.environment)
    return told.output.contains(#""cage":true"#)
  }

  private func packet(_ title: String) async throws -> ObjectID {
    let text = try await fixture.repository.program.require(
      bench.program, ["show", title, "--json"], environment: spawn.environment)
    let shown = try JSONDecoder().decode(Shown.self, from: Data(text.utf8))
    guard let id = ObjectID(shown.id) else { throw UsageProblem(description: "no id in \(text)") }
    return id
  }

  private struct Shown: Decodable { let id: String }

  private func launch(of packet: ObjectID) throws -> Double {
    let place = LanePlace(of: packet, in: fixture.repository.path + "/.git")
    var reader = SpoolReader(place.spool)
    var standing: Double?
    while let entry = try reader.next() {
      guard case .line(let line) = entry else { continue }
      if line.source == .lane, line.bytes.starts(with: Array("worktree ".utf8)) {
        standing = Double(line.milliseconds)
      } else if line.bytes.starts(with: Array("began ".utf8)), let standing {
        return try began(line.bytes) - standing
      }
    }
    throw UsageProblem(description: "the program of \(packet.hex) never began")
  }

  private func began(_ bytes: [UInt8]) throws -> Double {
    let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard words.count == 2, let nanoseconds = Double(words[1]) else {
      throw UsageProblem(description: "the program did not tell when it began")
    }
    return nanoseconds / 1e6
  }
}
