import Model
import Trust

extension Decoder {
  /// Every reader of what others push that needs no repository.
  public static let all = [
    events, commits, policies, signers, keys, signatures, transactions, owners,
    messages,
  ]

  /// `event.json`, of a packet's event, a ledger's entry or a policy.
  public static let events = Decoder(
    "events",
    words: ["\"v\":2", "\"kind\":\"verdict\"", "{", "[", "\\u0000", "\\ud800", "1e9", "-0"],
    mutate: { $1.json($0) }
  ) { bytes in
    let envelope: Envelope
    do throws(FormatError) { envelope = try Envelope(text: bytes) } catch {
      return .refused(error.reason)
    }
    try law(bytes.count <= Limits.blobBytes, "an event is not larger than its limit")
    try law(envelope.text() == bytes, "an event has one text")
    try EventLaws.check(EventBody(envelope), envelope, fields: \.fields)
    try EventLaws.check(LedgerBody(envelope), envelope, fields: \.fields)
    let summary = EventBody(envelope).summary
    try law(summary.utf8.count <= Limits.subjectBytes, "a summary fits a subject")
    try EventLaws.checkCommit(of: envelope)
    return .taken
  }

  /// The bytes of a commit in a chain.
  static let commits = Decoder(
    "commits", words: ["tree ", "parent ", "committer ", "\n\n", "gpgsig ", " +0000", "-1"]
  ) { bytes in
    guard let commit = CommitText(bytes) else { return .refused("it has not a commit's shape") }
    try law(commit.committedSeconds >= 0, "a date is not negative")
    try law(commit.parents.count * 40 <= bytes.count, "parents come from the text")
    try law(commit.message.utf8.count <= 3 * bytes.count, "a message comes from the text")
    return .taken
  }

  static let policies = Decoder(
    "policies",
    words: [
      "&a ", "*a", "<<: ", "!!int ", "? ", "- ", ": ", "---\n", "...\n", "%YAML 1.1\n", "|\n",
      ">\n", "{", "}", "[", "]", "\"", "'", "#", "\\x00", "~", "null", "0x10", "1e3", "*", "**",
      "99999999999999999999", "[[[[[[[[", "{a: {a: {a: ", "version: 2", "?", "\t",
    ]
  ) { bytes in
    let policy: Policy
    do throws(PolicyTextError) {
      policy = try PolicyText(policy: bytes, signers: []).parsed()
    } catch {
      try law(error.line > 0 && error.column > 0, "a refusal names a place")
      return .refused(error.message)
    }
    try law(bytes.count <= PolicyText.byteLimit, "a policy is not larger than its limit")
    let again = try? PolicyText(policy).parsed()
    try law(again == policy, "a policy that is written is read as it was")
    return .taken
  }

  /// The `CODEOWNERS` of a branch.
  static let owners = Decoder(
    "owners",
    words: [
      "*", "**", "***", "/", "//", "!", "[", "]", "^[", "\\", "\\ ", "?", "#", "@", "@ann",
      "@org/x",
      "a@b", "\r\n", "\t", "\u{feff}", "\u{202e}", "docs/", "/docs/", "*.c",
    ]
  ) { bytes in
    let owners: CodeOwners
    do throws(CodeOwners.Unreadable) {
      owners = try CodeOwners(bytes, at: "CODEOWNERS")
    } catch { return .refused(error.reason) }
    try law(bytes.count <= CodeOwners.byteLimit, "owners are not longer than their limit")
    let numbers = owners.lines.map(\.number) + owners.faults.map(\.number)
    let ends = bytes.count { $0 == UInt8(ascii: "\n") } + 1
    try law(Set(numbers).count == numbers.count, "a line says one thing")
    try law(numbers.allSatisfy { (1...ends).contains($0) }, "a line is one of the file's")
    for path in ["a", "docs/a.c", "DOCS/x/y", "caf\u{e9}/\u{202e}", "@ann"] {
      let line = owners.line(covering: path)
      try law(line.map(owners.lines.contains) ?? true, "who owns a path stands in a line")
    }
    let written = owners.lines.map { ([$0.pattern] + $0.owners).joined(separator: " ") + "\n" }
    // Behind another line, where a byte order mark is none.
    let again = try? CodeOwners(Array(("\n" + written.joined()).utf8), at: "CODEOWNERS")
    try law(again?.lines.map(\.owners) == owners.lines.map(\.owners), "lines stand alone")
    try law(again?.faults.isEmpty ?? false, "a line that is understood is so anywhere")
    return owners.faults.first.map { .refused($0.reason) } ?? .taken
  }

  /// What a worker leaves in its outbox.
  static let messages = Decoder(
    "messages",
    words: [
      "\"what\":\"question\"", "\"text\":", "\"packet\":null", "proposal", "{", "[", "\\u0000",
      "\\ud800", "\u{1b}", " ", "1e9",
    ],
    mutate: { $1.json($0) }
  ) { bytes in
    let message: WorkerMessage
    do throws(FormatError) { message = try WorkerMessage(bytes) } catch {
      return .refused(error.reason)
    }
    try law(WorkerMessage.fault(of: message.text) == nil, "a message says something")
    try law(try WorkerMessage(message.bytes) == message, "a message is read as it was written")
    let body = EventBody.said(
      Said(
        started: .emptyTree, what: message.what, text: SafeText.escaped(message.text),
        message: Digest(bytes: [UInt8](repeating: 1, count: Digest.byteCount))!))
    let size = JSONValue.object(body.fields).canonical().count
    try law(size <= Limits.blobBytes / 2, "what a worker says fits an event")
    try law(body.summary.utf8.count <= Limits.subjectBytes, "a summary fits a subject")
    return .taken
  }

  static let signers = Decoder(
    "signers",
    words: ["*", "cert-authority ", "namespaces=\"git\"", "ssh-rsa", "#", "\"", ",", "!"],
    mutate: { $1.keyLine($0) }
  ) { bytes in
    let signers: AllowedSigners
    do throws(PolicyTextError) { signers = try AllowedSigners(bytes) } catch {
      return .refused(error.message)
    }
    try law(signers.text == bytes, "keys have one text")
    try law(bytes.count <= AllowedSigners.byteLimit, "keys are not larger than their limit")
    return .taken
  }

  static let keys = Decoder(
    "keys", words: ["ssh-rsa", "ssh-ed25519", "ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com"],
    mutate: { $1.keyLine($0) }
  ) { bytes in
    let line = String(decoding: bytes, as: UTF8.self)
    let key: SigningKey
    do throws(SignatureError) { key = try SigningKey(publicLine: line) } catch {
      return .refused("\(error)")
    }
    let words = line.split(whereSeparator: \.isWhitespace).prefix(2)
    try law(words.joined(separator: " ") == key.line, "a key has one line")
    try law(key.fingerprint.utf8.count == 50, "a key has a fingerprint")
    return .taken
  }

  static let signatures = Decoder(
    "signatures",
    words: ["SSHSIG", "o8", "git", "sha512", "sha1", "\u{0}\u{0}\u{0}\u{0}", "====", "A"],
    mutate: { $1.armor($0) }
  ) { bytes in
    let signature: SSHSignature
    do throws(SignatureError) { signature = try SSHSignature(armored: bytes) } catch {
      return .refused("\(error)")
    }
    try law(signature.armored == bytes, "a signature has one text")
    try law(bytes.count <= SSHSignature.armorByteLimit, "a signature keeps to its limit")
    try law(!signature.verifies(Array("another text".utf8)), "no signature fits another text")
    return .taken
  }

  /// The standard input of `reference-transaction` and of `pre-receive`.
  static let transactions = Decoder(
    "transactions",
    words: [
      String(repeating: "0", count: 40), String(repeating: "a", count: 40), "ref:",
      "refs/heads/main", "refs/o8/ledger", "refs/replace/", " ", "\n", "HEAD", "..", "@{", ".lock",
      "\u{0}",
    ]
  ) { bytes in
    let lines: [TransactionLine]
    do throws(TransactionLine.Unreadable) { lines = try TransactionLine.lines(of: bytes) } catch {
      return .refused("\(error)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { return .taken }
    let written = text.utf8.split(separator: UInt8(ascii: "\n")).map { String($0) }
    try law(lines.map(\.text) == written, "a line says what it said")
    return .taken
  }
}

extension TransactionLine {
  fileprivate var text: String { "\(old.text) \(new.text) \(name)" }
}

extension TransactionLine.Value {
  fileprivate var text: String {
    switch self {
    case .none: String(repeating: "0", count: ObjectID.hexCount)
    case .object(let id): id.hex
    case .symbolic(let target): "ref:\(target)"
    }
  }
}
