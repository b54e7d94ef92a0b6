import Foundation
import Testing

@testable import Lanes

/// Beside the tests, which may itself be below what every cage hides.
private func withPlace(_ body: (String) throws -> Void) throws {
  let path =
    URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent().path + "/o8-places-\(UUID().uuidString)"
  for folder in [
    "home/.ssh", "home/bin", "home/.claude", "home/code/project", "keys", "main", "lanes", "run",
  ] {
    try FileManager.default.createDirectory(
      atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
  }
  for file in ["keys/id", "run/agent", "home/bin/secret"] {
    try Data("x".utf8).write(to: URL(fileURLWithPath: "\(path)/\(file)"))
  }
  defer { try? FileManager.default.removeItem(atPath: path) }
  try body(path)
}

@Test func whatIsThePersonsOwnIsHiddenWhereverItIs() throws {
  try withPlace { place in
    var world = CageWorld(environment: [
      "HOME": "\(place)/home", "SSH_AUTH_SOCK": "\(place)/run/agent",
      "DBUS_SESSION_BUS_ADDRESS": "unix:path=\(place)/run/agent,guid=1",
    ])
    world.others = ["\(place)/main", "\(place)/lanes", "\(place)/lanes/one"]
    world.secrets = ["\(place)/keys/id", "\(place)/none"]
    let hidden = HiddenPlaces(world, always: [])
    for folder in ["home", "main", "lanes"] {
      #expect(hidden.before.contains(.empty("\(place)/\(folder)")))
    }
    #expect(hidden.isHidden("\(place)/home/.ssh/id"))
    #expect(!hidden.isHidden("\(place)/homestead"))
    let last = hidden.shown([])
    #expect(last.contains(.veiled("\(place)/keys/id")))
    #expect(last.contains(.veiled("\(place)/run/agent")))
  }
}

@Test func ofAHomeProgramsAreShownAndWhatIsAskedForButNeverAllOfIt() throws {
  try withPlace { place in
    var world = CageWorld(environment: [
      "HOME": "\(place)/home", "PATH": "\(place)/home/bin:/usr/bin:\(place)/home:relative",
    ])
    world.secrets = ["\(place)/home/bin/secret"]
    world.others = ["\(place)/home/code/project"]
    world.shown = [
      ShownPlace("\(place)/home/.claude", .writing), ShownPlace(place, .writing),
      ShownPlace("\(place)/home/code", .reading),
    ]
    let shown = HiddenPlaces(world, always: []).shown([])
    let (bin, claude) = ("\(place)/home/bin", "\(place)/home/.claude")
    #expect(shown.contains(.reading(bin, at: bin)))
    #expect(shown.contains(.writing(claude, at: claude)))
    #expect(!shown.contains(.reading("\(place)/home", at: "\(place)/home")))
    #expect(!shown.contains(.writing(place, at: place)), "it would show the home")
    #expect(!shown.contains { "\($0)".contains("home/code") }, "it would show the main worktree")
    let program = try #require(shown.firstIndex(of: .reading(bin, at: bin)))
    let secret = try #require(shown.firstIndex(of: .veiled("\(bin)/secret")))
    #expect(program < secret, "the folder would show the secret again")
  }
}

@Test func whatIsInSharedMemoryIsShownAgain() throws {
  let shared = "/dev/shm/o8-test-\(UUID().uuidString)"
  // Other systems have none, and nothing in it is hidden there.
  let folder = FileManager.default
  guard folder.isWritableFile(atPath: "/dev/shm") else { return }
  try folder.createDirectory(atPath: shared, withIntermediateDirectories: false)
  defer { try? folder.removeItem(atPath: shared) }
  let hidden = HiddenPlaces(CageWorld(environment: [:]), always: [])
  #expect(hidden.isHidden(shared))
  #expect(
    hidden.shown([ShownPlace(shared, .reading)]).contains(.reading(shared, at: shared)),
    "a cage has a /dev of its own")
}

@Test func aHomeThatIsTheWholeFileSystemIsNotHidden() {
  let hidden = HiddenPlaces(CageWorld(environment: ["HOME": "/"]))
  #expect(!hidden.before.contains(.empty("/")))
  #expect(hidden.before.contains(.empty("/tmp")))
}

@Test func onlySettingsThatMatterAreAMatter() {
  let before = [("core.bare", "false"), ("remote.origin.url", "a"), ("branch.main.remote", "o")]
  let after = [
    ("core.bare", "false"), ("remote.origin.url", "it's b"), ("remote.new.url", "c"),
    ("branch.main.remote", "p"), ("core.pager", "evil"), ("remote.new.uploadpack", "evil"),
  ]
  let changes = SettingChange.changes(from: before, to: after)
  #expect(changes.map(\.key) == ["core.pager", "remote.new.uploadpack", "remote.origin.url"])
  #expect(changes[0].sentence.contains("git config --local --unset-all core.pager"))
  #expect(changes[2].sentence.contains("--replace-all remote.origin.url 'a'"))
  #expect(
    SettingChange.changes(from: after, to: before).last?.sentence.contains("'it'\\''s b'") == true)
}
