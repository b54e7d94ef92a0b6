import Git
import Model
import Trust

extension Judge {
  /// What takes a branch here forward to a value that is judged.
  func command(bringing branch: ReferenceName, forwardTo value: ObjectID) -> String {
    place(of: branch).command(bringing: branch, forwardTo: value.short)
  }

  /// What makes the step of a landing that its branch here does not show; nil where it left the
  /// way there. `reconcile` makes a step only where the branch is here and upstream what the step
  /// begins at.
  func commandMaking(_ landed: Landed) throws -> String? {
    let (ground, truth) = (try ground(of: landed.branch), try truth(of: landed.branch))
    if ground == landed.prev, truth == landed.prev { return "git o8 reconcile" }
    guard let here = try repository.target(of: landed.branch),
      isEarlier(here, than: landed.commit), try canRead(landed.commit)
    else { return nil }
    return command(bringing: landed.branch, forwardTo: landed.commit)
  }
}
