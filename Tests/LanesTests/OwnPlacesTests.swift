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

  @Test func `a worker's directory is mounted where the user's is, and made for both`() throws {
    #expect(try own.mounts() == [.writing(mine, at: users)])
    #expect(Folder.isDirectory(users) && mine.hasPrefix(fixture.path + "/git/"))
  }
}
