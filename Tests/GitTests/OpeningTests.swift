import Foundation
import Git
import Model
import Support
import Testing

@Test func aRepositoryIsFoundFromInsideItsWorkTree() async throws {
  try await withRepository { test in
    try await test.commit(["deep/er/a.txt": "a"])
    let repository = try Repository.discover(from: test.path + "/deep/er")
    #expect(repository.location.workTree == test.path)
    #expect(repository.location.gitDirectory == test.gitDirectory)
    #expect(repository.location.commonDirectory == test.gitDirectory)
    #expect(!repository.location.isBare && !repository.location.isLinked)
    #expect(try Repository(repository.location).location == repository.location)
  }
}

@Test func aLinkedWorktreeHasItsOwnDirectoryAndSharesTheRest() async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit()))
    let path = test.scratch + "/lane"
    try await test.git("worktree", "add", "-q", "-b", "lane", path)
    let repository = try Repository.discover(from: path)
    #expect(repository.location.workTree == path)
    #expect(repository.location.gitDirectory == test.gitDirectory + "/worktrees/lane")
    #expect(repository.location.commonDirectory == test.gitDirectory)
    #expect(repository.location.isLinked)
    let again = try Repository(repository.location)
    #expect(try again.head() == .branch(try #require(ReferenceName(branch: "lane")), id))
  }
}

@Test func aBareRepositoryHasNoWorkTree() async throws {
  try await withRepository(options: ["--bare"]) { test in
    let repository = try Repository.discover(from: test.path)
    #expect(repository.location.isBare)
    #expect(repository.location.workTree == nil)
    let location = try Repository(repository.location).location
    #expect(try await location.git(["rev-parse", "--is-bare-repository"]).text == "true\n")
    let error = await #expect(throws: GitError.self) { try await location.snapshot() }
    #expect(error?.code == .bare)
  }
}

@Test func noRepositoryIsSaidPlainly() async throws {
  try await withTemporaryDirectory { directory in
    let error = #expect(throws: GitError.self) { try Repository.discover(from: directory) }
    #expect(error?.code == .notARepository)
    #expect(error?.description.contains("git init") == true)
    let gone = #expect(throws: GitError.self) { try Repository.discover(from: directory + "/x") }
    #expect(gone?.code == .notARepository)
  }
}

@Test func aSha256RepositoryIsRefusedByName() async throws {
  try await withRepository(options: ["--object-format=sha256"]) { test in
    let error = #expect(throws: GitError.self) { try Repository.discover(from: test.path) }
    #expect(error?.code == .unsupported)
    #expect(error?.description.contains("objectformat is sha256") == true)
  }
}

@Test func unknownFormatsAreRefusedByName() async throws {
  try await withRepository { test in
    try await test.git("config", "core.repositoryFormatVersion", "1")
    try await test.git("config", "extensions.refStorage", "reftable")
    let reftable = #expect(throws: GitError.self) { try Repository.discover(from: test.path) }
    #expect(reftable?.code == .unsupported)
    #expect(reftable?.description.contains("refstorage is reftable") == true)
    try test.write([".git/config": "[core]\nrepositoryFormatVersion=1\n[extensions]\nodd=1\n"])
    let odd = #expect(throws: GitError.self) { try Repository.discover(from: test.path) }
    #expect(odd?.code == .unsupported)
    #expect(odd?.description.contains("extensions.odd") == true)
    try test.write([".git/config": "[core]\nrepositoryFormatVersion=9\n"])
    let version = #expect(throws: GitError.self) { try Repository.discover(from: test.path) }
    #expect(version?.code == .unsupported)
    #expect(version?.description.contains("9") == true)
  }
}

@Test(arguments: [
  "worktreeConfig=true", "preciousObjects=true", "relativeWorktrees=true",
  "partialClone=origin", "objectFormat=sha1", "refStorage=files",
])
func harmlessExtensionsAreOpened(extension line: String) async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit()))
    let more = "[core]\nrepositoryFormatVersion=1\n[extensions]\n\(line)\n"
    try test.write([".git/config": more])
    let repository = try Repository.discover(from: test.path)
    let name = try #require(ReferenceName("refs/o8/a"))
    try repository.move(name, from: nil, to: id)
    #expect(try repository.target(of: name) == id)
    #expect(try repository.isPartialClone() == line.hasPrefix("partialClone"))
  }
}

@Test func aWorktreeTiedByRelativePathsIsOpened() async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit()))
    let path = test.path + "/../lane"
    try await test.git("worktree", "add", "-q", "-b", "lane", path)
    try Data("gitdir: ../repository/.git/worktrees/lane\n".utf8)
      .write(to: URL(fileURLWithPath: path + "/.git"))
    try test.write([
      ".git/worktrees/lane/gitdir": "../../../../lane/.git\n",
      ".git/config": "[core]\nrepositoryFormatVersion=1\n[extensions]\nrelativeWorktrees=true\n",
    ])
    let repository = try Repository.discover(from: path)
    #expect(repository.location.commonDirectory == test.gitDirectory)
    #expect(repository.location.workTree == URL(fileURLWithPath: path).standardized.path)
    #expect(try repository.head().commit == id)
  }
}

@Test(.enabled(if: getuid() == 0, "only root can give a repository away"))
func anotherUsersRepositoryIsRefusedExceptInAHook() async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit()))
    try await test.program.require("chown", ["-R", "12345", test.path])
    let error = #expect(throws: GitError.self) { try Repository.discover(from: test.path) }
    #expect(error?.code == .notOwned)
    #expect(error?.description.contains("safe.directory '\(test.path)'") == true)
    let hook = try Repository.open(environment: ["GIT_DIR": test.gitDirectory])
    #expect(try hook.head().commit == id)
    #expect(throws: GitError.self) { try Repository.discover(from: test.path) }
  }
}

@Test func shallowReplacedAndPartialRepositoriesSaySo() async throws {
  try await withRepository { test in
    let first = try await test.commit()
    let second = try await test.commit()
    let whole = try Repository.discover(from: test.path)
    #expect(!whole.isShallow)
    #expect(try whole.historyOddities() == [])
    #expect(try !whole.isPartialClone())
    try await test.git("replace", second, first)
    #expect(try whole.historyOddities() == [.replaced([#require(ObjectID(second))])])
    let real = try #require(ObjectID(second))
    #expect(try whole.commit(real).parents.map(\.hex) == [first])
    let copy = try await test.program.require(
      "git", ["clone", "-q", "--depth=1", "file://" + test.path, test.scratch + "/copy"])
    #expect(copy.isEmpty)
    let shallow = try Repository.discover(from: test.scratch + "/copy")
    #expect(shallow.isShallow)
    #expect(try shallow.historyOddities() == [.shallow])
    let tip = try #require(try shallow.head().commit)
    #expect(throws: GitError.self) { try shallow.firstParentChain(from: tip, limit: 10) }
  }
}

@Test func aHookSeesQuarantinedObjectsAndMayCallGitOnThem() async throws {
  try await withRepository { test in
    try await test.commit()
    let quarantine = test.scratch + "/incoming"
    try FileManager.default.createDirectory(
      atPath: quarantine, withIntermediateDirectories: true)
    let written = try await test.program.run(
      "git", ["hash-object", "-w", "--stdin"], input: "pushed",
      environment: [
        "GIT_OBJECT_DIRECTORY": quarantine,
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": test.gitDirectory + "/objects",
      ])
    let id = try #require(ObjectID(written.output.dropLast()))
    #expect(try !Repository.discover(from: test.path).contains(id))
    let hook = try Repository.open(environment: [
      "GIT_DIR": test.gitDirectory, "GIT_WORK_TREE": test.path, "GIT_OBJECT_DIRECTORY": quarantine,
      "GIT_ALTERNATE_OBJECT_DIRECTORIES": test.gitDirectory + "/objects",
    ])
    #expect(try hook.blob(id, limit: 10) == Array("pushed".utf8))
    #expect(try hook.commit(try #require(hook.head().commit)).message == "a change\n")
    #expect(try await hook.location.git(["cat-file", "-t", id.hex]).text == "blob\n")
    let again = try Repository(hook.location)
    #expect(again.contains(id))
  }
}

@Test func configurationIsReadFromTheRepository() async throws {
  try await withRepository { test in
    try await test.git("config", "o8.maxLanes", "3")
    try await test.git("config", "--add", "o8.maxLanes", "4")
    let repository = try Repository.discover(from: test.path)
    #expect(try repository.config("o8.maxLanes") == "4")
    #expect(try repository.config("o8.none") == nil)
    #expect(throws: GitError.self) { try repository.config("nonsense") }
  }
}

@Test func aWorktreesOwnConfigurationWins() async throws {
  try await withRepository { test in
    try await test.commit()
    try await test.git("config", "extensions.worktreeConfig", "true")
    try await test.git("config", "o8.maxLanes", "3")
    #expect(try Repository.discover(from: test.path).config("o8.maxLanes") == "3")
    let lane = test.scratch + "/lane"
    try await test.git("worktree", "add", "-q", "--detach", lane)
    try await test.git("-C", lane, "config", "--worktree", "o8.maxLanes", "5")
    #expect(try Repository.discover(from: lane).config("o8.maxLanes") == "5")
    #expect(try Repository.discover(from: test.path).config("o8.maxLanes") == "3")
  }
}

@Test func nothingOfTheMachineReachesATest() async throws {
  try await withRepository { test in
    let scopes = try await test.git("config", "--list", "--show-scope")
    #expect(scopes.split(separator: "\n").allSatisfy { $0.hasPrefix("local") })
    let location = try Repository.discover(from: test.path).location
    let seen = try await location.git(["config", "--list", "--show-scope"]).text
    #expect(seen.split(separator: "\n").allSatisfy { $0.hasPrefix("local") })
  }
}

@Test func aBrokenTieToARepositoryIsNotTakenForAStrangers() async throws {
  try await withTemporaryDirectory { directory in
    try Data("gitdir: /nonexistent/o8\n".utf8)
      .write(to: URL(fileURLWithPath: directory + "/.git"))
    let error = #expect(throws: GitError.self) { try Repository.discover(from: directory) }
    #expect(error?.code != .notOwned)
    let none = #expect(throws: GitError.self) {
      try Repository.open(environment: ["GIT_DIR": directory + "/none"])
    }
    #expect(none?.code == .notARepository)
  }
}
