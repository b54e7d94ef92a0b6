import Foundation
import Git
import Hooks
import Model
import Operations
import Support

/// A repository with a stand-in for the program, which notes what it was asked and refuses any
/// move of `main`.
struct HookWorkshop {
  let repository: TestRepository
  let protected = [Pattern("main")!]

  static func open(_ body: (HookWorkshop) async throws -> Void) async throws {
    try await withRepository { repository in
      let workshop = HookWorkshop(repository: repository)
      try await repository.commit(["a.txt": "1\n"])
      try workshop.script(
        workshop.program,
        """
        all=$(cat; echo .); printf '%s|%s' "$*" "${all%.}" >>'\(workshop.trace)'
        case $2$3:$all in *prepared:*refs/heads/main*) echo 'not main' >&2; exit 3 ;; esac
        """)
      try await body(workshop)
    }
  }

  var program: String { repository.scratch + "/git o8's" }
  var trace: String { repository.scratch + "/trace" }
  var common: String { repository.gitDirectory }
  var hooks: String { common + "/hooks" }

  func installer(at path: String? = nil, program: String? = nil) throws -> HookInstaller {
    HookInstaller(
      try Repository.discover(from: path ?? repository.path).location,
      program: program ?? self.program, environment: environment)
  }

  func configuration() throws -> SetupConfiguration {
    SetupConfiguration(
      try Repository.discover(from: repository.path).location, environment: environment)
  }

  private var environment: [String: String?] {
    ["HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"].reduce(into: [:]) {
      $0[$1] = repository.program.environment[$1]
    }
  }

  func script(_ path: String, _ body: String, mode: Int = 0o755) throws {
    let folder = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("#!/bin/sh\n\(body)\n".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  /// Every entry below a folder with kind, mode and content, to compare before and after.
  func picture(of folder: String) throws -> [String: String] {
    var result: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let path = folder + "/" + name
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      let link = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
      let mode = attributes[.posixPermissions] as? Int ?? 0
      let content = link == nil ? text(path) ?? "folder" : ""
      result[name] = "\(String(mode, radix: 8)) \(link ?? "") \(content)"
    }
    return result
  }

  /// Hooks and configuration as they stand.
  func picture() throws -> [String: String] {
    var result = try FileManager.default.fileExists(atPath: hooks) ? picture(of: hooks) : [:]
    result["config"] = text(common + "/config")
    result["o8-hooks"] =
      FileManager.default.fileExists(atPath: common + "/o8-hooks") ? "there" : nil
    return result
  }

  func moveMain() async throws -> (exit: Int32, output: String, error: String) {
    try await repository.tryGit("commit", "-q", "--allow-empty", "-m", "x")
  }
}
