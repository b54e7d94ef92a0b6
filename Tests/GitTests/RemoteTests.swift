import CGit2
import Foundation
import Support
import Testing

@testable import Git

@Test(arguments: [
  "https://localhost:1/x", "http://localhost:1/x", "ssh://localhost:1/x", "git://localhost:1/x",
])
func libgit2OpensNoRemote(url: String) async throws {
  try await withRepository { test in
    let repository = try Repository.discover(from: test.path)
    var remote: OpaquePointer?
    #expect(git_remote_create_anonymous(&remote, repository.handle.pointer, url) == 0)
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

@Test(arguments: ["mbedtls_x509_crt_parse_file", "mbedtls_x509_crt_parse_path"])
func certificatesAreNotReadAtTheStart(name: String) throws {
  typealias Reader = @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?) -> Int32
  // What libgit2 finds under this name: the TLS library's own would fail on a missing file.
  // With another TLS library the name is not there at all.
  let symbol = dlsym(dlopen(nil, RTLD_NOW), name)
  #expect(symbol.map { unsafeBitCast($0, to: Reader.self)(nil, "/o8/none") } ?? 0 == 0)
}
