extension Line {
  /// The line in at most so many columns; what was cut is shown by a final `…`, which counts.
  public func clipped(to columns: Int) -> Line {
    guard columns > 0, width > columns else { return self }
    var result = Line("")
    result.pieces = []
    var left = columns - 1
    for piece in pieces {
      var taken = ""
      for character in piece.text {
        // As it will be drawn: what is escaped is shown whole or not at all.
        let width = Line(String(character)).width
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
