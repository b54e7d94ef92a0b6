import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A directory that is there for one test and gone after it.
public func withTemporaryDirectory<Result>(
  _ body: (String) async throws -> Result
) async throws -> Result {
  ClosedEnvironment.entered
  let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
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
