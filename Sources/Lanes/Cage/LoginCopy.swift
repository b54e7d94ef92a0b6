internal import Runtimes

/// A caged worker's copy of a login of the user's, from its lane's start to its end.
///
/// The worker writes nothing but the copy. What it makes of it becomes the user's at once where that
/// is a renewal, so that others who share the login do not lose it; what others make of the user's
/// becomes the worker's.
struct LoginCopy: Sendable {
  /// What the worker has; beside it what both held when they were last compared, what its user held
  /// without the worker, and what it is.
  private let copy: String
  /// The user's, without links.
  let path: String
  private let renewal: LoginRenewal

  private static func folder(of place: LanePlace) -> String { "\(place.directory)/logins" }
  /// A path, and a number.
  private static let descriptionBytes = 8192

  /// Nil where there is no such login.
  init?(of wanted: HomePlace, in place: LanePlace, home: String?) throws(SystemFailure) {
    guard case .login(let renewal) = wanted.access, let named = wanted.path(in: home),
      let path = HiddenPlaces.real(named), let login = Self.read(path),
      login.count <= LoginRenewal.bytesMost
    else { return nil }
    copy = "\(Self.folder(of: place))/\(wanted.nameAsFile)"
    self.path = path
    self.renewal = renewal
    try Folder.make(Self.folder(of: place))
    try Folder.write(login, to: copy)
    try Folder.write(login, to: "\(copy).users")
    try Folder.write(login, to: "\(copy).known")
    try Folder.write(Array("\(renewal.earlySeconds) \(path)".utf8), to: "\(copy).is")
  }

  private init?(kept copy: String) {
    let words = Folder.read("\(copy).is", limit: Self.descriptionBytes) ?? []
    let parts = String(decoding: words, as: UTF8.self).split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let seconds = Int(parts[0]) else { return nil }
    self.copy = copy
    path = String(parts[1])
    renewal = LoginRenewal(earlySeconds: seconds)
  }

  /// Those that a lane which died had made.
  static func all(leftIn place: LanePlace) -> [LoginCopy] {
    Folder.names(in: folder(of: place)).filter { $0.hasSuffix(".is") }.sorted()
      .compactMap { LoginCopy(kept: "\(folder(of: place))/\($0.dropLast(3))") }
  }

  var mount: Cage.Mount { .writing(copy, at: path) }

  /// Where something changes when either does.
  var folders: [String] { [Folder.parent(of: copy), Folder.parent(of: path)] }

  /// Brings both to the same, if they are not.
  ///
  /// - Returns: whether the worker's is another login, which nobody is given.
  @discardableResult
  func compare() throws(SystemFailure) -> Bool {
    // Who has logged out meanwhile is not logged in again.
    guard let users = Self.read(path), let workers = Self.read(copy),
      let known = Self.read("\(copy).known")
    else { return false }
    if users != known {
      try Folder.overwrite(copy, with: users)
      try Folder.write(users, to: "\(copy).users")
      try Folder.write(users, to: "\(copy).known")
    } else if workers != known {
      guard isRenewal(workers, of: known) else { return true }
      try Folder.write(workers, to: path)
      try Folder.write(workers, to: "\(copy).known")
    }
    return false
  }

  /// Whether it is a renewal of the last one, and of what was never the worker's: of many small
  /// steps each could be allowed.
  private func isRenewal(_ login: [UInt8], of known: [UInt8]) -> Bool {
    // What was written before its time stays so, however late it is compared.
    guard let written = Folder.changedSeconds(of: copy), let users = Self.read("\(copy).users")
    else { return false }
    let time = min(written, Platform.wallMilliseconds / 1000)
    return renewal.isRenewal(login, of: known, at: time)
      && renewal.isRenewal(login, of: users, at: time)
  }

  /// Compares them for the last time; returns what a person should know.
  func end() -> String? {
    defer { for kind in ["", ".known", ".users", ".is"] { Folder.removeFile(copy + kind) } }
    do {
      guard try compare() else { return nil }
      return "the login in \(path) became another one for the worker, which is not taken over"
    } catch { return "the login in \(path) cannot be compared with the worker's: \(error)" }
  }

  private static func read(_ path: String) -> [UInt8]? {
    Folder.read(path, limit: LoginRenewal.bytesMost + 1)
  }
}

extension Seclusion {
  /// The kernel tells of changes at once; this is for file systems where it does not.
  private static let tickMilliseconds = 1000

  /// Runs `body` while logins are kept the same inside and outside of the cage.
  func keepingLogins<End>(_ body: () async throws -> End) async throws -> End {
    guard !logins.isEmpty else { return try await body() }
    let watching = Task { [logins] in
      let watch = DirectoryWatch(tickMilliseconds: Self.tickMilliseconds) {
        logins.flatMap(\.folders)
      }
      for await _ in watch.changes {
        // What fails now is told at the end.
        for login in logins { _ = try? login.compare() }
      }
      withExtendedLifetime(watch) {}
    }
    let result: Result<End, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    watching.cancel()
    await watching.value
    return try result.get()
  }
}
