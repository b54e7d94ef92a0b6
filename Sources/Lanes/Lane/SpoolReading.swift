import Runtimes

extension SpoolDirectory {
  /// What a run's events come to, read again from what is kept of its output.
  ///
  /// - Parameter first: the run's first line.
  func reading(
    by parser: any TranscriptParser, from first: Int
  ) throws(SystemFailure) -> RunReading {
    var parser = parser
    var reading = RunReading()
    var reader = SpoolReader(self, after: first - 1)
    while let entry = try reader.next() {
      guard case .line(let line) = entry, let said = line.transcriptLine else { continue }
      for event in parser.events(in: said) { reading.take(event) }
    }
    return reading
  }
}
