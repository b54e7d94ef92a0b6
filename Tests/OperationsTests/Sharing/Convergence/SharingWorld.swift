import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Trust

@testable import Operations

/// Clones of one repository that share their objects, so that a fetch is a copy of references: all
/// but the wire is what runs at an operator's.
final class SharingWorld {
  /// What went otherwise than the model says.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
  }

  private let course: SharingCourse
  private let directory: String
  let clones: [Workspace]
  let common: Workspace?
  private let ann: GovernedFixture
  var model: SharingModel
  var ids: [ObjectID] = []
  var heads: [ObjectID] = []
  /// Whether the model knows exactly what each clone knows: nothing was cut and git alone did
  /// nothing.
  var isCertain = true
  private var words = 0

  init(_ course: SharingCourse, from base: GovernedFixture, in directory: String) throws {
    self.course = course
    self.directory = directory
    ann = base
    clones = try (0..<course.clones).map { number in
      try Self.clone(
        "clone-\(number)", of: base, in: directory, skew: course.skews[number],
        hasSeenCommon: course.common != .none)
    }
    common =
      try course.common == .none
      ? nil : Self.clone("common", of: base, in: directory, skew: 0)
    model = SharingModel(clones: course.clones)
  }

  /// A repository made by hand, since git would take longer than all that follows.
  private static func clone(
    _ name: String, of base: GovernedFixture, in directory: String, skew: Int64,
    hasSeenCommon: Bool = false
  ) throws -> Workspace {
    let path = "\(directory)/\(name)"
    let git = path + "/.git"
    let files = FileManager.default
    try files.createDirectory(atPath: git + "/refs", withIntermediateDirectories: true)
    try files.createSymbolicLink(
      atPath: git + "/objects", withDestinationPath: base.repository.gitDirectory + "/objects")
    try Data("ref: refs/heads/work\n".utf8).write(to: URL(fileURLWithPath: git + "/HEAD"))
    let key = try base.open().config("o8.signingKey") ?? ""
    let config = """
      [core]
      \trepositoryformatversion = 0
      \tbare = false
      [user]
      \tname = \(name)
      [o8]
      \tsigningKey = \(key)
      [remote "common"]
      \turl = none
      [branch "main"]
      \tremote = common
      \tmerge = refs/heads/main

      """
    try Data(config.utf8).write(to: URL(fileURLWithPath: git + "/config"))
    let repository = try Repository.discover(from: path)
    for reference in try base.open().references(under: Layout.shared) {
      try repository.move(reference.name, from: nil, to: reference.target)
    }
    try repository.move(GovernedFixture.main, from: nil, to: base.value())
    if hasSeenCommon, let seen = Layout.tracked("common", GovernedFixture.main) {
      try repository.move(seen, from: nil, to: base.value())
    }
    let now = Instant(seconds: GovernedFixture.now.seconds + skew) ?? GovernedFixture.now
    return try Workspace(
      in: path, program: "/bin/true", environment: base.environment, now: { now })
  }

  /// Goes the whole course and looks whether all ends as the model says.
  func run() async throws {
    for step in course.steps { try await take(step) }
    try await settle()
    try check()
  }
}

extension SharingWorld {
  private func take(_ step: SharingStep) async throws {
    switch step {
    case .open(let clone): try await open(clone)
    case .say(let clone, let number):
      words += 1
      let text = "word \(words)"
      try await change(clone, number) { id, governed, stamp in
        _ = try await governed.carryOut(.steer(message: text, live: false), on: id, stamp: stamp)
      } in: {
        $0.said.insert(text)
      }
    case .handIn(let clone, let number):
      let head = try code()
      try await change(clone, number) { id, governed, _ in
        guard try governed.repository.target(of: Layout.packet(id)) != nil else {
          throw NotAPacket(id: id)
        }
        try await governed.store.addHead(head, for: id)
      } in: {
        $0.heads.insert(self.heads.count - 1)
      }
    case .close(let clone, let number):
      try await change(clone, number) { id, governed, stamp in
        guard let tip = try governed.repository.target(of: Layout.packet(id)) else {
          throw NotAPacket(id: id)
        }
        try await governed.record(
          .cancelled(reason: nil), of: id, tip: tip, subject: "enough", stamp: stamp)
      } in: {
        $0.isCancelled = true
      }
    case .land(let clone, let number): try await land(clone, number)
    case .follow(let clone): try follow(clone)
    case .sync(let clone, let cut): try await sync(clone, cut: cut)
    case .race(let clone, let other): try await race(clone, other)
    case .meet(let clone, let other):
      try await sync(clone, with: clones[other], named: "clone-\(other)")
      if isCertain { model.meet(clone, other) }
    case .plainPush(let clone): try plainPush(clone)
    case .plainFetch(let clone):
      guard let common else { return }
      try LocalRemote(name: "common", there: common).see(from: clones[clone].location)
    }
  }

  private func open(_ clone: Int) async throws {
    let workspace = clones[clone]
    let governed = try workspace.governed()
    let work = Opened(
      title: "Packet \(ids.count)", branch: GovernedFixture.main,
      origin: .adopted(lane: ReferenceName(branch: "work-\(ids.count)")!), runtime: "exec")
    let packet = try await governed.open(
      work, attachments: [:], stamp: Stamp(author(clone), at: workspace.now()))
    ids.append(packet.id)
    _ = model.open(in: clone)
  }

  private func author(_ clone: Int) -> PrincipalName { PrincipalName("clone-\(clone)")! }

  /// Changes a packet that the clone knows as open; what was refused was not said.
  private func change(
    _ clone: Int, _ number: Int,
    _ act: (ObjectID, GovernedRepository, Stamp) async throws -> Void,
    in note: (inout SharingModel.Packet) -> Void
  ) async throws {
    guard let packet = model.packet(number, in: clone), model.isOpen(packet, in: clone) else {
      return
    }
    let workspace = clones[clone]
    do {
      try await act(
        ids[packet], workspace.governed(), Stamp(author(clone), at: workspace.now()))
    } catch is NotAPacket where !isCertain { return }
    model.change(packet, in: clone, note)
  }

  /// Ann approves on the clone's main as it is; then it is fast-forwarded. A packet lands once:
  /// what was displaced waits.
  private func land(_ clone: Int, _ number: Int) async throws {
    guard let packet = model.packet(number, in: clone), model.isOpen(packet, in: clone),
      model.packets[packet].landing == nil
    else { return }
    let workspace = clones[clone]
    let governed = try workspace.governed()
    guard let base = try governed.repository.target(of: GovernedFixture.main) else { return }
    let head = try code(after: base)
    let place = heads.count - 1
    try await change(clone, number) { id, governed, stamp in
      guard try governed.repository.target(of: Layout.packet(id)) != nil else {
        throw NotAPacket(id: id)
      }
      try await governed.store.addHead(head, for: id)
      try await governed.carryOut(.submit(head: head), on: id, stamp: stamp)
      let tree = try governed.repository.treeID(head)
      let presented = Presented(started: nil, base: base, head: head, tree: tree, require: [:])
      try await governed.carryOut(.present(presented), on: id, stamp: stamp)
      try await self.approve(presented, on: id, governed)
      let landed = Landed(
        branch: GovernedFixture.main, prev: base, commit: head, base: base, head: head,
        tree: tree, verdicts: [], gates: [])
      try await governed.record(
        .landed(landed), of: id, tip: try governed.repository.target(of: Layout.packet(id)),
        subject: "landed", stamp: stamp)
      try governed.repository.move(GovernedFixture.main, from: base, to: head)
    } in: {
      $0.landing = place
      $0.heads.insert(place)
    }
    if model.packets[packet].landing == place { model.land(packet, in: clone) }
  }

  private func approve(
    _ presented: Presented, on id: ObjectID, _ governed: GovernedRepository
  ) async throws {
    let epoch = try Judge(governed).epoch(of: GovernedFixture.main, at: presented.base)
    guard let epoch else { throw Failure("main is not adopted") }
    let verdict = Verdict(
      branch: GovernedFixture.main, base: presented.base, head: presented.head,
      tree: presented.tree, decision: .approve, role: .operator,
      policy: governed.policies.newest.id, epoch: epoch)
    let draft = EventDraft(.verdict(verdict), of: id, stamp: ann.stamp, state: .review)
    try await governed.store.append(
      [draft], to: Layout.packet(id), .packet, signing: ann.stamp.signing)
  }

  private func follow(_ clone: Int) throws {
    let repository = try Repository(clones[clone].location)
    guard let seen = Layout.tracked("common", GovernedFixture.main),
      let value = try repository.target(of: seen)
    else { return }
    let mine = try repository.target(of: GovernedFixture.main)
    try repository.move(GovernedFixture.main, from: mine, to: value)
    model.follow(in: clone)
  }

  private func code(after parent: ObjectID? = nil) throws -> ObjectID {
    let repository = try Repository(clones[0].location)
    let tree = try repository.writeTree([
      TreeEntry("file", try repository.writeBlob(Array("\(course.seed) \(heads.count)".utf8)))
    ])
    let who = Signature(name: "c", email: "c", seconds: 1_790_000_000).line
    let above = parent.map { "parent \($0)\n" } ?? ""
    let text = "tree \(tree)\n\(above)author \(who)\ncommitter \(who)\n\ncode\n"
    let head = try repository.writeCommit(Array(text.utf8))
    heads.append(head)
    return head
  }

  private func sync(
    _ clone: Int, with other: Workspace, named name: String, cut: Int? = nil,
    before interfere: @escaping () async throws -> Void = {}
  ) async throws {
    let remote = LocalRemote(
      name: name, there: other, takesSeveral: course.common != .oneByOne, interfere: interfere)
    var left = cut ?? 0
    _ = try await clones[clone].sync(with: remote, in: clones[clone].governed()) { _ in
      left -= 1
      if left == 0 { throw Killed() }
    }
  }

  private func sync(_ clone: Int, cut: Int?) async throws {
    guard let common else { return }
    do {
      try await sync(clone, with: common, named: "common", cut: cut)
      if isCertain { model.sync(clone) }
    } catch is Killed { isCertain = false }
  }

  private func race(_ clone: Int, _ other: Int) async throws {
    guard let common else { return }
    var isFirst = true
    try await sync(clone, with: common, named: "common") {
      guard isFirst else { return }
      isFirst = false
      try await self.sync(other, with: common, named: "common")
    }
    guard isCertain else { return }
    // Where nothing had to be sent, nobody came between.
    if !isFirst { model.sync(other) }
    model.sync(clone)
  }

  /// What git itself would let through: new references and steps forward.
  private func plainPush(_ clone: Int) throws {
    guard let common else { return }
    isCertain = false
    let (mine, there) = (try Repository(clones[clone].location), try Repository(common.location))
    for reference in try mine.references(under: Layout.shared) {
      let old = try there.target(of: reference.name)
      if let old, try !there.isAncestor(old, of: reference.target) { continue }
      try there.move(reference.name, from: old, to: reference.target)
    }
  }

  /// All share until there is nothing left to share.
  private func settle() async throws {
    for _ in 0..<(2 * clones.count + 2) {
      let before = try pictures()
      for clone in clones.indices {
        if common != nil {
          try await sync(clone, cut: nil)
        } else {
          let other = (clone + 1) % clones.count
          try await sync(clone, with: clones[other], named: "clone-\(other)")
        }
      }
      if try pictures() == before { return }
    }
    throw Failure("it does not come to rest")
  }

  func pictures() throws -> [[Reference]] {
    try (clones + [common].compactMap { $0 }).map {
      try Repository($0.location).references(under: Layout.shared)
    }
  }
}
