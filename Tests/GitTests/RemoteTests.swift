import CGit2
import Foundation
import Support
import Testing

@testable import Git

@Test(arguments: [
  "https://localhost:1/x", "http://localhost:1/x", "ssh://localhost:1/x", "git://localhost:1/x",
  "localhost:x",
])
func libgit2OpensNoRemote(url: String) async throws {
  try await withRepository { test in
    let repository = try Repository.discover(from: test.path)
    var remote: OpaquePointer?
    // Without its reader of addresses libgit2 cannot even name most of them.
    guard git_remote_create_anonymous(&remote, repository.handle.pointer, url) == 0 else { return }
    defer { git_remote_free(remote) }
    #expect(git_remote_connect(remote, GIT_DIRECTION_FETCH, nil, nil, nil) < 0)
    let error = GitError(libgit2: -1, "connect to", on: url)
    #expect(error.detail == "remotes are the git program's; libgit2 opens none")
  }
}

@Test func noSourceOfTheModuleNamesANetworkCall() throws {
  let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  let sources = tests.appendingPathComponent("../../Sources/Git").standardized
  let files = try FileManager.default.contentsOfDirectory(atPath: sources.path)
    .filter { $0.hasSuffix(".swift") }
  #expect(files.count > 20)
  for file in files {
    let text = try String(
      contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
    for call in ["git_remote_", "git_clone", "git_submodule_", "git_transport_", "git_push_"] {
      #expect(!text.contains(call), "\(file) names \(call)")
    }
  }
}

#if os(Linux)
  @Test func noLibraryOfANetworkIsLoadedWhereLibgit2IsAPartOfUs() async throws {
    try await withRepository { test in
      _ = try Repository.discover(from: test.path)
      func isLoaded(_ library: String) -> Bool { dlopen(library, RTLD_NOW | RTLD_NOLOAD) != nil }
      guard !isLoaded("libgit2.so.1.5") else { return }
      for library in ["libssh2.so.1", "libmbedtls.so.14", "libgssapi_krb5.so.2"] {
        #expect(!isLoaded(library), "\(library)")
      }
    }
  }
#endif
