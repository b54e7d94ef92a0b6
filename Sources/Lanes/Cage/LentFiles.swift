internal import Runtimes

/// A file of a lane's in a folder of the user's.
struct LentFile: Hashable {
  let path: String
  /// What was made there: the same name may be another file's by now.
  let id: PlainTree.FileID
}

/// What of a conversation lies in the user's folders during a person's turn.
public struct Lending {
  let files: ConversationFiles
  var laid: [LentFile] = []
  /// Directories that had to be made, outer ones before what is in them.
  var folders: [String] = []

  var paths: Set<String> { Set(laid.map(\.path)) }

  init(files: ConversationFiles) { self.files = files }
}

/// Why a conversation is not laid into the user's folders, and what to do about it.
public struct LendingRefusal: Error, Hashable {
  public let text: String
  public let hint: String?
}

/// What a lane remembers of it, for the case that nobody is there to take it back.
struct LentFiles {
  enum State: String {
    /// They are being laid, so that some are not whole.
    case half
    case whole
  }

  let state: State
  let files: [LentFile]

  init(_ state: State, _ files: [LentFile]) { (self.state, self.files) = (state, files) }

  /// As many paths as are lent at most, each as long as the system takes one.
  private static let bytesMost = 1 << 20

  /// What is remembered; nothing where that cannot be read.
  init(in lane: String) {
    let bytes = Folder.smallFile(at: Self.place(in: lane), limit: Self.bytesMost) ?? []
    let fields = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    state = fields.first.flatMap { State(rawValue: $0) } ?? .half
    files = fields.dropFirst().compactMap { field in
      let words = field.split(separator: " ", maxSplits: 2)
      guard words.count == 3, let device = UInt64(words[0]), let inode = UInt64(words[1])
      else { return nil }
      return LentFile(
        path: String(words[2]), id: PlainTree.FileID(device: device, inode: inode))
    }
  }

  /// A NUL ends each field, since no name can hold one.
  func keep(in lane: String) throws(SystemFailure) {
    let fields =
      [state.rawValue] + files.map { "\($0.id.device) \($0.id.inode) \($0.path)" }
    try Folder.write(Array(fields.map { "\($0)\0" }.joined().utf8), to: Self.place(in: lane))
  }

  static func forget(in lane: String) { Folder.removeFile(place(in: lane)) }

  private static func place(in lane: String) -> String { "\(lane)/lent" }
}
