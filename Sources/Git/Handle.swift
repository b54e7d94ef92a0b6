import CGit2

/// What a handle points at, and how it is let go.
protocol HandleKind {
  static func free(_ pointer: OpaquePointer)
}

/// Sole ownership of one thing of libgit2's; it dies in the scope that opened it.
struct Handle<Kind: HandleKind>: ~Copyable {
  let pointer: OpaquePointer

  init(
    _ attempted: String, on subject: @autoclosure () -> String,
    _ open: (inout OpaquePointer?) -> Int32
  ) throws(GitError) {
    var opened: OpaquePointer?
    try GitError.check(open(&opened), attempted, subject())
    guard let opened else {
      throw GitError(.other, attempted, on: subject(), "libgit2 returned nothing")
    }
    pointer = opened
  }

  /// Takes over what a call has returned already.
  init(owning pointer: OpaquePointer) {
    self.pointer = pointer
  }

  /// Opens what may be absent: nil when libgit2 says so.
  static func find(
    _ attempted: String, on subject: @autoclosure () -> String,
    _ open: (inout OpaquePointer?) -> Int32
  ) throws(GitError) -> Handle<Kind>? {
    var opened: OpaquePointer?
    let result = open(&opened)
    guard result != GIT_ENOTFOUND.rawValue else { return nil }
    try GitError.check(result, attempted, subject())
    guard let opened else { return nil }
    return Handle(owning: opened)
  }

  deinit { Kind.free(pointer) }
}

enum RepositoryKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_repository_free(pointer) }
}

enum DatabaseKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_odb_free(pointer) }
}

enum ObjectHandleKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_odb_object_free(pointer) }
}

enum ReferenceHandleKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_reference_free(pointer) }
}

enum TransactionKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_transaction_free(pointer) }
}

enum ConfigurationKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_config_free(pointer) }
}

enum ConfigurationIteratorKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_config_iterator_free(pointer) }
}

enum WalkKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_revwalk_free(pointer) }
}
