extension Line {
  /// A text of any length in lines of at most so many columns, broken between words, each behind
  /// `indent`. Its own line breaks stay; a word that is too long is not broken.
  public static func folded(
    _ text: String, to columns: Int, indent: String = "", _ style: Style = .plain
  ) -> [Line] {
    let room = columns - DisplayWidth.columns(of: indent)
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      var (lines, line): ([String], String) = ([], "")
      for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
        let longer = line.isEmpty ? String(word) : line + " " + word
        if Line(longer).width > room, !line.isEmpty {
          lines.append(line)
          line = String(word)
        } else {
          line = longer
        }
      }
      return (lines + [line]).map { Line(indent) + Line($0, style) }
    }
  }
}
