import Support
import Testing

/// What the machine can refuse, told by the real program in a file system of the test's own.
@Suite("Where the machine fails", .enabled("nothing may be mounted here", FaultScript.mayMount))
struct MachineFaultTests {
  @Test("a full disk opens no packet, and room is all it takes")
  func fullBeforeOpening() async throws {
    let told = try await FaultScript.run(
      """
      fill; o8 dispatch fix --wait -- sh -c 'echo two >a.txt'; o8 list; free
      git fsck --strict --no-dangling; o8 dispatch fix --wait -- sh -c 'echo two >a.txt'; state
      """)
    #expect(
      told.contains("No space left on device\nhint: make room and repeat the command\nexit 2"))
    #expect(told.contains("no packets\nexit 0"))
    #expect(told.hasSuffix("exit 0\nstate review\n"))
  }

  @Test("a disk that fills while a worker runs loses nothing of what it did")
  func fullWhileWorking() async throws {
    let told = try await FaultScript.run(
      """
      o8 dispatch fix --wait -- sh -c '
        test -e more.txt && exit; echo two >a.txt; git commit -qam two; echo more >more.txt
        head -c 200000000 /dev/zero >'"$DISK/fill"
      free; o8 reconcile; state; o8 resume fix --wait; state
      o8 verdict fix approve --merge; git show main:a.txt main:more.txt; git fsck --strict --no-dangling
      """)
    #expect(told.contains("No space left on device"))
    #expect(told.contains("exit 2\nthe lane of packet"))
    #expect(told.contains("exit 0\nstate waiting\n"))
    #expect(told.contains("exit 0\nstate review\n"))
    #expect(told.hasSuffix("exit 0\ntwo\nmore\n"))
  }

  @Test("a disk that a worker's output fills does not end its packet")
  func fullOfOutput() async throws {
    let told = try await FaultScript.run(
      """
      o8 dispatch fix --wait -- sh -c '
        echo two >a.txt; test "$O8_ATTEMPT" = 2 || yes words of no use | head -c 40000000'
      mount -o remount,size=64m "$DISK"; o8 reconcile; state; o8 resume fix --wait; state
      """, megabytes: 5)
    #expect(told.contains("No space left on device"))
    #expect(told.contains("\nexit 2\n"))
    #expect(told.contains("exit 0\nstate waiting\n"))
    #expect(told.hasSuffix("exit 0\nstate review\n"))
  }

  @Test("a disk that is full at a landing leaves it whole or not begun")
  func fullAtLanding() async throws {
    let told = try await FaultScript.run(
      """
      o8 dispatch fix --wait -- sh -c 'echo two >a.txt' >/dev/null
      o8 verdict fix approve >/dev/null; fill; o8 merge fix; free
      "$O8" reconcile >/dev/null; case $(state) in *landed) ;; *) "$O8" merge fix >/dev/null;; esac
      state; git status --porcelain; git show main:a.txt; o8 verify --all; git fsck --strict --no-dangling
      """)
    #expect(told.contains("No space left on device"))
    #expect(told.contains("\nexit 2\nstate landed\ntwo\n"))
    #expect(told.hasSuffix("exit 0\n"))
  }

  @Test("objects that nobody may write to are said to be read-only")
  func readOnlyObjects() async throws {
    let told = try await FaultScript.run(
      """
      mount --bind .git/objects .git/objects && mount -o remount,bind,ro .git/objects
      o8 dispatch fix --wait -- sh -c 'echo two >a.txt'; o8 list; umount .git/objects
      o8 dispatch fix --wait -- sh -c 'echo two >a.txt'; state
      """)
    #expect(told.contains("Read-only file system\nexit 2\nno packets\nexit 0\n"))
    #expect(told.hasSuffix("exit 0\nstate review\n"))
  }

  @Test("a worktree that cannot be removed stops no landing")
  func busyWorktree() async throws {
    let told = try await FaultScript.run(
      """
      o8 dispatch fix --wait -- sh -c 'echo two >a.txt' >/dev/null
      o8 verdict fix approve >/dev/null; lane=$(echo "$DISK"/lanes/*/fix-*)
      mkdir "$lane/busy"; mount -t tmpfs o8 "$lane/busy"; o8 merge fix; state; umount "$lane"*/busy
      o8 reconcile; git show main:a.txt; git for-each-ref refs/heads/o8 refs/o8/packets
      """)
    #expect(told.contains("landed "))
    #expect(told.contains("Device or resource busy; a snapshot holds its files"))
    #expect(told.contains("\nexit 0\nstate landed\n"))
    #expect(told.contains("deleted what was left of a worktree: "))
    #expect(told.hasSuffix(".removing.1\nexit 0\ntwo\n"))
  }

  @Test(
    "no git, or one of long ago, is named before anything is opened",
    arguments: [
      (script: "rm tools/git", told: "it is not installed, or not in PATH"),
      (script: "printf '#!/bin/sh\\necho git version 2.30.2\\n' >tools/git", told: "git 2.30.2"),
    ])
  func git(script: String, told expected: String) async throws {
    let told = try await FaultScript.run(
      """
      cd "$DISK"; mkdir tools; ln -s /bin/sh tools/sh; printf '#!/bin/sh\\n' >tools/git
      chmod +x tools/git; \(script); cd repository
      PATH=$DISK/tools "$O8" dispatch fix -- sh -c 'echo two >a.txt'; echo "exit $?"; o8 list
      o8 dispatch fix --wait -- sh -c 'echo two >a.txt'; state
      """)
    #expect(told.contains(expected))
    #expect(told.contains("\nexit 2\nno packets\n"))
    #expect(told.hasSuffix("exit 0\nstate review\n"))
  }

  @Test("a configuration with CRLF is read as git reads it")
  func carriageReturns() async throws {
    let told = try await FaultScript.run(
      """
      sed -i 's/$/\\r/' .git/config
      o8 dispatch fix --wait -- sh -c 'echo two >a.txt' >/dev/null
      o8 verdict fix approve --merge >/dev/null; state; o8 verify --all >/dev/null
      git show main:a.txt
      """)
    #expect(told.hasSuffix("state landed\ntwo\n"))
  }
}
