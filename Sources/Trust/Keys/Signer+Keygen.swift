import Git
import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Signer {
  /// An agent on a slow line, or one that has a person confirm, answers in this time.
  private static let timeoutSeconds = 30

  func agentSignature(
    _ message: [UInt8], prompt: Prompt
  ) async throws(SigningError) -> [UInt8] {
    // `ssh-keygen` takes the key to look for from a file only.
    let scratch = try ScratchDirectory()
    defer { scratch.remove() }
    let file = try scratch.write(Array("\(key.line)\n".utf8), as: "key.pub")
    return try await keygenSignature(message, file: file, options: ["-U"], prompt: prompt)
  }

  func keygenSignature(
    _ message: [UInt8], file: String, options: [String] = [], prompt: Prompt
  ) async throws(SigningError) -> [UInt8] {
    // From a file, because from standard input it would also take a passphrase.
    let scratch = try ScratchDirectory()
    defer { scratch.remove() }
    let subject = try scratch.write(message, as: "message")
    // An empty passphrase that is given is a passphrase nobody is asked for.
    let silence = prompt == .never ? ["-P", ""] : []
    let result: ProgramOutput
    do throws(GitError) {
      // With a time limit it has no terminal either, so that nothing can wait for one.
      result = try await Program("ssh-keygen").run(
        ["-Y", "sign", "-n", SSHSignature.namespace] + silence + options + ["-f", file, subject],
        limit: SSHSignature.armorByteLimit,
        timeoutSeconds: prompt == .never ? Self.timeoutSeconds : nil,
        environment: environment.merging(["SSH_ASKPASS_REQUIRE": "never", "LC_ALL": "C"]) { $1 })
    } catch {
      throw failure(error)
    }
    guard result.exit == 0,
      let armored = try KeyDirectory.read(subject + ".sig", limit: SSHSignature.armorByteLimit)
    else {
      throw refusal(result.errorText, isInAgent: !options.isEmpty, file: file, prompt: prompt)
    }
    return armored
  }

  /// What `ssh-keygen` said, for a person who is to do something about it.
  private func refusal(
    _ errorText: String, isInAgent: Bool, file: String, prompt: Prompt
  ) -> SigningError {
    let words = errorText.split(whereSeparator: \.isNewline).last.map(String.init)
    var detail = words ?? "ssh-keygen failed"
    let hasAgent = (environment["SSH_AUTH_SOCK"] ?? Self.inherited("SSH_AUTH_SOCK")) != nil
    let start = hasAgent ? "" : "eval \"$(ssh-agent)\"; "
    let hint: String
    if isInAgent {
      hint = "start ssh-agent and load the key's private half with: ssh-add PATH"
    } else if words?.contains("agent refused") == true {
      hint = "the agent asks before each use; confirm it, or: ssh-add \(file.removingPublicSuffix)"
    } else {
      hint = "unlock the key with: \(start)ssh-add \(file.removingPublicSuffix)"
    }
    if case .locked = keeping, prompt == .never, words?.contains("passphrase") == true {
      detail = "it is behind a passphrase, and no agent has it unlocked"
    }
    return SigningError("sign with", key.fingerprint, detail, hint: hint, kind: .missing)
  }

  private static func inherited(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private func failure(_ error: GitError) -> SigningError {
    let hint =
      switch error.code {
      case .programMissing: "install openssh-client, or use an Ed25519 key without a passphrase"
      case .timedOut: "look at the agent or token that holds the key, and try again"
      default: otherKey
      }
    return SigningError("sign with", key.fingerprint, "\(error)", hint: hint)
  }
}

extension String {
  fileprivate var removingPublicSuffix: String {
    hasSuffix(".pub") ? String(dropLast(4)) : self
  }
}
