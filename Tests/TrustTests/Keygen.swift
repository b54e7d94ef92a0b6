import Foundation
import Support

/// The real `ssh-keygen`, working in a directory that is removed afterwards.
struct Keygen: ~Copyable {
  let directory: String

  init() throws {
    directory = TestPlace.base + "/o8-trust-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func path(_ name: String) -> String { directory + "/" + name }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// Runs `ssh-keygen` on `input`; its exit code and output.
  @discardableResult
  func run(
    _ arguments: [String], input: [UInt8] = []
  ) async throws -> (exit: Int32, output: [UInt8]) {
    let ended = try await TestProgram(directory: directory, home: directory).run(
      "ssh-keygen", arguments, input: String(decoding: input, as: UTF8.self))
    return (ended.exit, Array(ended.output.utf8))
  }

  /// Makes the key pair `name`, `name.pub`.
  func makeKey(_ name: String, _ options: String, passphrase: String = "") async throws {
    try await run(
      options.split(separator: " ").map(String.init) + [
        "-q", "-N", passphrase, "-C", name, "-f", path(name),
      ])
  }

  func sign(
    _ message: [UInt8], with key: String, options: [String] = []
  ) async throws -> [UInt8] {
    try await run(["-Y", "sign", "-n", "o8", "-f", path(key)] + options, input: message).output
  }
}
