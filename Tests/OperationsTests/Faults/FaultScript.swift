import Support

/// A story in a shell whose file system nobody else sees: it mounts what it likes.
enum FaultScript {
  /// Whether this machine lets a test mount anything.
  static func mayMount() async throws -> Bool {
    try await withTemporaryDirectory { directory in
      let program = TestProgram(directory: directory, home: directory)
      let result = try? await program.run(
        "unshare", ["-rm", "mount", "-t", "tmpfs", "o8", directory])
      return result?.exit == 0
    }
  }

  /// Runs `script` in a repository that `git o8 init` set up on a disk of `megabytes`, and returns
  /// what it wrote. In it, `o8` runs the program and tells its exit status, `fill` and `free` take
  /// all room and give it back, and `state` tells the only packet's state.
  static func run(_ script: String, megabytes: Int = 24) async throws -> String {
    try await withTemporaryDirectory { directory in
      let program = TestProgram(directory: directory, home: directory)
      let result = try await program.run(
        "unshare", ["-rm", "sh", "-c", preamble(megabytes) + script],
        environment: ["O8": LaneScene.programPath, "DISK": directory])
      return result.output + result.error
    }
  }

  private static func preamble(_ megabytes: Int) -> String {
    """
    exec 2>&1
    mount -t tmpfs -o size=\(megabytes)m o8 "$DISK" && cd "$DISK" || exit 1
    o8() { "$O8" "$@"; echo "exit $?"; }
    fill() { head -c 200000000 /dev/zero >"$DISK/fill" 2>/dev/null; }
    free() { rm -f "$DISK/fill"; }
    state() { "$O8" list --all --json | sed 's/.*"state":"\\([a-z]*\\)".*/state \\1/'; }
    git init -q -b main repository && cd repository
    printf 'one\\n' >a.txt && git add -A && git commit -q -m one
    git config o8.worktreeRoot "$DISK/lanes"
    "$O8" init >/dev/null || exit 1

    """
  }
}
