import Foundation
import Testing

@testable import Lanes

@Suite("What a cage shows of a program that its user installed")
struct ProgramPlacesTests {
  private func places(
    _ files: [String], links: [String: String] = [:], name: String
  ) throws -> [String] {
    let fixture = try ProcessFixture()
    let root = fixture.path
    for file in files {
      let path = "\(root)/\(file)"
      let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      try Data("#!/bin/sh\n".utf8).write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    for (link, target) in links {
      let path = "\(root)/\(link)"
      let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: path, withDestinationPath: "\(root)/\(target)")
    }
    let found = ProgramPlaces.places(of: name, on: "relative:\(root)/bin:/usr/bin")
    return withExtendedLifetime(fixture) {
      found.map { $0.replacingOccurrences(of: "\(root)/", with: "") }
    }
  }

  @Test("is where its name leads")
  func link() throws {
    let shown = try places(
      ["share/claude/versions/2.1"], links: ["bin/claude": "share/claude/versions/2.1"],
      name: "claude")
    #expect(
      shown == ["bin", "bin/claude", "share/claude/versions", "share/claude/versions/2.1"])
  }

  @Test("is all that npm installed beside it")
  func npm() throws {
    let shown = try places(
      ["lib/node_modules/@openai/codex/bin/codex.js"],
      links: ["bin/codex": "lib/node_modules/@openai/codex/bin/codex.js"], name: "codex")
    #expect(shown.contains("lib/node_modules"))
    #expect(!shown.contains("lib"))
  }

  @Test("is its virtual environment, and no other directory above a bin")
  func python() throws {
    let files = ["venvs/aider/bin/aider", "venvs/aider/pyvenv.cfg"]
    let shown = try places(files, links: ["bin/aider": files[0]], name: "aider")
    #expect(shown.contains("venvs/aider"))
    #expect(try places(["bin/aider"], name: "aider") == ["bin", "bin/aider"])
  }

  @Test("is nothing where there is none")
  func absent() throws {
    #expect(try places([], name: "nobody-has-this").isEmpty)
  }
}
