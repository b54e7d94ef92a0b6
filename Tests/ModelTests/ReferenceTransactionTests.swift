import Model
import Testing

@Suite struct ReferenceTransactionTests {
  private let a = ObjectID("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")!
  private let b = ObjectID("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")!
  private let zero = String(repeating: "0", count: 40)
  private let main = "refs/heads/main"

  private func lines(_ text: String) throws -> [TransactionLine] {
    try TransactionLine.lines(of: Array(text.utf8))
  }

  @Test func readsTheLinesOfACommit() throws {
    let read = try lines("\(a) \(b) HEAD\n\(zero) \(b) \(main)\n")
    #expect(
      read == [
        TransactionLine(old: .object(a), new: .object(b), name: "HEAD"),
        TransactionLine(old: .none, new: .object(b), name: main),
      ])
  }

  @Test func readsSymbolicValuesOfNewerGit() throws {
    let read = try lines("ref:refs/heads/a ref:\(main) HEAD\n")
    #expect(read.first?.old == .symbolic("refs/heads/a"))
    #expect(read.first?.new == .symbolic(main))
  }

  @Test func readsNamesThatAreNotUnicode() throws {
    let bytes = Array("\(zero) \(a) refs/heads/".utf8) + [0xff, 0x0a]
    #expect(try TransactionLine.lines(of: bytes).first?.name == "refs/heads/\u{fffd}")
  }

  @Test(arguments: [
    "x", "a b c", "\t", "0 0 refs/heads/main",
    "ref: 0000000000000000000000000000000000000000 HEAD",
    "0000000000000000000000000000000000000000 0000000000000000000000000000000000000000 ",
    "0000000000000000000000000000000000000000 0000000000000000000000000000000000000000 a b",
    "0000000000000000000000000000000000000000 0000000000000000000000000000000000000000 a\u{1}b",
  ])
  func refusesWhatIsNoTransaction(text: String) {
    #expect(throws: TransactionLine.Unreadable.malformed(line: 1)) { try lines(text) }
  }

  @Test func refusesALineWithoutEnd() {
    let text = "\(zero) \(a) refs/heads/" + String(repeating: "x", count: TransactionLine.byteLimit)
    #expect(throws: TransactionLine.Unreadable.tooLong(line: 1)) { try lines(text) }
  }

  /// Rows of the measured table: what git sends, what the branch holds, what is packed.
  @Test func letsMaintenancePass() {
    let pack = TransactionLine(old: .none, new: .object(a), name: main)
    let prune = TransactionLine(old: .object(a), new: .none, name: main)
    let abort = TransactionLine(old: .object(a), new: .object(a), name: main)
    #expect(MaintenanceRule.decide(pack, presentValue: a, packedValue: nil) == .allow)
    #expect(MaintenanceRule.decide(prune, presentValue: a, packedValue: a) == .allow)
    #expect(MaintenanceRule.decide(abort, presentValue: a, packedValue: nil) == .allow)
  }

  @Test func asksAboutMoves() {
    let move = TransactionLine(old: .object(a), new: .object(b), name: main)
    let unnamed = TransactionLine(old: .none, new: .object(b), name: main)
    let delete = TransactionLine(old: .object(a), new: .none, name: main)
    let direct = TransactionLine(old: .symbolic("refs/heads/x"), new: .object(b), name: main)
    #expect(MaintenanceRule.decide(move, presentValue: a, packedValue: a) == .ask)
    #expect(MaintenanceRule.decide(unnamed, presentValue: a, packedValue: nil) == .ask)
    #expect(MaintenanceRule.decide(unnamed, presentValue: nil, packedValue: nil) == .ask)
    #expect(MaintenanceRule.decide(delete, presentValue: a, packedValue: nil) == .ask)
    #expect(MaintenanceRule.decide(delete, presentValue: a, packedValue: b) == .ask)
    #expect(MaintenanceRule.decide(direct, presentValue: a, packedValue: nil) == .ask)
  }

  @Test func refusesDeletionOfAPackedBranchAndAliases() {
    let delete = TransactionLine(old: .none, new: .none, name: main)
    let alias = TransactionLine(old: .object(a), new: .symbolic("refs/heads/evil"), name: main)
    #expect(
      MaintenanceRule.decide(delete, presentValue: a, packedValue: a) == .refuse(.deletion))
    #expect(
      MaintenanceRule.decide(alias, presentValue: a, packedValue: nil)
        == .refuse(.alias(of: "refs/heads/evil")))
  }
}
