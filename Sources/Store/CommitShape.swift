import Git
import Model

/// What the objects of one commit say by themselves, before its parents are looked at.
struct CommitShape {
  enum Content {
    case event(StoredEvent)
    /// An empty tree: a join, if its bytes are a join's.
    case bare
    case inert(String)
    case foreign(String)
  }

  let content: Content
  let raw: [UInt8]
  /// Nil where the object has not a commit's shape.
  let text: CommitText?

  var parents: [ObjectID] { text?.parents ?? [] }
  var committedSeconds: Int64 { text?.committedSeconds ?? 0 }
}

extension CommitShape {
  /// 256 names of 100 bytes, with mode and id.
  static let treeByteLimit = Limits.treeEntries * 128

  init(_ id: ObjectID, in repository: Repository) throws(GitError) {
    guard let object = try Self.bounded(id, in: repository, limit: Limits.commitBytes) else {
      self.init(content: .foreign("the commit is too large"), raw: [], text: nil)
      return
    }
    guard object.kind == .commit, let text = CommitText(object.bytes) else {
      self.init(content: .foreign("it has not a commit's shape"), raw: [], text: nil)
      return
    }
    // Only a commit beyond the message's limit can have a message beyond it.
    if object.bytes.count > Limits.messageBytes, text.message.utf8.count > Limits.messageBytes {
      self.init(content: .foreign("the message is too large"), raw: object.bytes, text: text)
      return
    }
    let content: Content
    do throws(Refusal) {
      content = try Self.content(id, text, in: repository)
    } catch {
      switch error {
      case .inert(let reason): content = .inert(reason)
      case .foreign(let reason): content = .foreign(reason)
      case .unread(let error): throw error
      }
    }
    self.init(content: content, raw: object.bytes, text: text)
  }

  /// Why a commit is no event.
  private enum Refusal: Error {
    case inert(String)
    case foreign(String)
    case unread(GitError)
  }

  private static func content(
    _ id: ObjectID, _ text: CommitText, in repository: Repository
  ) throws(Refusal) -> Content {
    let entries = try entries(text.tree, in: repository)
    if entries.isEmpty { return .bare }
    guard entries.count <= Limits.treeEntries else { throw .foreign("the tree is too large") }
    guard !entries.contains(where: { $0.mode == .tree }) else {
      throw .foreign("it holds a directory")
    }
    var files = Dictionary(
      entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    // Names that git tells apart and texts do not, such as K and the sign for Kelvin.
    guard files.count == entries.count else { throw .inert("two of its files have one name") }
    guard let event = files.removeValue(forKey: AttachmentName.event), event.mode == .file else {
      throw .foreign("it holds no event")
    }
    var contents: [String: [UInt8]] = [:]
    for entry in entries { contents[entry.name] = try content(of: entry, in: repository) }
    guard entries.allSatisfy({ $0.mode == .file }) else {
      throw .inert("it holds what is no plain file")
    }
    let bytes = contents[AttachmentName.event] ?? []
    let envelope = try envelope(bytes)
    var signatures: [[UInt8]] = []
    while files.removeValue(forKey: AttachmentName.signature(signatures.count + 1)) != nil {
      signatures.append(contents[AttachmentName.signature(signatures.count + 1)] ?? [])
    }
    guard files.count == envelope.attachments.count else {
      throw .inert("its files are not those that it names")
    }
    for (name, attachment) in envelope.attachments {
      guard files[name] != nil, let bytes = contents[name], bytes.count == attachment.size,
        Digest(of: bytes) == attachment.sha256
      else { throw .inert("`\(name)` is not the file that it names") }
    }
    return .event(
      StoredEvent(
        id: id, envelope: envelope, digest: Digest(of: bytes), signatures: signatures,
        attachments: files.mapValues(\.id)))
  }

  private static func envelope(_ bytes: [UInt8]) throws(Refusal) -> Envelope {
    do throws(FormatError) { return try Envelope(text: bytes) } catch {
      throw .inert(error.reason)
    }
  }

  private static func entries(
    _ tree: ObjectID, in repository: Repository
  ) throws(Refusal) -> [TreeEntry] {
    do throws(GitError) { return try repository.tree(tree, limit: treeByteLimit) } catch {
      switch error.code {
      case .tooLarge: throw .foreign("the tree is too large")
      case .corrupt: throw .foreign("the tree is malformed")
      default: throw .unread(error)
      }
    }
  }

  /// The bytes of a file, empty for a submodule, whose commit is nowhere.
  private static func content(
    of entry: TreeEntry, in repository: Repository
  ) throws(Refusal) -> [UInt8] {
    guard entry.mode != .gitlink else { return [] }
    let object: (kind: ObjectKind, bytes: [UInt8])?
    do throws(GitError) {
      object = try bounded(entry.id, in: repository, limit: Limits.blobBytes)
    } catch {
      throw .unread(error)
    }
    guard let object else { throw .foreign("`\(entry.name)` is too large") }
    guard object.kind == .blob else { throw .inert("`\(entry.name)` is no file") }
    return object.bytes
  }

  /// An object as stored; nil when it exceeds `limit` bytes.
  private static func bounded(
    _ id: ObjectID, in repository: Repository, limit: Int
  ) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8])? {
    do throws(GitError) { return try repository.object(id, limit: limit) } catch {
      guard error.code == .tooLarge else { throw error }
      return nil
    }
  }
}
