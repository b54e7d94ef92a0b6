import Git
import Model

extension Packet {
  /// How the author of adopted work goes on with what was red. Where its branch is in another
  /// clone only, it is made here first, at what was handed in last.
  func mending(in repository: Repository) -> String {
    "\(placeToMend(in: repository)), then git o8 gate \(id.short)"
  }

  /// What its author is to see to, such as `red: test`.
  var whyToMend: String {
    guard let pending else { return "to be mended" }
    if pending.reason == .revise { return "is to be revised" }
    return pending.because.isEmpty ? "red" : "red: \(pending.because.joined(separator: ", "))"
  }

  /// The same, where what has to be run then is told beside it.
  func placeToMend(in repository: Repository) -> String {
    guard let lane else { return "mend it on its branch" }
    let mend = "mend it on \(lane.short)"
    let isHere = (try? repository.target(of: lane)) ?? nil != nil
    guard !isHere, let head, (try? repository.kind(of: head)) == .commit else { return mend }
    return
      "git branch \(ShellWord.quoted(lane.short)) \(head.short) brings its branch here; \(mend)"
  }
}
