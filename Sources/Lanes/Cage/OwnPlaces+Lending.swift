internal import Model
public import Runtimes

/// A packet's conversation in the folders of the user, whose own program is to open it.
///
/// A worker could have written any file there is to lend, and given it any name.
extension OwnPlaces {
  /// A conversation and what belongs to it are not more. All are open at once, while they are laid.
  private static let filesMost = 200
  private static let bytesMost = 256 << 20

  /// Lays the files of a conversation where the user's program looks for them, until `takeBack`.
  /// None of the user's is written over, or mixed with them.
  public func lend(_ files: ConversationFiles) throws -> Lending {
    // One that was cut short has left its files there.
    try finish(LentFiles(in: lane))
    let wanted = try wanted(files)
    guard !wanted.isEmpty else { return Lending(files: files) }
    for place in places {
      let theirs = PlainTree(root: place.path).files { files.mayHold("\(place.path)/\($0)") }
      if let file = theirs.first {
        throw LendingRefusal(
          text: "a conversation of the same name is there already: \(place.path)/\(file.part)",
          hint: "if it is of no use to you, move it away and attach again")
      }
    }
    var lending = Lending(files: files)
    do {
      try lay(wanted, in: &lending)
    } catch {
      clear(lending)
      throw error
    }
    return lending
  }

  /// Takes in what the user's program made of it, and leaves nothing of it with the user.
  public func takeBack(_ lending: Lending) throws {
    guard !lending.laid.isEmpty else { return }
    let laid = Set(lending.laid.map(\.id))
    for place in places {
      let users = PlainTree(root: place.path)
      // There was none before, so that a file which is not one of those laid there is new.
      let found = users.files {
        let path = "\(place.path)/\($0)"
        return lending.files.hold(path, as: path)
      }
      let others = users.files { lending.paths.contains("\(place.path)/\($0)") }
      for file in Set(found + others.filter { laid.contains($0.id) }) {
        try takeHome(file, from: users, to: PlainTree(root: place.source))
      }
    }
    clear(lending)
  }

  private typealias Wanted = (place: Int, file: PlainTree.File)

  /// What there is to lend; all of it, or a refusal.
  private func wanted(_ files: ConversationFiles) throws(LendingRefusal) -> [Wanted] {
    let all = places.indices.flatMap { index -> [Wanted] in
      let place = places[index]
      return PlainTree(root: place.source).files { part in
        Self.isPlain(part) && files.hold("\(place.path)/\(part)", as: "\(place.source)/\(part)")
      }.map { (index, $0) }
    }
    // By their lengths: one with holes takes more room in the copy.
    var bytes = 0
    let fits = all.allSatisfy { wanted in
      bytes = bytes.addingReportingOverflow(wanted.file.bytes).partialValue
      return (0...Self.bytesMost).contains(bytes)
    }
    guard fits, all.count <= Self.filesMost else {
      throw LendingRefusal(
        text: "the conversation is larger than what is lent to your own program, "
          + "\(Self.bytesMost >> 20) MiB in \(Self.filesMost) files", hint: nil)
    }
    return all
  }

  private static func isPlain(_ part: String) -> Bool {
    !SafeText.isSuspicious(part)
      && part.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }

  private func lay(_ wanted: [Wanted], in lending: inout Lending) throws(SystemFailure) {
    var open: [(source: Descriptor, target: Descriptor, bytes: Int)] = []
    for (index, file) in wanted {
      let place = places[index]
      let source = try PlainTree(root: place.source).reader(of: file.part)
      let users = PlainTree(root: place.path)
      guard let made = try users.create(file.part, making: &lending.folders) else { continue }
      lending.laid.append(LentFile(path: "\(place.path)/\(file.part)", id: made.id))
      open.append((source, made.file, file.bytes))
    }
    // Whoever finishes this after a crash goes by the files themselves, not by their names.
    try LentFiles(.half, lending.laid).keep(in: lane)
    for file in open { try PlainTree.copy(file.source, to: file.target, most: file.bytes) }
    try LentFiles(.whole, lending.laid).keep(in: lane)
  }

  private func takeHome(
    _ file: PlainTree.File, from users: PlainTree, to mine: PlainTree
  ) throws(SystemFailure) {
    try mine.replace(file.part, with: users.reader(of: file.part))
    Folder.removeFile("\(users.root)/\(file.part)")
  }

  /// Takes home what an earlier visit laid and did not take away, where it still is what was laid.
  private func finish(_ lent: LentFiles) throws(SystemFailure) {
    // Of half a copy nothing is to be had: what it is of is as it was.
    for file in lent.files where lent.state == .whole {
      for place in places where file.path.utf8.starts(with: "\(place.path)/".utf8) {
        let users = PlainTree(root: place.path)
        let found = users.files { "\(place.path)/\($0)" == file.path }
        // Another turn may have gone on since with what the lane has.
        for found in found
        where found.id == file.id && isNewer(file.path, than: "\(place.source)/\(found.part)") {
          try takeHome(found, from: users, to: PlainTree(root: place.source))
        }
      }
    }
    remove(lent.files)
  }

  private func isNewer(_ path: String, than other: String) -> Bool {
    guard let age = Folder.ageSeconds(of: path) else { return false }
    return Folder.ageSeconds(of: other).map { age <= $0 } ?? true
  }

  /// Removes what was laid, and the directories that were made for it, where nothing else is in them.
  private func clear(_ lending: Lending) {
    remove(lending.laid)
    for folder in lending.folders.reversed() { Folder.removeEmpty(folder) }
  }

  private func remove(_ files: [LentFile]) {
    for file in files where PlainTree.FileID(at: file.path) == file.id {
      Folder.removeFile(file.path)
    }
    LentFiles.forget(in: lane)
  }
}
