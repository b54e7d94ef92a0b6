import Foundation

/// The real `ssh-keygen`, working in a directory that is removed afterwards.
struct Keygen: ~Copyable {
  let directory: String

  init() throws {
    directory = NSTemporaryDirectory() + "o8-trust-\(UUID().uuidString)"
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
    _ arguments: [String], input: [UInt8] = [], program: [String] = ["ssh-keygen"]
  ) throws -> (exit: Int32, output: [UInt8]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = program + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    try write(input, to: "input")
    process.standardInput = FileHandle(forReadingAtPath: path("input"))
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, Array(bytes))
  }

  /// Makes the key pair `name`, `name.pub`.
  func makeKey(_ name: String, _ options: String, passphrase: String = "") throws {
    try run(
      options.split(separator: " ").map(String.init) + [
        "-q", "-N", passphrase, "-C", name, "-f", path(name),
      ])
  }

  func sign(_ message: [UInt8], with key: String, options: [String] = []) throws -> [UInt8] {
    try run(["-Y", "sign", "-n", "o8", "-f", path(key)] + options, input: message).output
  }
}
