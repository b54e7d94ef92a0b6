import Support
import Testing

/// Bubblewrap taken away from a machine of the test's own.
@Suite("Where no cage can be made", .enabled("nothing may be mounted here", FaultScript.mayMount))
struct NoCageTests {
  private static let without = """
    unset O8_ISOLATION
    for each in /usr/bin/bwrap /usr/local/bin/bwrap /bin/bwrap; do
      test -e $each && mount --bind /dev/null $each
    done

    """

  @Test("init and doctor offer how the made key is kept, by commands that work")
  func offered() async throws {
    let told = try await FaultScript.run(
      Self.without + """
        o8 init; o8 doctor --quiet
        o8 doctor --quiet | sed -n 's/.*\\$ \\(ssh-keygen -p -f [^ ]*\\)  # gives.*/\\1/p' >command
        sh -c "$(cat command) -q -P '' -N secret" && echo locked
        o8 doctor --quiet | grep -e '^[a-z]* *key' -e ssh-; o8 init | grep -c ssh-keygen
        """)
    #expect(told.contains("no cage: bubblewrap (bwrap) is not installed"), "\(told)")
    let offers = told.ranges(of: "ssh-keygen -p -f ").count
    #expect(offers >= 2, "init and doctor: \(told)")
    #expect(told.contains("ssh-add -c "))
    #expect(told.contains("\nlocked\n"), "\(told)")
    #expect(told.contains("the key is locked and no agent runs"), "\(told)")
    #expect(told.hasSuffix("\n0\n"), "a locked key is not told to be locked: \(told)")
  }

  /// A real agent that holds the locked key: nothing waits for a passphrase with or without it.
  @Test("a locked key signs through its agent, and fails at once without", .timeLimit(.minutes(15)))
  func agent() async throws {
    let told = try await FaultScript.run(
      """
      key=$HOME/.config/o8/id_ed25519; ssh-keygen -q -p -f $key -P '' -N secret
      o8 dispatch fix --wait -- sh -c 'echo two >a.txt' >/dev/null
      o8 verdict fix approve; state
      printf '#!/bin/sh\\necho secret\\n' >../answer; chmod +x ../answer
      eval "$(ssh-agent -s)" >/dev/null
      SSH_ASKPASS=$PWD/../answer SSH_ASKPASS_REQUIRE=force ssh-add -q $key </dev/null
      o8 doctor | grep '^[a-z]* *key'; o8 gate fix >/dev/null; o8 verdict fix approve --merge; state
      kill $SSH_AGENT_PID
      """)
    #expect(told.contains("it is behind a passphrase, and no agent has it unlocked"), "\(told)")
    #expect(told.contains("hint: unlock the key with: eval \"$(ssh-agent)\"; ssh-add "), "\(told)")
    #expect(told.contains("exit 2\n"), "\(told)")
    #expect(told.contains("the agent has it, and signs"), "\(told)")
    #expect(told.hasSuffix("state landed\n"), "\(told)")
  }
}
