import Foundation
import Support
import Testing

/// Many things at once, and processes that die at any moment.
@Suite("A soak", .enabled(if: Slow.isWanted), .serialized)
struct SoakTests {
  @Test("thirty packets at once all come to their end, no more lanes than allowed")
  func manyAtOnce() async throws {
    try await SlowScene.with { scene in
      try await scene.repository.git("config", "o8.maxLanes", "4")
      let running = scene.repository.scratch + "/running"
      try FileManager.default.createDirectory(
        atPath: running, withIntermediateDirectories: false)
      let worker = """
        touch \(running)/$$; ls \(running) | wc -l >>\(scene.repository.scratch)/most
        echo $1 >file-$1.txt; rm \(running)/$$
        """
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<30 {
          group.addTask {
            try await scene.o8(
              "dispatch", "packet number \(number)", "-m", "x", "--", "sh", "-c", worker, "sh",
              "\(number)")
          }
        }
        try await group.waitForAll()
      }
      try await scene.o8("wait", "--timeout", "300s")
      let states = try await scene.states()
      #expect(states.count == 30)
      #expect(Set(states.values) == ["review"])
      let most = try String(contentsOfFile: scene.repository.scratch + "/most", encoding: .utf8)
        .split(separator: "\n").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }.max()
      #expect(most.map { $0 <= 4 } == true)
      for number in 0..<30 {
        try await scene.o8("verdict", "packet number \(number)", "approve", "--merge")
      }
      #expect(Set(try await scene.states().values) == ["landed"])
      try await scene.o8("verify", "--all")
      let files = try await scene.repository.git("ls-tree", "--name-only", "main")
      #expect(files.split(separator: "\n").filter { $0.hasPrefix("file-") }.count == 30)
    }
  }

  @Test(
    "a lane that is killed at any moment loses nothing",
    arguments: 0..<Slow.rounds, SlowScene.Victims.allCases)
  func killedLanes(seed: Int, victims: SlowScene.Victims) async throws {
    try await SlowScene.with { scene in
      let delay = 40 + seed * 55
      let wasKilled = try await scene.killO8(
        [
          "dispatch", "victim", "-m", "x", "--wait", "--", "sh", "-c",
          "echo work >work.txt; git add work.txt; git commit -qm work; echo more >more.txt",
        ], victims, afterMilliseconds: delay)
      try await scene.o8("reconcile")
      if try await scene.states()["victim"] == nil {
        #expect(wasKilled, "only a dispatch that was cut short opens nothing")
        return
      }
      if try await scene.states()["victim"] == "waiting" {
        try await scene.o8("resume", "victim")
      }
      try await scene.o8("wait", "victim", "--timeout", "60s")
      #expect(try await scene.states()["victim"] == "review")
      try await scene.o8("verdict", "victim", "approve", "--merge")
      #expect(try await scene.repository.git("show", "main:work.txt") == "work")
      #expect(try await scene.repository.git("show", "main:more.txt") == "more")
      try await scene.o8("verify", "--all")
    }
  }

  @Test(
    "a merge that is killed at any moment is completed or never was",
    arguments: 0..<Slow.rounds, SlowScene.Victims.allCases)
  func killedMerges(seed: Int, victims: SlowScene.Victims) async throws {
    try await SlowScene.with { scene in
      try await scene.o8(
        "dispatch", "victim", "-m", "x", "--wait", "--", "sh", "-c", "echo work >work.txt")
      try await scene.o8("verdict", "victim", "approve")
      _ = try await scene.killO8(
        ["merge", "victim"], victims, afterMilliseconds: 30 + seed * 25)
      try await scene.o8("reconcile")
      if try await scene.states()["victim"] != "landed" {
        try await scene.o8("merge", "victim")
      }
      #expect(try await scene.states()["victim"] == "landed")
      #expect(try await scene.repository.git("status", "--porcelain") == "")
      #expect(try scene.repository.read("work.txt") == "work\n")
      try await scene.o8("verify", "--all")
      let again = try await scene.o8("reconcile", "--json")
      #expect(again.contains("\"actions\":[]"))
    }
  }

  @Test("a worker that writes a gigabyte is kept in bounds")
  func gigabyte() async throws {
    try await SlowScene.with { scene in
      try await scene.o8(
        "dispatch", "talker", "-m", "x", "--wait", "--", "sh", "-c",
        """
        yes 'a line of output that says nothing at all' | head -c 1073741824; echo x >x.txt
        grep VmHWM /proc/$(cut -d' ' -f4 /proc/$PPID/stat)/status >\(scene.repository.scratch)/peak
        """)
      #expect(try await scene.states()["talker"] == "review")
      let peak = try String(
        contentsOfFile: scene.repository.scratch + "/peak", encoding: .utf8
      ).split(whereSeparator: \.isWhitespace)
      #expect(peak.count == 3)
      #expect(Int(peak[1]).map { $0 < 200_000 } == true, "\(peak)")
      let size = try await scene.repository.program.require(
        "du", ["-sk", scene.repository.gitDirectory])
      let kilobytes = size.split(separator: "\t").first.flatMap { Int($0) }
      #expect(kilobytes.map { $0 < 200_000 } == true, "\(size)")
    }
  }
}
