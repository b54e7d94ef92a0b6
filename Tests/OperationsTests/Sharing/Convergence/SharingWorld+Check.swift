import Fixtures
import Git
import Model
import Store
import Trust

@testable import Operations

extension SharingWorld {
  /// Looks whether all is as the model says.
  func check() throws {
    if common != nil {
      let pictures = try pictures()
      guard pictures.allSatisfy({ $0 == pictures[0] }) else {
        throw Failure("not all hold the same: \(pictures.map(\.count))")
      }
    }
    let governed = try clones.map { try $0.governed() }
    let judges = governed.map { Judge($0) }
    for clone in clones.indices {
      for (number, packet) in model.packets.enumerated() {
        let place = "packet \(number) in clone \(clone)"
        try check(packet, number, in: governed[clone], by: judges[clone], place)
      }
      let found = try governed[clone].repository.references(under: Layout.packets).count
      let open = model.packets.indices.count { model.state(of: $0) == nil }
      guard !isCertain || found == open else {
        throw Failure("\(found) open packets instead of \(open)")
      }
    }
    try checkClosedHeads()
    try checkAgreement(of: judges)
  }

  private func check(
    _ packet: SharingModel.Packet, _ number: Int, in governed: GovernedRepository,
    by judge: Judge, _ place: String
  ) throws {
    let (id, store) = (ids[number], governed.store)
    guard let found = try judge.packet(id) else { throw Failure("\(place) is lost") }
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
        if case .steered(let text, _, _) = EventBody(event.envelope) { said.insert(text) }
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
  private func checkAgreement(of judges: [Judge]) throws {
    guard let common else { return }
    let remote = try Repository(common.location)
    let main = try remote.target(of: GovernedFixture.main)
    for (number, packet) in model.packets.enumerated() {
      let states = try Set(judges.map { try $0.packet(ids[number])?.state })
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
