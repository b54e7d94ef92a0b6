/// A number of things, as a sentence says it: `1 step`, `2 steps`.
public func counted(_ count: some BinaryInteger, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
