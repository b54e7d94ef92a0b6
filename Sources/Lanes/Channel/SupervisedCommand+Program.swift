internal import Model

extension SupervisedCommand {
  /// Has the worker find `program`, behind all that it finds anyway: what it brings along itself
  /// wins.
  mutating func offer(_ program: String) {
    // A shell that reads a profile, as some agents start for each command, makes a PATH of its own.
    // What its runtime tells git in the same way stays.
    let count = environment["GIT_CONFIG_COUNT"].flatMap { UInt16($0) }.map(Int.init) ?? 0
    environment["GIT_CONFIG_COUNT"] = "\(count + 1)"
    environment["GIT_CONFIG_KEY_\(count)"] = "alias.o8"
    environment["GIT_CONFIG_VALUE_\(count)"] = "!\(ShellWord.quoted(program))"
    let path = environment["PATH"] ?? WorkerEnvironment.fallbackPath
    let folder = Folder.parent(of: program)
    guard !path.split(separator: ":").contains(folder[...]) else { return }
    environment["PATH"] = "\(path):\(folder)"
  }
}
