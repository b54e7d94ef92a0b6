import Foundation
import Support
import Testing

@Suite("A line of a hundred megabytes", .enabled(if: Slow.isWanted))
struct HugeLineTests {
  /// What a lane's process may take, this build's own checks and symbols included.
  private static let kilobytesMost = 96 << 10

  /// The script's lane is its grandparent: between them stands the keeper.
  private static let script = """
    #!/bin/sh
    case $1 in --version) echo 'odd 1.0.0'; exit ;; esac
    cat >/dev/null
    echo '{"type":"system","subtype":"init","session_id":"one","model":"m"}'
    printf '{"type":"user","message":{"role":"user","content":[{"type":"tool_result","content":"'
    head -c 100000000 /dev/zero | tr '\\0' x
    echo '"}]},"session_id":"one"}'
    echo two > a.txt
    lane=$(sed -n 's/^PPid:[^0-9]*//p' /proc/$PPID/status)
    sed -n 's/^VmHWM:[^0-9]*\\([0-9]*\\).*/\\1/p' "/proc/$lane/status" > "$0.peak"
    echo '{"type":"result","subtype":"success","is_error":false,"result":"ok","session_id":"one"}'
    """

  @Test("costs a lane no memory") func memory() async throws {
    try await SlowScene.with { scene in
      let program = scene.repository.scratch + "/odd"
      let manifest = program + ".runtime"
      try Data(Self.script.utf8).write(to: URL(fileURLWithPath: program))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
      let text = "name = odd\nprogram = \(program)\nprompt = input\nlaunch = run\nparser = claude\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: manifest))
      try await scene.repository.git("config", "o8.runtimeManifest", manifest)
      try await scene.o8("dispatch", "Odd", "--runtime", "odd", "--wait")
      #expect(try await scene.states() == ["Odd": "review"])
      let peak = try String(contentsOfFile: program + ".peak", encoding: .utf8)
      let kilobytes = try #require(Int(peak.split(separator: "\n").joined()))
      #expect(kilobytes < Self.kilobytesMost)
    }
  }
}
