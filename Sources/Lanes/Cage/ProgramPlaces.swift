/// What has to be seen of a program for it to start, wherever its user installed it.
enum ProgramPlaces {
  /// The places of the program that `executable` names on `path`: where its name leads, and the
  /// package that it is part of there.
  static func places(of executable: String, on path: String) -> [String] {
    guard let found = find(executable, on: path) else { return [] }
    let real = HiddenPlaces.real(found) ?? found
    let packages = package(holding: real).map { [$0] } ?? []
    return Set([found, Folder.parent(of: found), real, Folder.parent(of: real)] + packages)
      .sorted()
  }

  private static func find(_ executable: String, on path: String) -> String? {
    if executable.contains("/") { return executable.hasPrefix("/") ? executable : nil }
    return path.split(separator: ":").map { "\($0)/\(executable)" }
      .first { $0.hasPrefix("/") && Platform.isRunnableFile($0) }
  }

  /// Programs of npm's need all that is installed beside them, those of a virtual environment its
  /// library.
  private static func package(holding real: String) -> String? {
    if let modules = real.range(of: "/node_modules/") {
      return String(real[..<modules.lowerBound]) + "/node_modules"
    }
    let environment = Folder.parent(of: Folder.parent(of: real))
    return Folder.exists("\(environment)/pyvenv.cfg") ? environment : nil
  }
}

extension String {
  /// Where `part` first stands.
  fileprivate func range(of part: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
      start = index(after: start)
    }
    return nil
  }
}
