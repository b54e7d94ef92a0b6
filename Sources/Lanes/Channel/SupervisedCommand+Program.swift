internal import Model

extension SupervisedCommand {
  /// Has the worker find `program`, behind all that it finds anyway: what it brings along itself
  /// wins.
  mutating func offer(_ program: String) {
    // A shell that reads a profile, as some agents start for each command, makes a PATH of its own.
    environment["GIT_CONFIG_COUNT"] = "1"
    environment["GIT_CONFIG_KEY_0"] = "alias.o8"
    environment["GIT_CONFIG_VALUE_0"] = "!\(ShellWord.quoted(program))"
    let path = environment["PATH"] ?? WorkerEnvironment.fallbackPath
    let folder = Folder.parent(of: program)
    guard !path.split(separator: ":").contains(folder[...]) else { return }
    environment["PATH"] = "\(path):\(folder)"
  }
}
