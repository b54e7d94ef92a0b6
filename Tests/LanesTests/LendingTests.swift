import Foundation
import Model
import Runtimes
import Testing

@testable import Lanes

/// What a worker's files become in the folders of the user.
@Suite struct LendingTests {
  private let fixture: ProcessFixture
  private let own: OwnPlaces
  private let files: ConversationFiles

  init() throws {
    fixture = try ProcessFixture()
    let place = LanePlace(of: .emptyTree, in: "\(fixture.path)/git")
    try place.make()
    own = OwnPlaces([HomePlace("talks", .own)], of: place, home: "\(fixture.path)/home")
    _ = try own.mounts()
    let talks = own.places[0].path
    files = ConversationFiles(
      ["\(talks)/*/talk-{session}.jsonl", "\(talks)/folders/{session}/main"],
      of: SessionID("id1")!)
  }

  private var mine: String { own.places[0].source }
  private var users: String { own.places[0].path }
  private let talk = "w/talk-id1.jsonl"

  private func write(_ text: String, to path: String) throws {
    try FileManager.default.createDirectory(
      atPath: Folder.parent(of: path), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }

  private func lent() -> [String] { PlainTree(root: users).files { _ in true }.map(\.part) }

  @Test func `a conversation is lent, taken back and gone from the user's folder`() throws {
    try write("one", to: "\(mine)/\(talk)")
    try write("two", to: "\(mine)/w/talk-id12.jsonl")
    let lending = try own.lend(files)
    #expect(lent() == [talk] && text("\(users)/\(talk)") == "one")
    try write("one and more", to: "\(users)/\(talk)")
    try own.takeBack(lending)
    #expect(text("\(mine)/\(talk)") == "one and more")
    #expect(Folder.isEmpty(users))
  }

  @Test func `one that is kept in a folder goes with all in it, and what is new there`() throws {
    try write("two", to: "\(mine)/folders/id1/deep/more")
    let lending = try own.lend(files)
    #expect(text("\(users)/folders/id1/deep/more") == "two")
    try write("new", to: "\(users)/folders/id1/added")
    try write("other", to: "\(users)/folders/id2/main")
    try own.takeBack(lending)
    #expect(text("\(mine)/folders/id1/added") == "new")
    #expect(lent() == ["folders/id2/main"])
    #expect(!Folder.exists("\(mine)/folders/id2"))
  }

  @Test(arguments: ["w/talk-id1.jsonl", "other/talk-ID1.jsonl", "folders/Id1/x"])
  func `nothing is laid beside a conversation of the user's that is called so`(theirs: String)
    throws
  {
    try write("theirs", to: "\(users)/\(theirs)")
    try write("worker's", to: "\(mine)/\(talk)")
    #expect(throws: LendingRefusal.self) { try own.lend(files) }
    #expect(lent() == [theirs] && text("\(users)/\(theirs)") == "theirs")
  }

  @Test(arguments: ["bin/id1", "id1", "w/x-id1.bin", "w/deep/talk-id1.jsonl", "folders/id1"])
  func `what is no transcript of it is not lent`(part: String) throws {
    try write("#!/bin/sh", to: "\(mine)/\(part)")
    _ = try own.lend(files)
    #expect(lent().isEmpty)
  }

  @Test func `nobody can run what is lent, or make of its name another place`() throws {
    try write("#!/bin/sh", to: "\(mine)/\(talk)")
    chmod("\(mine)/\(talk)", 0o4755)
    try write("x", to: "\(mine)/x\n\(users)/talk-id1.jsonl")
    try write("x", to: "\(mine)/x\n/talk-id1.jsonl")
    _ = try own.lend(files)
    #expect(lent() == [talk])
    var status = stat()
    #expect(stat("\(users)/\(talk)", &status) == 0 && status.st_mode & 0o7777 == 0o600)
  }

  @Test func `more than a conversation takes is refused, holes and all`() throws {
    try write("", to: "\(mine)/\(talk)")
    #expect(truncate("\(mine)/\(talk)", off_t(1) << 40) == 0)
    #expect(throws: LendingRefusal.self) { try own.lend(files) }
    #expect(truncate("\(mine)/\(talk)", 1) == 0)
    for number in 0...200 { try write("", to: "\(mine)/folders/id1/\(number)") }
    #expect(throws: LendingRefusal.self) { try own.lend(files) }
    #expect(lent().isEmpty)
  }

  @Test func `a worker's links lead nowhere`() throws {
    try write("secret", to: "\(fixture.path)/elsewhere/talk-id1.jsonl")
    for (name, target) in [("w", ""), ("v/talk-id1.jsonl", "talk-id1.jsonl"), ("folders", "")] {
      let link = "\(mine)/\(name)"
      try Folder.make(Folder.parent(of: link))
      try FileManager.default.createSymbolicLink(
        atPath: link, withDestinationPath: "\(fixture.path)/elsewhere/\(target)")
    }
    try write("one", to: "\(mine)/u/talk-id1.jsonl")
    let lending = try own.lend(files)
    #expect(lent() == ["u/talk-id1.jsonl"])
    // What is new goes to no place but the lane's either.
    try write("new", to: "\(users)/folders/id1/main")
    #expect(throws: SystemFailure.self) { try own.takeBack(lending) }
    #expect(Folder.names(in: "\(fixture.path)/elsewhere") == ["talk-id1.jsonl"])
  }

  @Test func `a visit that was cut short is finished by the next`() throws {
    try write("one", to: "\(mine)/\(talk)")
    _ = try own.lend(files)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(users)/\(talk)"))
    try file.write(contentsOf: Data("one and more".utf8))
    let lending = try own.lend(files)
    #expect(text("\(users)/\(talk)") == "one and more")
    try own.takeBack(lending)
    #expect(text("\(mine)/\(talk)") == "one and more" && lent().isEmpty)
  }

  @Test func `what the lane went on with after such a visit is not written over`() throws {
    try write("one", to: "\(mine)/\(talk)")
    _ = try own.lend(files)
    try write("a turn later", to: "\(mine)/\(talk)")
    let past = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
    #expect(utimensat(AT_FDCWD, "\(users)/\(talk)", past, 0) == 0)
    let lending = try own.lend(files)
    #expect(text("\(users)/\(talk)") == "a turn later")
    try own.takeBack(lending)
    #expect(text("\(mine)/\(talk)") == "a turn later" && lent().isEmpty)
  }

  @Test func `what was half laid is removed, and what is another file by now is not`() throws {
    try write("whole", to: "\(mine)/\(talk)")
    try write("wh", to: "\(users)/\(talk)")
    try write("user's", to: "\(users)/v/talk-id2.jsonl")
    let half = try #require(PlainTree.FileID(at: "\(users)/\(talk)"))
    let other = LentFile(path: "\(users)/v/talk-id2.jsonl", id: half)
    try LentFiles(.half, [LentFile(path: "\(users)/\(talk)", id: half), other]).keep(in: own.lane)
    let lending = try own.lend(files)
    #expect(text("\(users)/\(talk)") == "whole")
    try own.takeBack(lending)
    #expect(lent() == ["v/talk-id2.jsonl"])
  }
}
