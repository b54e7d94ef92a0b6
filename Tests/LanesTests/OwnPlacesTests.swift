import Foundation
import Model
import Runtimes
import Testing

@testable import Lanes

@Suite struct OwnPlacesTests {
  private let fixture: ProcessFixture
  private let own: OwnPlaces

  init() throws {
    fixture = try ProcessFixture()
    let place = LanePlace(of: .emptyTree, in: "\(fixture.path)/git")
    try place.make()
    own = OwnPlaces(
      [HomePlace("talks", .own), HomePlace("settings", .reading)], of: place,
      home: "\(fixture.path)/home")
    _ = try own.mounts()
  }

  private var mine: String { own.places[0].source }
  private var users: String { "\(fixture.path)/home/talks" }

  private func write(_ text: String, to path: String) throws {
    try FileManager.default.createDirectory(
      atPath: Folder.parent(of: path), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func `a worker's directory is mounted where the user's is, and made for both`() throws {
    #expect(try own.mounts() == [.writing(mine, at: users)])
    #expect(Folder.isDirectory(users) && mine.hasPrefix(fixture.path + "/git/"))
  }

  @Test func `a conversation is lent, and what became of it is taken back`() throws {
    try write("one", to: "\(mine)/2026/11/rollout-x-id1.jsonl")
    try write("two", to: "\(mine)/2026/11/rollout-x-id12.jsonl")
    try own.lend("id1")
    let lent = "\(users)/2026/11/rollout-x-id1.jsonl"
    #expect(text(lent) == "one")
    #expect(text("\(users)/2026/11/rollout-x-id12.jsonl") == nil)
    try write("one and more", to: lent)
    try own.takeBack("id1")
    #expect(text("\(mine)/2026/11/rollout-x-id1.jsonl") == "one and more")
    // It may be lent again, since nobody but us laid it there.
    try write("yet more", to: "\(mine)/2026/11/rollout-x-id1.jsonl")
    try own.lend("id1")
    #expect(text(lent) == "yet more")
  }

  @Test func `one that is kept in a folder goes with all in it`() throws {
    try write("one", to: "\(mine)/work/id1/chat.jsonl")
    try write("two", to: "\(mine)/work/id1/deep/more")
    try own.lend("id1")
    #expect(text("\(users)/work/id1/deep/more") == "two")
    try write("new", to: "\(users)/work/id1/added")
    try own.takeBack("id1")
    #expect(text("\(mine)/work/id1/added") == "new")
  }

  @Test func `what is the user's is neither written over nor taken`() throws {
    try write("theirs", to: "\(users)/id1.jsonl")
    try write("worker's", to: "\(mine)/id1.jsonl")
    try own.lend("id1")
    #expect(text("\(users)/id1.jsonl") == "theirs")
    try own.takeBack("id1")
    #expect(text("\(mine)/id1.jsonl") == "worker's")
  }

  @Test func `a worker's links lead nowhere`() throws {
    try write("secret", to: "\(fixture.path)/elsewhere/id1.jsonl")
    for (name, target) in [("id1.jsonl", "id1.jsonl"), ("folder", ""), ("id1", "")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(mine)/\(name)", withDestinationPath: "\(fixture.path)/elsewhere/\(target)")
    }
    try own.lend("id1")
    #expect(try FileManager.default.contentsOfDirectory(atPath: users).isEmpty)
  }
}
