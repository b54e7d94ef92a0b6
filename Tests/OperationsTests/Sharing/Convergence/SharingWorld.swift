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
  private let clones: [Workspace]
  private let common: Workspace?
  private let ann: GovernedFixture
  private var model: SharingModel
  private var ids: [ObjectID] = []
  private var heads: [ObjectID] = []
  /// Whether the model knows exactly what each clone knows: nothing was cut and git alone did
  /// nothing.
  private var isCertain = true
  private var words = 0

  init(_ course: SharingCourse, from base: GovernedFixture, in directory: String) throws {
    self.course = course
    self.directory = directory
    ann = base
    clones = try (0..<course.clones).map { number in
      try Self.clone(
        "clone-\(number)", of: base, in: directory, skew: course.skews[number])
    }
    common =
      try course.common == .none
      ? nil : Self.clone("common", of: base, in: directory, skew: 0)
    model = SharingModel(clones: course.clones)
  }

  /// A repository made by hand, since git would take longer than all that follows.
  private static func clone(
    _ name: String, of base: GovernedFixture, in directory: String, skew: Int64
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

  private func pictures() throws -> [[Reference]] {
    try (clones + [common].compactMap { $0 }).map {
      try Repository($0.location).references(under: Layout.shared)
    }
  }
}

extension SharingWorld {
  private func check() throws {
    if common != nil {
      let pictures = try pictures()
      guard pictures.allSatisfy({ $0 == pictures[0] }) else {
        throw Failure("not all hold the same: \(pictures.map(\.count))")
      }
    }
    for clone in clones.indices {
      let governed = try clones[clone].governed()
      for (number, packet) in model.packets.enumerated() {
        try check(packet, number, in: governed, "packet \(number) in clone \(clone)")
      }
      let found = try governed.repository.references(under: Layout.packets).count
      let open = model.packets.indices.count { model.state(of: $0) == nil }
      guard !isCertain || found == open else {
        throw Failure("\(found) open packets instead of \(open)")
      }
    }
    try checkClosedHeads()
    try checkAgreement()
  }

  private func check(
    _ packet: SharingModel.Packet, _ number: Int, in governed: GovernedRepository,
    _ place: String
  ) throws {
    let (id, store) = (ids[number], governed.store)
    guard let found = try Judge(governed).packet(id) else {
      throw Failure("\(place) is lost")
    }
    let closed = found.state.isOpen ? nil : found.state
    let expected = model.state(of: number)
    // Where a sync was cut, nobody but the branch knows whether a landing reached it.
    let isFree = !isCertain && packet.landing != nil
    guard closed == expected || isFree else {
      throw Failure(
        "\(place) is \(found.state.rawValue) instead of \(expected?.rawValue ?? "open")")
    }
    var said: Set<String> = []
    let tips =
      try store.ledgerIndex().records(ofPacket: id).compactMap(\.tip)
      + [governed.repository.target(of: Layout.packet(id))].compactMap { $0 }
    for tip in tips {
      for event in try store.chain(.packet, at: tip).events {
        if case .steered(let text, _) = EventBody(event.envelope) { said.insert(text) }
      }
    }
    guard said == packet.said else {
      throw Failure("\(place) says \(said.sorted()) instead of \(packet.said.sorted())")
    }
    let held = try Set(store.heads(of: id))
    let wanted = closed != nil ? [] : Set(packet.heads.map { heads[$0] })
    guard held == wanted else {
      throw Failure("\(place) has \(held.count) heads instead of \(wanted.count)")
    }
  }

  /// What was handed in for a packet is kept by somebody when that is closed, or is on main.
  private func checkClosedHeads() throws {
    let repositories = try (clones + [common].compactMap { $0 }).map {
      try Repository($0.location)
    }
    for (number, packet) in model.packets.enumerated() {
      for head in packet.heads.map({ heads[$0] }) {
        let isKept = try repositories.contains { repository in
          let kept =
            try repository.references(under: Layout.archives)
            + repository.references(under: "refs/heads/")
          let held = try repository.target(of: Layout.heads(ids[number])).map { [$0] } ?? []
          return try (kept.map(\.target) + held).contains {
            try repository.isAncestor(head, of: $0)
          }
        }
        guard isKept else { throw Failure("a head of packet \(number) is lost") }
      }
    }
  }

  /// All say the same of each packet, and landed is what the common main has.
  private func checkAgreement() throws {
    guard let common else { return }
    let remote = try Repository(common.location)
    let main = try remote.target(of: GovernedFixture.main)
    for (number, packet) in model.packets.enumerated() {
      let states = try Set(
        clones.map { try Judge($0.governed()).packet(ids[number])?.state })
      guard states.count == 1, let state = states.first else {
        throw Failure("packet \(number) is several things: \(states)")
      }
      let isOnMain = try packet.landing.map { landing in
        try main.map { try remote.isAncestor(heads[landing], of: $0) } ?? false
      }
      guard (state == .landed) == (isOnMain ?? false) else {
        throw Failure("packet \(number) is \(String(describing: state)) against main")
      }
    }
  }
}

/// Another clone as a remote that shares its objects: what is fetched and pushed are references.
struct LocalRemote: SharedRemote {
  let name: String
  let there: Workspace
  var takesSeveral = true
  /// Happens between the look and the push.
  var interfere: () async throws -> Void = {}

  func fetch(
    _ wanted: [ReferenceName], to location: RepositoryLocation
  ) async throws -> Set<ReferenceName> {
    try see(from: location)
    let (mine, remote) = (try Repository(location), try Repository(there.location))
    // Another operator's main is nobody's upstream.
    guard name == "common" else { return [] }
    var present: Set<ReferenceName> = []
    for branch in wanted {
      guard let value = try remote.target(of: branch), let seen = Layout.tracked(name, branch)
      else { continue }
      let old = try mine.target(of: seen)
      if old != value { try mine.move(seen, from: old, to: value) }
      present.insert(branch)
    }
    return present
  }

  /// As a fetch does that prunes.
  func see(from location: RepositoryLocation) throws {
    let mine = try Repository(location)
    let prefix = "\(Layout.remotes)\(name)/"
    var gone: [ReferenceName: ObjectID] = [:]
    for reference in try mine.references(under: prefix) { gone[reference.name] = reference.target }
    for reference in try Repository(there.location).references(under: Layout.shared) {
      guard let seen = Layout.remote(name, reference.name) else { continue }
      let old = gone.removeValue(forKey: seen)
      if old != reference.target { try mine.move(seen, from: old, to: reference.target) }
    }
    for (seen, old) in gone { try mine.move(seen, from: old, to: nil) }
  }

  func push(
    _ moves: [ReferenceMove], _ form: PushForm, from location: RepositoryLocation
  ) async throws -> PushAnswer {
    if form == .atomic, !takesSeveral { return .notAtomic }
    try await interfere()
    let remote = try Repository(there.location)
    var answer = PushAnswer.accepted
    for move in moves where try remote.target(of: move.name) != move.old {
      if form == .atomic { return .outrun }
      answer = .outrun
    }
    for move in moves where try remote.target(of: move.name) == move.old {
      // Nobody pushes by force: a step goes forward, or what is archived goes away.
      if let old = move.old, let new = move.new, try !remote.isAncestor(old, of: new) {
        throw SharingWorld.Failure("\(move.name) was pushed by force")
      }
      if let old = move.old, move.new == nil, Layout.packets.isPrefix(of: move.name) {
        guard let ledger = try remote.target(of: Layout.ledger),
          try remote.isAncestor(old, of: ledger) || moves.holds(old, remote)
        else { throw SharingWorld.Failure("\(move.name) was deleted and is not archived") }
      }
      try remote.move(move.name, from: move.old, to: move.new)
    }
    return answer
  }
}

extension String {
  fileprivate func isPrefix(of name: ReferenceName) -> Bool { name.text.hasPrefix(self) }
}

extension [ReferenceMove] {
  /// Whether the ledger that goes along holds a commit.
  fileprivate func holds(_ tip: ObjectID, _ repository: Repository) throws -> Bool {
    guard let ledger = first(where: { $0.name == Layout.ledger })?.new else { return false }
    return try repository.isAncestor(tip, of: ledger)
  }
}
