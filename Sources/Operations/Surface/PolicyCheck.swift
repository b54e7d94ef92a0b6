public import Model
import Trust

/// Whether the texts of a policy say one; needs no repository.
public enum PolicyCheck {
  /// How much of a file is worth reading: one byte more is refused with the reason.
  public static let byteLimit = PolicyText.byteLimit + 1

  /// The policy that the two texts say, or where the first of them does not.
  public static func policy(from text: [UInt8], signers: [UInt8]) throws(Problem) -> Policy {
    do throws(PolicyTextError) {
      return try PolicyText(policy: text, signers: signers).parsed()
    } catch { throw Problem(.refused, error.description) }
  }
}
