import Lanes
import Model
import Testing

@Suite("Where a lane's worktree is made")
struct WorktreeRootTests {
  private func root(_ configured: String? = nil, _ environment: [String: String]) -> String {
    WorktreeRoot(
      configured: configured, repository: "/srv/code/app", commonDirectory: "/srv/code/app/.git",
      environment: environment
    ).path
  }

  @Test("is where the user says")
  func configured() {
    #expect(root("/fast", [:]).hasPrefix("/fast/app-"))
    #expect(root("~/lanes", ["HOME": "/home/ann"]).hasPrefix("/home/ann/lanes/app-"))
    #expect(root("../lanes", [:]).hasPrefix("/srv/code/app/../lanes/app-"))
  }

  @Test("is below the user's data, and beside the repository where there is no home")
  func standard() {
    #expect(root(["XDG_DATA_HOME": "/tmp"]).hasPrefix("/tmp/o8/worktrees/app-"))
    #expect(root(["HOME": "/tmp"]).hasPrefix("/tmp/.local/share/o8/worktrees/app-"))
    for home in ["/nonexistent/ann", "", "relative"] {
      #expect(root(["HOME": home]).hasPrefix("/srv/code/.o8-worktrees/app-"))
    }
  }

  @Test("tells clones of one name apart")
  func clones() {
    let paths = ["/a/app/.git", "/b/app/.git"].map {
      WorktreeRoot(
        configured: "/x", repository: "/a/app", commonDirectory: $0, environment: [:]
      ).path
    }
    #expect(paths[0] != paths[1])
  }

  private func root(_ environment: [String: String]) -> String { root(nil, environment) }
}

@Suite("Slots")
struct LaneSlotTests {
  @Test("are given out once each, and again when they are given back")
  func taken() throws {
    let fixture = try ProcessFixture()
    let slots = LaneSlots(2, in: fixture.path)
    #expect(slots.free == 2)
    let first = try slots.take()
    let second = try slots.take()
    #expect(first != nil && second != nil)
    #expect(try slots.take() == nil)
    #expect(slots.free == 0)
    first?.release()
    #expect(slots.free == 1)
    #expect(try slots.take() != nil)
    withExtendedLifetime(second) {}
  }
}
