public import Model

/// The file beside the hooks from which `sh` knows, without starting the program, that a
/// transaction cannot touch a protected branch.
///
/// It errs on one side only: what it lets pass is certainly not protected, what it stops goes to
/// the program. Two lines: globs of full reference names that fit either case, then the bytes a
/// name may hold to be judged by them; a name with any other could fold to anything.
public enum BranchFilter {
  public static let fileName = "o8-protected"

  /// ASCII that folds only to itself or its other case. No blank, quote or bracket; `-` is last
  /// because the line becomes a bracket expression.
  static let plain =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/._@+=,:#%&-"

  public static func text(protecting patterns: [Pattern]) -> String {
    let prefix = patterns.isEmpty ? "" : glob("refs/heads/")
    let globs =
      patterns.map { prefix + glob($0.text) }
      // What remotes have of them: a landing becomes final there, and something may wait for that.
      + patterns.map { "refs/remotes/*/" + glob($0.text) }
    // Never empty: an empty line would read like a file that was cut short.
    return (globs.isEmpty ? ["-"] : globs).joined(separator: " ") + "\n" + plain + "\n"
  }

  /// A glob of `sh`, whose `*` crosses slashes, that fits at least what `pattern` fits.
  private static func glob(_ pattern: String) -> String {
    var result = ""
    for part in collapsed(pattern).unicodeScalars {
      switch part {
      case "*", "?": result.unicodeScalars.append(part)
      case "a"..."z", "A"..."Z":
        let letter = String(part)
        result += "[\(letter.lowercased())\(letter.uppercased())]"
      case _ where plain.unicodeScalars.contains(part): result.unicodeScalars.append(part)
      // What folds to several characters, or is no part of a reference name.
      default: result += "*"
      }
    }
    return result
  }

  /// `**/x` fits `x` and `x/**` may fit `x`, so the slashes go too.
  private static func collapsed(_ pattern: String) -> String {
    var result = ""
    var follows = false
    for component in pattern.split(separator: "/", omittingEmptySubsequences: false) {
      if component == "**" {
        result += "*"
        follows = false
      } else {
        result += (follows ? "/" : "") + component
        follows = true
      }
    }
    return result
  }
}
