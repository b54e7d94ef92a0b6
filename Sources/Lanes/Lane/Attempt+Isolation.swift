public import Model

extension Attempt {
  /// Whether its worker was in a cage, and had places of its own there.
  public var wasCaged: Bool { isolation == Isolation.sandbox.rawValue }
}
