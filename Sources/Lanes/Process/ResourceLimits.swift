/// What a command of a worker's, with all that it starts, may take of the machine; nil for no
/// limit of o8's.
public struct ResourceLimits: Hashable, Sendable {
  /// At once, counted by its keeper: the kernel's own limit counts all that the user runs, and
  /// does not hold for root.
  public var processes: Int?
  /// Of addresses, for each process: what it reserves, used or not.
  public var memoryBytes: Int?
  /// Of any file that is written.
  public var fileBytes: Int?
  /// In each process.
  public var openFiles: Int?

  public init() {}

  /// A build that needs more is not known, and so many small processes fit into a machine.
  public static let standardProcesses = 4096

  /// The keys of git's configuration that say so.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case processes = "o8.maxProcesses"
    case memory = "o8.maxMemory"
    case fileSize = "o8.maxFileSize"
    case openFiles = "o8.maxOpenFiles"

    public init?(key: String) { self.init(rawValue: key) }

    /// What a value has to be.
    public var wanted: String {
      switch self {
      case .processes, .openFiles: "it is a number, 0 for no limit"
      case .memory, .fileSize: "it is a number of bytes such as 512m or 4g, 0 for no limit"
      }
    }
  }

  /// The number that git's own settings would take it for: digits, and `k`, `m` or `g` behind.
  public static func number(_ text: String) -> Int? {
    guard let last = text.last else { return nil }
    let units: [Character: Int] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
    let unit = units[Character(last.lowercased())]
    let digits = unit == nil ? text[...] : text.dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let count = Int(digits)
    else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit ?? 1)
    return overflow ? nil : product
  }

  /// Sets a limit; 0 takes it away.
  public mutating func set(_ kind: Kind, to number: Int) {
    let value = number == 0 ? nil : number
    switch kind {
    case .processes: processes = value
    case .memory: memoryBytes = value
    case .fileSize: fileBytes = value
    case .openFiles: openFiles = value
    }
  }

  /// As a sentence has it.
  public var words: String {
    var words = [processes.map { "at most \($0) processes" } ?? "any number of processes"]
    if let memoryBytes { words.append("\(memoryBytes >> 20) MiB of addresses each") }
    if let fileBytes { words.append("files up to \(fileBytes >> 20) MiB") }
    if let openFiles { words.append("\(openFiles) files open") }
    return words.joined(separator: ", ")
  }
}

extension ProcessEnd {
  /// That it was ended for having too many processes, for a person; nil where it was not.
  func crowd(_ limits: ResourceLimits) -> String? {
    guard stopped == .crowd, let most = limits.processes else { return nil }
    return "it had more than \(most) processes at once and was ended; "
      + "git config \(ResourceLimits.Kind.processes.rawValue) N allows another number"
  }
}
