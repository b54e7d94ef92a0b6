import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where tests make their files and directories.
public enum TestPlace {
  /// The directory that `TMPDIR` names, else one in memory where programs may run and there is
  /// room: thousands of repositories that live for a second are a third of the suite's time on a
  /// disk. Without symbolic links.
  public static let base: String = {
    if ProcessInfo.processInfo.environment["TMPDIR"] == nil, isRoomy(memory) { return memory }
    return FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
  }()

  private static let memory = "/dev/shm"
  /// Many times what the whole suite has ever held at once; a container often has 64 MB.
  private static let roomyBytes: UInt64 = 4 << 30

  private static func isRoomy(_ path: String) -> Bool {
    var facts = statvfs()
    guard access(path, W_OK | X_OK) == 0, statvfs(path, &facts) == 0 else { return false }
    // `ST_NOEXEC`, which Glibc keeps from Swift.
    guard facts.f_flag & 8 == 0 else { return false }
    return UInt64(facts.f_bavail) * UInt64(facts.f_frsize) >= roomyBytes
  }
}

/// Where tests wait until others are done. All of them at once hold thousands of files open, which
/// every program that is started has to close again: a fifth of the suite's time.
private actor TestRoom {
  static let shared = TestRoom()
  @TaskLocal static var isInside = false
  static let width = 16

  private var free = TestRoom.width
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}

/// A directory that is there for one test and gone after it.
///
/// No more tests than `TestRoom.width` have one at a time; one inside of another is the same test's.
public func withTemporaryDirectory<Result>(
  in base: String = TestPlace.base, _ body: (String) async throws -> Result
) async throws -> Result {
  if TestRoom.isInside { return try await directory(base, body) }
  await TestRoom.shared.enter()
  do {
    let result = try await TestRoom.$isInside.withValue(true) { try await directory(base, body) }
    await TestRoom.shared.leave()
    return result
  } catch {
    await TestRoom.shared.leave()
    throw error
  }
}

private func directory<Result>(
  _ base: String, _ body: (String) async throws -> Result
) async throws -> Result {
  ClosedEnvironment.entered
  // No hex digits: transcripts hide ids, and a place must not look like one.
  let name = String((0..<14).compactMap { _ in "ghijkmnpqrstuvwxyz".randomElement() })
  let path = "\(base)/o8-test-\(name)"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  defer { removeTree(path) }
  return try await body(path)
}

/// Removes even what a test made unwritable.
private func removeTree(_ path: String) {
  if (try? FileManager.default.removeItem(atPath: path)) != nil { return }
  let names = FileManager.default.enumerator(atPath: path)
  while let name = names?.nextObject() as? String {
    chmod(path + "/" + name, 0o700)
  }
  chmod(path, 0o700)
  try? FileManager.default.removeItem(atPath: path)
}
