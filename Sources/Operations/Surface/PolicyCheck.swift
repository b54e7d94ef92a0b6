public import Model
import Trust

/// Whether the texts of a policy say one; needs no repository.
public enum PolicyCheck {
  /// How much of a file is worth reading: one byte more is refused with the reason.
  public static let byteLimit = PolicyText.byteLimit + 1

  /// The policy that the two texts say, or where the first of them does not.
  ///
  /// Each is complained of under the name of the file that it came from.
  public static func policy(
    from text: [UInt8], called name: String, signers: [UInt8], called signersName: String
  ) throws(Problem) -> Policy {
    do throws(PolicyTextError) {
      return try PolicyText(policy: text, signers: signers).parsed()
    } catch {
      let file = error.file == .policy ? name : signersName
      throw Problem(
        .refused,
        "\(SafeText.escaped(file)):\(error.line):\(error.column): \(error.message)")
    }
  }
}

extension PolicyCheck {
  /// How much of a file of owners is worth reading: one byte more is refused with the reason.
  public static let ownersByteLimit = CodeOwners.byteLimit + 1

  /// What is wrong with a file of owners under a policy.
  public static func complaints(
    about owners: [UInt8], called name: String, under policy: Policy
  ) -> [CodeOwners.Complaint] {
    do throws(CodeOwners.Unreadable) {
      return try CodeOwners(owners, at: SafeText.escaped(name)).complaints(under: policy)
    } catch {
      let sentence = "\(SafeText.escaped(name)): \(error.reason)"
      return [CodeOwners.Complaint(sentence, isBlocking: true)]
    }
  }
}
