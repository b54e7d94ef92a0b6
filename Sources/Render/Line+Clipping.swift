extension Line {
  /// The line in at most so many columns; what was cut is shown by a final `…`, which counts.
  public func clipped(to columns: Int) -> Line {
    guard width > columns, columns > 0 else { return self }
    var result = Line("")
    result.pieces = []
    var left = columns - 1
    for piece in pieces {
      // Escaped before it is cut, so that no escape is cut in two unseen.
      let text = Line(piece.text).drawn(.plain)
      var taken = ""
      for character in text {
        let width = DisplayWidth.columns(of: String(character))
        guard width <= left else {
          result.pieces.append(Piece(text: taken + "…", style: piece.style))
          return result
        }
        taken.append(character)
        left -= width
      }
      result.pieces.append(Piece(text: taken, style: piece.style))
    }
    return result
  }
}
