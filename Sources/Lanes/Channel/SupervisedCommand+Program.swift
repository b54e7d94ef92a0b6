extension SupervisedCommand {
  /// Has the worker find `program`, behind all that it finds anyway: what it brings along itself
  /// wins.
  mutating func offer(_ program: String) {
    let path = environment["PATH"] ?? WorkerEnvironment.fallbackPath
    let folder = Folder.parent(of: program)
    guard !path.split(separator: ":").contains(folder[...]) else { return }
    environment["PATH"] = "\(path):\(folder)"
  }
}
