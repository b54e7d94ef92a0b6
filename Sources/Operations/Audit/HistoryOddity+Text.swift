import Git
import Model
import Trust

extension HistoryOddity {
  /// Names that are shown of many.
  private static let glance = 3

  /// What a person should know, and what ends it.
  var warning: (text: String, remedy: Remedy) {
    switch self {
    case .replaced(let objects):
      let names = objects.prefix(Self.glance).map(\.short).joined(separator: ", ")
      let more = objects.count > Self.glance ? " and \(objects.count - Self.glance) more" : ""
      let one = objects.first?.short ?? "OBJECT"
      return (
        "git shows other objects for \(names)\(more) (refs/replace/); o8 judges what is there",
        objects.count == 1
          ? .run("git replace -d \(one)")
          : .run("git replace -l", "lists them, git replace -d OBJECT ends one")
      )
    case .grafted:
      return (
        "git shows another history than the one that is there (info/grafts); o8 judges what is "
          + "there", .run("rm \"$(git rev-parse --git-common-dir)/info/grafts\"")
      )
    case .shallow:
      return (
        "this clone is shallow: what lies behind its edge cannot be judged here",
        .run("git fetch --unshallow")
      )
    }
  }

  /// Both on one line.
  var sentence: String { "\(warning.text): \(warning.remedy.text)" }
}

extension HistoryCut {
  /// That nothing is proved, for whoever asked for a proof.
  func problem(isShallow: Bool) -> Problem {
    Problem(
      .environment, "cannot verify \(branch.short): \(sentence)",
      hint: isShallow
        ? "git fetch --unshallow"
        : "git fsck names what this clone has lost; fetch it from one that has it")
  }
}
