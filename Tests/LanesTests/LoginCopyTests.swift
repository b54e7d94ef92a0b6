import Foundation
import Model
import Runtimes
import Testing

@testable import Lanes

@Suite struct LoginCopyTests {
  private let fixture: ProcessFixture
  private let place: LanePlace
  private let login: String
  private let wanted: HomePlace
  private let ends = Int(Date().timeIntervalSince1970) + 30

  init() throws {
    fixture = try ProcessFixture()
    place = LanePlace(of: .emptyTree, in: "\(fixture.path)/git")
    login = "\(fixture.path)/home/auth.json"
    wanted = HomePlace("auth.json", .login(LoginRenewal(earlySeconds: 60)))
    try FileManager.default.createDirectory(
      atPath: "\(fixture.path)/home", withIntermediateDirectories: false)
    try place.make()
    try write(text("a1"), to: login)
  }

  private func write(_ text: String, to path: String) throws {
    try Folder.write(Array(text.utf8), to: path)
  }

  /// One that ends within a minute; each renewal ends an hour later than the one before.
  private func text(_ token: String, of account: String = "ann", hours: Int = 0) -> String {
    #"{"account":"\#(account)","access_token":"\#(token)","refresh_token":"\#(token)","#
      + #""expiry_date":\#((ends + hours * 3600) * 1000)}"#
  }

  private func begin() throws -> LoginCopy {
    try #require(try LoginCopy(of: wanted, in: place, home: "\(fixture.path)/home"))
  }

  /// The file that is mounted where the worker looks for its login.
  private func worker(_ copy: LoginCopy) throws -> String {
    guard case .writing(let source, login) = copy.mount else {
      throw SystemFailure("mount", "\(copy.mount)", lastErrno: 0)
    }
    return source
  }

  private var users: String { (try? String(contentsOfFile: login, encoding: .utf8)) ?? "none" }

  @Test func `what the worker renewed is the user's at once`() throws {
    let copy = try begin()
    try Folder.overwrite(try worker(copy), with: Array(text("a2", hours: 1).utf8))
    try copy.compare()
    #expect(users == text("a2", hours: 1))
    #expect(copy.end() == nil)
    #expect(Folder.names(in: "\(place.directory)/logins").isEmpty)
  }

  @Test func `while a worker runs each has at once what the other made of it`() async throws {
    let copy = try begin()
    let mounted = try worker(copy)
    let seclusion = Seclusion(logins: [copy])
    let isSame = try await seclusion.keepingLogins {
      try Folder.overwrite(mounted, with: Array(text("a2", hours: 1).utf8))
      guard await eventually({ users == text("a2", hours: 1) }) else { return false }
      try write(text("a3"), to: login)
      return await eventually {
        (try? String(contentsOfFile: mounted, encoding: .utf8)) == text("a3")
      }
    }
    #expect(isSame)
    #expect(try await seclusion.end(lane: try #require(ReferenceName("refs/heads/x"))).isEmpty)
  }

  @Test func `another login never is, and is told once all has ended`() throws {
    let copy = try begin()
    try Folder.overwrite(try worker(copy), with: Array(text("a2", of: "mallory").utf8))
    #expect(try copy.compare())
    #expect(users == text("a1"))
    let told = try #require(copy.end())
    #expect(told.contains(login) && told.contains("is not taken over"))
    #expect(users == text("a1"))
  }

  @Test func `what others renewed is the worker's, in the file that it has open`() throws {
    let copy = try begin()
    let mounted = try #require(FileHandle(forReadingAtPath: try worker(copy)))
    try write(text("a longer one"), to: login)
    try copy.compare()
    try write(text("a3"), to: login)
    try copy.compare()
    #expect(String(decoding: mounted.readDataToEndOfFile(), as: UTF8.self) == text("a3"))
    #expect(copy.end() == nil)
  }

  @Test func `no row of small steps makes another login of it`() throws {
    try write(text("a1", hours: 5), to: login)
    let copy = try begin()
    let mounted = try worker(copy)
    let number = "\((ends + 5 * 3600) * 1000)"
    let untimed = text("a1", hours: 5).replacing(number, with: "\"\(number)\"")
    for step in [untimed, text("mallory", hours: 9), untimed] {
      try Folder.overwrite(mounted, with: Array(step.utf8))
      #expect(try copy.compare())
      #expect(users == text("a1", hours: 5))
    }
    #expect(copy.end() != nil)
  }

  @Test func `what was renewed is renewed again at its own end`() throws {
    let copy = try begin()
    let mounted = try worker(copy)
    try Folder.overwrite(mounted, with: Array(text("a2", hours: 1).utf8))
    #expect(try !copy.compare())
    try Folder.overwrite(mounted, with: Array(text("a3", hours: 2).utf8))
    #expect(try copy.compare())
    #expect(users == text("a2", hours: 1))
    #expect(copy.end() != nil)
  }

  @Test func `what stood in for a file of the user's goes with the worker`() async throws {
    let standIn = HomePlace("auth.json", .standIn(Array("key".utf8)))
    let lane = try #require(ReferenceName("refs/heads/x"))
    let folder = "\(place.directory)/stand-ins"
    for way in 0..<2 {
      let files = try StandInFiles([standIn], of: place, home: "\(fixture.path)/home")
      #expect(files.mounts.count == 1 && Folder.names(in: folder).count == 1)
      let seclusion = Seclusion(standIns: place)
      if way == 0 { seclusion.abandon() } else { _ = try await seclusion.end(lane: lane) }
      #expect(Folder.names(in: folder).isEmpty)
    }
  }

  @Test func `who logged out stays so`() throws {
    let copy = try begin()
    try FileManager.default.removeItem(atPath: login)
    try Folder.overwrite(try worker(copy), with: Array(text("a2", hours: 1).utf8))
    #expect(copy.end() == nil)
    #expect(users == "none")
  }

  @Test func `a lane that died left it to be compared`() throws {
    let copy = try begin()
    try Folder.overwrite(try worker(copy), with: Array(text("a2", hours: 1).utf8))
    let left = LoginCopy.all(leftIn: place)
    #expect(left.map { $0.end() } == [nil])
    #expect(users == text("a2", hours: 1))
    #expect(LoginCopy.all(leftIn: place).isEmpty)
  }
}
