#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What the system tells about processes, through `/proc`; empty where there is none.
enum ProcessTable {
  struct Entry {
    var process: Int32
    var name: String
    var state: Character
    var parent: Int32
    var session: Int32
    /// 0 when it has no controlling terminal.
    var terminal: Int32
    /// Since the system started, in its own ticks: tells a process from a later one of its id.
    var startTicks: UInt64
  }

  /// No `stat` file is longer: a name of 15 bytes and some fifty numbers.
  private static let statBytes = 2048
  /// What tells a program's command is among the first words.
  private static let argumentBytes = 16 * 1024
  /// More of an environment is not searched; the mark is set early, names being sorted.
  private static let environmentBytes = 256 * 1024

  static var processes: [Int32] {
    guard let directory = opendir("/proc") else { return [] }
    defer { closedir(directory) }
    var found: [Int32] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let process = Int32(name) { found.append(process) }
    }
    return found
  }

  static func entry(_ process: Int32) -> Entry? {
    let text = String(decoding: contents("/proc/\(process)/stat", limit: statBytes), as: UTF8.self)
    // "id (name) state parent …"; a name may hold brackets and spaces.
    guard let opening = text.firstIndex(of: "("), let closing = text.lastIndex(of: ")") else {
      return nil
    }
    let fields = text[text.index(after: closing)...].split(separator: " ")
    guard fields.count > 19, let state = fields[0].first, let parent = Int32(fields[1]),
      let session = Int32(fields[3]), let terminal = Int32(fields[4]),
      let startTicks = UInt64(fields[19])
    else { return nil }
    return Entry(
      process: process, name: String(text[text.index(after: opening)..<closing]), state: state,
      parent: parent, session: session, terminal: terminal, startTicks: startTicks)
  }

  /// How long the system has been up; nil where it does not tell.
  static var uptimeSeconds: Double? {
    let bytes = contents("/proc/uptime", limit: statBytes)
    return Double(String(decoding: bytes.prefix { $0 != 32 }, as: UTF8.self))
  }

  /// The working directory, whole; nil for other users' processes and for ended ones.
  static func directory(of process: Int32) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let start = buffer.baseAddress else { return nil }
      let count = readlink("/proc/\(process)/cwd", start, buffer.count)
      return count < 0
        ? nil : String(decoding: UnsafeRawBufferPointer(buffer)[..<count], as: UTF8.self)
    }
  }

  /// Whether the process was started with `variable=value`.
  static func started(_ process: Int32, with variable: String, _ value: String) -> Bool {
    contents("/proc/\(process)/environ", limit: environmentBytes)
      .split(separator: 0).contains { $0.elementsEqual("\(variable)=\(value)".utf8) }
  }

  /// The words it was started with, as far as they fit.
  static func arguments(of process: Int32) -> [String] {
    contents("/proc/\(process)/cmdline", limit: argumentBytes)
      .split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private static func contents(_ path: String, limit: Int) -> [UInt8] {
    guard let file = try? Descriptor(opening: path, for: .reading) else { return [] }
    return [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
      let whole = UnsafeMutableRawBufferPointer(buffer)
      while filled < limit,
        let count = file.read(into: UnsafeMutableRawBufferPointer(rebasing: whole[filled...])),
        count > 0
      { filled += count }
    }
  }
}
