import Git
import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension StagedRepository {
  /// Takes what was made in it into the real repository: objects, by their content; the lane's
  /// branch; what the worktree's own git directory holds. Returns what a person should know.
  ///
  /// Nothing runs in it any more. Everything is read as a plain file and believed as far as it
  /// can be checked: an object is what its bytes hash to, a reference names a commit that is
  /// whole.
  func bringHome(lane: ReferenceName) async throws -> [String] {
    var notes: [String] = []
    try await takeObjects()
    let head = Self.line(of: "\(ownStaged)/HEAD") ?? ""
    var place: ReferenceName?
    if head.hasPrefix("ref: ") { place = ReferenceName(String(head.dropFirst("ref: ".count))) }
    let present = try Repository(origin).target(of: lane)
    if let tip = value(of: lane), tip != present {
      if let flaw = try await flaw(of: tip) {
        notes.append("the worker's \(lane.short) is \(flaw); it stays where it was")
      } else {
        try await origin.update(
          [ReferenceMove(lane, from: present, to: tip)], reason: "o8: out of the cage")
      }
    }
    try takeState()
    guard place != lane else { return notes }
    // A branch of the worker's own is none of ours: its commit is checked out without one.
    guard let tip = place.map({ value(of: $0) }) ?? ObjectID(head) else {
      return notes + ["the worker's HEAD names nothing; the lane's branch stands for it"]
    }
    if let flaw = try await flaw(of: tip) {
      return notes + ["the worker's HEAD is \(flaw); the lane's branch stands for it"]
    }
    try Folder.write(Array("\(tip)\n".utf8), to: "\(own)/HEAD")
    if let place { notes.append("the worker's branch \(place.short) stayed in its cage") }
    return notes
  }

  /// Why a commit cannot be taken; nil where it and all behind it are here.
  private func flaw(of tip: ObjectID) async throws -> String? {
    guard try Repository(origin).kind(of: tip) == .commit else { return "no commit" }
    let walk = try await origin.run(
      ["rev-list", "--objects", "--quiet", tip.hex, "--not", "--all"])
    return walk.exit == 0 ? nil : "not whole"
  }

  /// The real index and the like become those of the worker, as bytes.
  private func takeState() throws {
    for file in Self.state {
      guard let size = Folder.size(ofFile: "\(ownStaged)/\(file)"), size <= Self.stateBytes,
        let bytes = Self.plainFile("\(ownStaged)/\(file)", limit: size)
      else {
        Folder.removeFile("\(own)/\(file)")
        continue
      }
      try Folder.write(bytes, to: "\(own)/\(file)")
      Folder.takeTime(of: "\(ownStaged)/\(file)", for: "\(own)/\(file)")
    }
  }

  /// What a reference of the stage holds, loose or packed.
  private func value(of name: ReferenceName) -> ObjectID? {
    if let line = Self.line(of: "\(directory)/\(name.text)") { return ObjectID(line) }
    let packed = Self.plainFile("\(directory)/packed-refs", limit: 64 << 20) ?? []
    let wanted = Array(" \(name.text)".utf8)
    let line = packed.split(separator: 10).first {
      $0.count > 40 && $0.dropFirst(40) == wanted[...]
    }
    return line.flatMap { ObjectID(String(decoding: $0.prefix(40), as: UTF8.self)) }
  }

  private static func line(of path: String) -> String? {
    plainFile(path, limit: 4096).map { String(decoding: $0.prefix { $0 != 10 }, as: UTF8.self) }
  }

  /// The bytes of an ordinary file; nil for a link, a pipe, or what is on another file system.
  private static func plainFile(_ path: String, limit: Int) -> [UInt8]? {
    guard let size = Folder.size(ofFile: path), size <= limit,
      HiddenPlaces.real(path) == path
    else { return nil }
    return Folder.read(path, limit: size)
  }
}

extension StagedRepository {
  /// Every new object goes through `index-pack`, which takes none by its name but by its bytes.
  private func takeObjects() async throws {
    guard HiddenPlaces.real(objects) == objects,
      HiddenPlaces.real("\(objects)/info") == "\(objects)/info"
    else { throw LaneTrouble(text: "the worker moved the directory of its objects") }
    // What it names would be borrowed from.
    Folder.removeFile("\(objects)/info/alternates")
    let environment = ["GIT_ALTERNATE_OBJECT_DIRECTORIES": objects]
    let loose = looseObjects
    let packed = "\(directory)/taken"
    if !loose.isEmpty {
      try Folder.make(packed)
      let list = loose.map { "\($0)\n" }.joined()
      _ = try await origin.git(
        ["pack-objects", "--quiet", "--window=0", "\(packed)/pack"], input: Array(list.utf8),
        environment: environment.mapValues(Optional.some))
    }
    let packs =
      Self.names(in: packed).map { "\(packed)/\($0)" }
      + Self.names(in: "\(objects)/pack").map { "\(objects)/pack/\($0)" }
    for pack in packs where pack.hasSuffix(".pack") && Folder.size(ofFile: pack) != nil {
      _ = try await Program("sh", environment: Program.git.environment).require(
        ["-c", "exec git index-pack --stdin --fix-thin >/dev/null <\"$0\"", pack], in: common,
        environment: ["GIT_DIR": common])
    }
  }

  private var looseObjects: [ObjectID] {
    Self.names(in: objects).filter { $0.utf8.count == 2 }.flatMap { folder in
      Self.names(in: "\(objects)/\(folder)").compactMap { name in
        // git would wait for ever for somebody to write into a pipe.
        Folder.size(ofFile: "\(objects)/\(folder)/\(name)").flatMap { _ in
          ObjectID(folder + name)
        }
      }
    }
  }

  private static func names(in directory: String) -> [String] {
    HiddenPlaces.real(directory) == directory ? Folder.names(in: directory) : []
  }
}
