public import Runtimes

/// The directories that a caged worker has in the place of the user's: what a CLI keeps of all its
/// conversations in one folder is neither shown to a worker nor written by it.
public struct OwnPlaces: Sendable {
  let lane: String
  /// Where each is for the program, without links, and where it really is.
  let places: [(path: String, source: String)]

  public init(_ wanted: [HomePlace], of place: LanePlace, home: String?) {
    lane = place.directory
    places = wanted.filter { $0.access == .own }.compactMap { wanted in
      guard let path = wanted.path(in: home) else { return nil }
      // Where it cannot be made, the program works and its conversation cannot go on.
      try? Folder.make(path)
      return HiddenPlaces.real(path).map {
        ($0, "\(place.directory)/own/\(wanted.nameAsFile)")
      }
    }
  }

  /// What each is in the place of, and where it really is.
  var moved: [String: String] {
    Dictionary(places.map { ($0.path, $0.source) }, uniquingKeysWith: { first, _ in first })
  }

  func mounts() throws(SystemFailure) -> [Cage.Mount] {
    var mounts: [Cage.Mount] = []
    for place in places {
      try Folder.make("\(lane)/own")
      try Folder.make(place.source)
      mounts.append(.writing(place.source, at: place.path))
    }
    return mounts
  }
}

extension HomePlace {
  /// Where it is; nil where there is no home that it could be in.
  func path(in home: String?) -> String? {
    path.hasPrefix("/") ? path : home.map { "\($0)/\(path)" }
  }

  /// A name for what stands in its place in a lane's directory.
  var nameAsFile: String { String(path.map { $0 == "/" ? "%" : $0 }) }
}

/// Files that a caged worker reads in the place of the user's.
struct StandInFiles {
  let mounts: [Cage.Mount]

  private static func folder(of place: LanePlace) -> String { "\(place.directory)/stand-ins" }

  /// Takes them away once nobody reads them: a key may stand in them, and nobody looks for one there.
  static func remove(from place: LanePlace) {
    let folder = folder(of: place)
    for name in Folder.names(in: folder) { Folder.removeFile("\(folder)/\(name)") }
  }

  init(_ wanted: [HomePlace], of place: LanePlace, home: String?) throws(SystemFailure) {
    var mounts: [Cage.Mount] = []
    for wanted in wanted {
      guard case .standIn(let bytes) = wanted.access, let path = wanted.path(in: home),
        let real = HiddenPlaces.real(path)
      else { continue }
      let folder = Self.folder(of: place)
      try Folder.make(folder)
      try Folder.write(bytes, to: "\(folder)/\(wanted.nameAsFile)")
      mounts.append(.reading("\(folder)/\(wanted.nameAsFile)", at: real))
    }
    self.mounts = mounts
  }
}
