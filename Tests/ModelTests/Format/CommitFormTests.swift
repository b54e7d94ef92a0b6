import Model
import Testing

@Suite struct CommitForms {
  private static let envelope = Envelope(
    repo: ObjectID("1111111111111111111111111111111111111111"), kind: .verdict,
    packet: ObjectID("2222222222222222222222222222222222222222"),
    parents: [ObjectID("3333333333333333333333333333333333333333")!], clock: 8,
    author: PrincipalName("ann")!, at: Instant("2026-11-21T06:00:00Z")!, nonce: "n",
    attachments: [:], subject: "approve 1234567 as operator", state: "approved", fields: [:])
  private static let tree = ObjectID("4444444444444444444444444444444444444444")!

  private func text(_ form: CommitForm) -> String { String(decoding: form.bytes, as: UTF8.self) }

  @Test func anEventIsThisCommitToTheByte() {
    let form = CommitForm(Self.envelope, tree: Self.tree, parentSeconds: [1_795_240_799])
    #expect(
      text(form) == """
        tree 4444444444444444444444444444444444444444
        parent 3333333333333333333333333333333333333333
        author ann <ann> 1795240800 +0000
        committer ann <ann> 1795240800 +0000

        verdict: approve 1234567 as operator

        O8-Packet: 2222222222222222222222222222222222222222
        O8-Kind: verdict
        O8-Clock: 8
        O8-State: approved

        """)
  }

  @Test func aRootNamesNoPacketAndAnEmptyStateKeepsItsTrailer() {
    var root = Self.envelope
    root.kind = .opened
    root.packet = nil
    root.parents = []
    root.clock = 1
    root.subject = "Fix it"
    root.state = ""
    #expect(
      text(CommitForm(root, tree: Self.tree, parentSeconds: [])) == """
        tree 4444444444444444444444444444444444444444
        author ann <ann> 1795240800 +0000
        committer ann <ann> 1795240800 +0000

        opened: Fix it

        O8-Kind: opened
        O8-Clock: 1
        O8-State: \n
        """)
  }

  @Test func theCommitterDateNeverLiesBeforeAParents() {
    let form = CommitForm(Self.envelope, tree: Self.tree, parentSeconds: [0, 1_800_000_000, 5])
    #expect(text(form).contains("\nauthor ann <ann> 1795240800 +0000\n"))
    #expect(text(form).contains("\ncommitter ann <ann> 1800000000 +0000\n"))
  }

  @Test func aJoinIsTheSameWhicheverTipComesFirst() {
    let (low, high) = (objectID(0x10), objectID(0xf0))
    let form = CommitForm(joining: (high, low), parentSeconds: [5, 9])
    #expect(form == CommitForm(joining: (low, high), parentSeconds: [9, 5]))
    #expect(
      text(form) == """
        tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904
        parent 1010101010101010101010101010101010101010
        parent f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0
        author o8 <o8> 9 +0000
        committer o8 <o8> 9 +0000

        join

        """)
  }

  @Test func whatWasWrittenIsReadBack() throws {
    let form = CommitForm(Self.envelope, tree: Self.tree, parentSeconds: [7])
    let read = try #require(CommitText(form.bytes))
    #expect(read.tree == Self.tree && read.parents == Self.envelope.parents)
    #expect(read.committedSeconds == 1_795_240_800)
    #expect(read.message.hasPrefix("verdict: approve 1234567 as operator\n\nO8-Packet: "))
  }

  @Test(arguments: ["", "tree x\n", "parent 1\n", "tree 44444\n\n"])
  func whatHasNotACommitsShapeIsNone(text: String) {
    #expect(CommitText(Array(text.utf8)) == nil)
  }

  @Test func anUnreadableCommitterDateCountsAsZero() throws {
    let bytes = "tree \(Self.tree)\nauthor a <a> 1 +0000\ncommitter a <a> -5 +0000\n\nx\n".utf8
    #expect(try #require(CommitText(Array(bytes))).committedSeconds == 0)
  }
}
