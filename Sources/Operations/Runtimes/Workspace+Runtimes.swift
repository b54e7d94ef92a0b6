import Runtimes

extension Workspace {
  /// The runtimes that this program knows, as they are set up here.
  var runtimes: RuntimeRegistry {
    .builtIn(RuntimeSurroundings(environment: environment))
  }
}
