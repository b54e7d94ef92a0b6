/// Characters that a reviewer does not see, or sees elsewhere than a compiler does.
extension StaticReview {
  func hiddenFindings(_ file: ChangedFile) -> [StaticFinding] {
    (file.added ?? []).compactMap { line in
      guard let scalar = HiddenText.first(in: line) else { return nil }
      return StaticFinding(
        .hiddenText, .warning,
        "holds \(HiddenText.name(of: scalar)), which is not shown as it is stored",
        path: file.path, line: line.number)
    }
  }
}

enum HiddenText {
  /// The first such character; nil for a line as people write them.
  ///
  /// A file may begin with a mark of its encoding, some sources divide pages by form feeds, and
  /// emoji and several scripts are written with joiners.
  static func first(in line: AddedLine) -> Unicode.Scalar? {
    guard SafeText.isSuspicious(line.text) else { return nil }
    var scalars = line.text.unicodeScalars[...]
    if scalars.last == "\r" { scalars.removeLast() }
    if line.number == 1, scalars.first == "\u{feff}" { scalars.removeFirst() }
    return scalars.first {
      !isUsual($0) && SafeText.isSuspicious(String(Character($0)))
    }
  }

  /// As the Unicode standard writes it.
  static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func isUsual(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{c}" || scalar == "\u{200c}" || scalar == "\u{200d}"
  }
}
