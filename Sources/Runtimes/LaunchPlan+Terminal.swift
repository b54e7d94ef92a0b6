extension LaunchPlan {
  /// Has the program come up as people know it, at a terminal, with these words.
  mutating func becomeInteractive(_ words: [String]) {
    arguments = words
    input = nil
    dialogue = nil
    outputs = .together
  }
}

extension LaunchRequest {
  /// The prompt as a word of a command line, or why it cannot be one.
  func promptArgument(for runtime: RuntimeName) throws(RuntimeRefusal) -> String {
    guard prompt.utf8.count < Self.argumentBytes else {
      throw RuntimeRefusal(runtime, .unusable("a prompt of 128 KiB or more"))
    }
    guard !prompt.utf8.contains(0) else {
      throw RuntimeRefusal(runtime, .unusable("a prompt with a NUL byte"))
    }
    return prompt
  }

  /// What the kernel takes as one argument is 128 KiB, with the option before it.
  private static let argumentBytes = (128 << 10) - 64
}
