import Foundation
import Model
import Support
import Testing

@testable import Trust

private let message = Array("{\"kind\":\"gated\"}\n".utf8)

@Test(arguments: [
  "-t ed25519", "-t ecdsa -b 256", "-t ecdsa -b 521", "-t rsa -b 2048", "-t rsa -b 2048 -m PEM",
])
func everyKeyFileOfKeygenSigns(options: String) async throws {
  let keygen = try Keygen()
  try await keygen.makeKey("key", options)
  let line = String(decoding: try keygen.read("key.pub"), as: UTF8.self)
  for name in ["~/key", "~/key.pub"] {
    let signer = try Signer(named: name, format: "ssh", home: keygen.directory)
    #expect(signer.key == (try SigningKey(publicLine: line)))
    let signature = try await signer.sign(message)
    #expect(signature.verifies(message))
    #expect(signature.publicKey == signer.key)
  }
}

@Test(arguments: [
  (KeyNaming.own, "git config o8.signingKey PATH"), (.user, "git config user.signingKey PATH"),
  (.made, "git o8 init"),
])
func aKeyThatCannotBeReadSaysWhereItIsNamed(naming: KeyNaming, command: String) throws {
  for name in ["/nowhere/key", "ssh-ed25519 AAAA"] {
    let error = try #require(throws: SigningError.self) {
      try Signer(named: name, by: naming, format: "ssh", home: nil)
    }
    #expect(error.hint.contains(command), "\(error)")
  }
}

@Test func aLockedKeyFailsAtOnceAndSaysHowToUnlockIt() async throws {
  let keygen = try Keygen()
  try await keygen.makeKey("key", "-t ed25519", passphrase: "secret")
  let path = keygen.path("key")
  let signer = try Signer(named: path, format: nil, home: nil)
  #expect(signer.keeping == .locked(file: path))
  let error = try await #require(throws: SigningError.self) { try await signer.sign(message) }
  #expect(error.detail == "it is behind a passphrase, and no agent has it unlocked")
  #expect(error.hint == "unlock the key with: eval \"$(ssh-agent)\"; ssh-add \(path)")
}

/// The file stays locked; the agent was given the passphrase by hand.
@Test(
  .timeLimit(.minutes(15)),
  arguments: ["-t ed25519", "-t ecdsa -b 256", "-t rsa -b 2048", "-t rsa -b 2048 -m PEM"])
func aLockedKeySignsThroughItsAgent(options: String) async throws {
  let keygen = try Keygen()
  try await keygen.makeKey("key", options, passphrase: "secret")
  let (path, socket) = (keygen.path("key"), keygen.path("agent"))
  let program = TestProgram(directory: keygen.directory, home: keygen.directory)
  try keygen.write(Array("#!/bin/sh\necho secret\n".utf8), to: "answer")
  let answer = keygen.path("answer")
  try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: answer)
  try await withAgent(at: socket) {
    for name in [path, path + ".pub"] {
      var signer = try Signer(named: name, format: "ssh", home: nil)
      signer.environment = ["SSH_AUTH_SOCK": socket]
      #expect(signer.keeping == .locked(file: path))
      let error = try await #require(throws: SigningError.self) { try await signer.sign(message) }
      #expect(error.hint == "unlock the key with: ssh-add \(path)", "an agent without the key")
    }
    try await program.require(
      "ssh-add", ["-q", path],
      environment: [
        "SSH_AUTH_SOCK": socket, "SSH_ASKPASS": answer, "SSH_ASKPASS_REQUIRE": "force",
      ])
    for name in [path, path + ".pub"] {
      var signer = try Signer(named: name, format: "ssh", home: nil)
      signer.environment = ["SSH_AUTH_SOCK": socket]
      #expect(try await signer.sign(message).verifies(message))
    }
  }
}

/// `ssh-add -c` has the agent ask somebody at each use; here nobody says yes.
@Test(.timeLimit(.minutes(15)))
func anAgentThatAsksIsBelievedWhenItIsRefused() async throws {
  let keygen = try Keygen()
  try await keygen.makeKey("key", "-t ed25519")
  let (path, socket) = (keygen.path("key"), keygen.path("agent"))
  let program = TestProgram(directory: keygen.directory, home: keygen.directory)
  try await withAgent(at: socket) {
    try await program.require(
      "ssh-add", ["-q", "-c", path], environment: ["SSH_AUTH_SOCK": socket])
    try FileManager.default.removeItem(atPath: path)
    var signer = try Signer(named: path + ".pub", format: "ssh", home: nil)
    #expect(signer.keeping == .elsewhere)
    signer.environment = ["SSH_AUTH_SOCK": socket]
    let error = try await #require(throws: SigningError.self) { try await signer.sign(message) }
    #expect(error.kind == .missing)
    #expect(error.hint.contains("ssh-add"), "\(error)")
  }
}

@Test func whereAKeyIsKeptIsKnown() async throws {
  let keygen = try Keygen()
  let path = keygen.path("key")
  for (options, passphrase) in [("-t ed25519", ""), ("-t rsa -b 2048 -m PEM", "secret")] {
    try await keygen.makeKey("key", options, passphrase: passphrase)
    let wanted = passphrase.isEmpty ? KeyKeeping.open(file: path) : .locked(file: path)
    for name in [path, path + ".pub"] {
      #expect(try Signer(named: name, format: "ssh", home: nil).keeping == wanted)
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(try Signer(named: path + ".pub", format: "ssh", home: nil).keeping == .elsewhere)
    try FileManager.default.removeItem(atPath: path + ".pub")
  }
}

@Test(arguments: ["", "key::"])
func aPublicKeyAsSuchIsLookedForInTheAgent(prefix: String) async throws {
  let key = try PrivateKey(comment: "").publicKey
  let signer = try Signer(named: prefix + key.line + " comment", format: nil, home: nil)
  #expect(signer.key == key)
  let error = try await #require(throws: SigningError.self) { try await signer.sign(message) }
  #expect(error.kind == .missing)
  #expect(error.hint.contains("ssh-agent"))
}

/// The two ways to name a key that an agent holds; its private file is gone.
@Test func anAgentSigns() async throws {
  let keygen = try Keygen()
  try await keygen.makeKey("key", "-t ed25519")
  let socket = keygen.path("agent")
  let program = TestProgram(directory: keygen.directory, home: keygen.directory)
  let (path, publicPath) = (keygen.path("key"), keygen.path("key.pub"))
  let line = String(decoding: try keygen.read("key.pub"), as: UTF8.self)
  try await withAgent(at: socket) {
    try await program.require("ssh-add", ["-q", path], environment: ["SSH_AUTH_SOCK": socket])
    try FileManager.default.removeItem(atPath: path)
    for name in [publicPath, "key::" + line] {
      var signer = try Signer(named: name, format: "ssh", home: nil)
      signer.environment = ["SSH_AUTH_SOCK": socket]
      #expect(try await signer.sign(message).verifies(message))
    }
  }
}

@Test(arguments: [nil, "openpgp", "x509"])
func anOpenPGPKeyIsRecognised(format: String?) throws {
  let error = try #require(throws: SigningError.self) {
    try Signer(named: "3AA5C34371567BD2", format: format, home: "/nowhere")
  }
  #expect(error.kind == .notSSH)
  #expect("\(error)".contains("OpenPGP"))
}

@Test func aKeyFileThatIsNotThereIsMissing() throws {
  let error = try #require(throws: SigningError.self) {
    try Signer(named: "~/.ssh/none", format: "ssh", home: "/nowhere")
  }
  #expect(error.kind == .missing)
  #expect(error.subject == "/nowhere/.ssh/none")
}

@Test func aPrivateKeyThatOthersMayReadIsRefused() async throws {
  let keygen = try Keygen()
  try await keygen.makeKey("key", "-t ed25519")
  try FileManager.default.setAttributes(
    [.posixPermissions: 0o644], ofItemAtPath: keygen.path("key"))
  let error = try #require(throws: SigningError.self) {
    try Signer(named: keygen.path("key"), format: "ssh", home: nil)
  }
  #expect(error.hint == "run: chmod 600 \(keygen.path("key"))")
}

@Test func onlyTheOwnerMayReadAKeyThatIsMade() throws {
  let keygen = try Keygen()
  let maker = try KeyMaker(environment: ["XDG_CONFIG_HOME": keygen.path("config")])
  #expect(maker.path == keygen.path("config/o8/id_ed25519"))
  _ = try maker.key(for: try #require(PrincipalName("ann")))
  func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }
  #expect(try mode(maker.path) == 0o600)
  #expect(try mode(keygen.path("config/o8")) == 0o700)
  let files = try FileManager.default.contentsOfDirectory(atPath: keygen.path("config/o8"))
  #expect(files.sorted() == ["id_ed25519", "id_ed25519.pub"])
}

@Test func aMadeKeyThatWasGivenAPassphraseIsStillTheSame() async throws {
  let keygen = try Keygen()
  let maker = KeyMaker(directory: keygen.path("config"))
  let name = try #require(PrincipalName("ann"))
  let key = try maker.key(for: name)
  #expect(maker.isUnlocked)
  try await keygen.run(["-q", "-p", "-N", "hidden words", "-f", maker.path])
  #expect(!maker.isUnlocked)
  #expect(try maker.key(for: name) == key)
}

@Test func manyThatMakeAKeyAtOnceGetTheSame() async throws {
  let keygen = try Keygen()
  let maker = KeyMaker(directory: keygen.path("config"))
  let name = try #require(PrincipalName("ann"))
  let keys = try await withThrowingTaskGroup(of: SigningKey.self) { group in
    for _ in 0..<16 { group.addTask { try maker.key(for: name) } }
    return try await group.reduce(into: Set()) { $0.insert($1) }
  }
  #expect(keys.count == 1)
  let pub = String(decoding: try keygen.read("config/id_ed25519.pub"), as: UTF8.self)
  #expect(try SigningKey(publicLine: pub) == keys.first)
}

@Test func theKeysPlaceFollowsTheEnvironment() throws {
  #expect(
    try KeyMaker(environment: ["HOME": "/home/ann", "XDG_CONFIG_HOME": "relative"]).path
      == "/home/ann/.config/o8/id_ed25519")
  #expect(throws: SigningError.self) { try KeyMaker(environment: [:]) }
}
