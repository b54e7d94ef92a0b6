internal import CProcess
internal import Runtimes

/// Two ends, neither inherited by programs that are started meanwhile.
struct Pipe {
  let reading: Descriptor
  let writing: Descriptor

  /// What stands between the ends.
  enum Form: Hashable {
    /// A pipe. Whoever has the same user may open it anew by its place in `/proc`, as a script does
    /// that writes to `/dev/stdout`.
    case pipe
    /// Sockets, which nobody can open by a path: only who was handed an end speaks or listens.
    case sockets
  }

  init(_ form: Form = .pipe) throws(SystemFailure) {
    var ends: (Int32, Int32) = (-1, -1)
    let failed = withUnsafeMutableBytes(of: &ends) {
      let ends = $0.baseAddress?.assumingMemoryBound(to: Int32.self)
      return form == .sockets ? o8_socket_pipe(ends) : o8_pipe(ends)
    }
    guard failed == 0 else { throw SystemFailure("make", "a pipe", lastErrno: failed) }
    reading = Descriptor(ends.0)
    writing = Descriptor(ends.1)
  }
}

extension Pipe.Form {
  /// What a command with such outputs gets for its standard streams.
  ///
  /// Records are believed for being the program's own, so that nothing it runs may write them or
  /// read what is said to it. Everything else may be a script.
  init(for outputs: LaunchPlan.Outputs) { self = outputs == .apart ? .sockets : .pipe }
}
