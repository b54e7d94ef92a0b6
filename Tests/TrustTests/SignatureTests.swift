import Model
import Testing

@testable import Trust

private let message = Array("{\"kind\":\"verdict\"}\n".utf8)

@Test(arguments: [
  "-t ed25519", "-t ecdsa -b 256", "-t ecdsa -b 384", "-t ecdsa -b 521", "-t rsa -b 2048",
  "-t rsa -b 3072",
])
func aSignatureOfKeygenVerifiesForItsMessageOnly(options: String) async throws {
  let keygen = try Keygen()
  try await keygen.makeKey("key", options)
  let line = String(decoding: try keygen.read("key.pub"), as: UTF8.self)
  for hash in ["sha256", "sha512"] {
    let armored = try await keygen.sign(message, with: "key", options: ["-O", "hashalg=\(hash)"])
    let signature = try SSHSignature(armored: armored)
    #expect(signature.verifies(message))
    #expect(!signature.verifies(message + [0x20]))
    #expect(signature.armored == armored)
    #expect(signature.hash.rawValue == hash)
    #expect(signature.publicKey == (try SigningKey(publicLine: line)))
  }
}

/// The line by which anybody checks a decision without o8:
/// `ssh-keygen -Y verify -f allowed_signers -I NAME -n o8 -s event.json.sig < event.json`
@Test func keygenVerifiesASignatureOfOurs() async throws {
  let keygen = try Keygen()
  let key = try PrivateKey(comment: "ann")
  let name = try #require(PrincipalName("ann"))
  let signers = try #require(AllowedSigners(entries: [.init(name, key.publicKey)]))
  try keygen.write(signers.text, to: "allowed_signers")
  try keygen.write(try key.sign(message).armored, to: "event.json.sig")
  let verify = [
    "-Y", "verify", "-f", keygen.path("allowed_signers"), "-I", "ann", "-n", "o8", "-s",
    keygen.path("event.json.sig"),
  ]
  #expect(try await keygen.run(verify, input: message).exit == 0)
  #expect(try await keygen.run(verify, input: message + message).exit != 0)
}

@Test func keygenReadsOurKeyFileAndSignsTheSame() async throws {
  let keygen = try Keygen()
  let path = keygen.path("config/o8")
  let name = try #require(PrincipalName("ann-claude"))
  let maker = KeyMaker(directory: path)
  let key = try maker.key(for: name)
  let (exit, output) = try await keygen.run(["-y", "-f", maker.path])
  #expect(exit == 0)
  #expect(String(decoding: output, as: UTF8.self) == key.line + " ann-claude\n")
  #expect(try keygen.read("config/o8/id_ed25519.pub") == output)
  let fingerprint = try await keygen.run(["-l", "-f", maker.path]).output
  #expect(String(decoding: fingerprint, as: UTF8.self).contains(key.fingerprint))
  guard case .usable(let own) = try PrivateKeyFile(try keygen.read("config/o8/id_ed25519")) else {
    Issue.record("our own key is not usable")
    return
  }
  #expect(try await keygen.sign(message, with: "config/o8/id_ed25519") == own.sign(message).armored)
}

@Test func aSignatureForAnotherPurposeIsRefused() async throws {
  let keygen = try Keygen()
  try await keygen.makeKey("key", "-t ed25519")
  let armored = try await keygen.run(
    ["-Y", "sign", "-n", "git", "-f", keygen.path("key")], input: message
  ).output
  #expect(throws: SignatureError.wrongNamespace("git")) { try SSHSignature(armored: armored) }
}

@Test func aShortRSAKeyIsRefused() async throws {
  let keygen = try Keygen()
  try await keygen.makeKey("key", "-t rsa -b 1024")
  let line = String(decoding: try keygen.read("key.pub"), as: UTF8.self)
  #expect(throws: SignatureError.weakKey(bits: 1024)) { try SigningKey(publicLine: line) }
}

@Test func certificatesAreRefusedByName() async throws {
  let keygen = try Keygen()
  try await keygen.makeKey("ca", "-t ed25519")
  try await keygen.makeKey("key", "-t ed25519")
  try await keygen.run([
    "-q", "-s", keygen.path("ca"), "-I", "x", "-n", "ann", keygen.path("key.pub"),
  ])
  let line = String(decoding: try keygen.read("key-cert.pub"), as: UTF8.self)
  #expect(throws: SignatureError.unsupportedKey("ssh-ed25519-cert-v01@openssh.com")) {
    try SigningKey(publicLine: line)
  }
}

@Test(arguments: ["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-dss"])
func otherKeyTypesAreRefusedByName(type: String) {
  var wire = WireWriter()
  wire.string(type)
  wire.string([UInt8](repeating: 1, count: 32))
  #expect(throws: SignatureError.unsupportedKey(type)) { try SigningKey(wire: wire.bytes) }
}

@Test func theArmorHasOneSpelling() throws {
  let armored = try PrivateKey(comment: "").sign(message).armored
  let text = String(decoding: armored, as: UTF8.self)
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  let others = [
    String(text.dropLast()), text + "\n", " " + text, text.replacing("\n", with: "\r\n"),
    text.replacing("SSH", with: "PGP"), text + text,
    ([lines[0]] + [lines[1] + lines[2]] + lines[3...]).joined(separator: "\n"),
    lines.dropFirst().joined(separator: "\n"), "",
  ]
  for other in others {
    #expect(throws: SignatureError.self) { try SSHSignature(armored: Array(other.utf8)) }
  }
}

@Test func everyShorterOrLongerBinaryFormIsRefused() throws {
  let wire = try PrivateKey(comment: "").sign(message).wire
  for count in 0..<wire.count {
    #expect(throws: SignatureError.self) { try SSHSignature(wire: Array(wire.prefix(count))) }
  }
  #expect(throws: SignatureError.self) { try SSHSignature(wire: wire + [0]) }
}
