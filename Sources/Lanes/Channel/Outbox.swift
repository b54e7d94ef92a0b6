import Model
import Store

/// Where a worker leaves messages, as the lane finds it: a worker may have put anything there, or
/// something else in its place.
struct Outbox {
  let directory: String

  /// Messages that are taken in one look; the next look takes more.
  private static let lookLimit = 1000
  /// What is written in place, without a name to begin with, may be half there for so long.
  static let settlingMilliseconds: Int64 = 1000

  /// What a look found under one name.
  struct Entry {
    let name: UntrustedName
    let finding: Finding

    enum Finding {
      /// `id` tells it from every other message, and is the same when it is found again.
      case message(WorkerMessage, id: Digest)
      /// The answer to the question of that name was read.
      case receipt
      case refused(String)
    }
  }

  struct Look {
    let entries: [Entry]
    /// Whether there was nothing else to look at.
    let isComplete: Bool
  }

  /// What lies in it, in the order of the names. What begins with a dot is not finished.
  ///
  /// - Parameter isLast: nobody writes any more, so that what cannot be read never can be.
  func look(isLast: Bool) -> Look {
    guard let folder = UntrustedFolder(directory) else {
      return Look(entries: [], isComplete: true)
    }
    let (names, areAll) = folder.names(limit: Self.lookLimit) { $0.units.first != 46 }
    let entries = names.compactMap { name in
      finding(name, in: folder, isLast: isLast).map { Entry(name: name, finding: $0) }
    }
    return Look(entries: entries, isComplete: areAll)
  }

  /// Takes away what was taken in or refused.
  func remove(_ name: UntrustedName) { UntrustedFolder(directory)?.remove(name) }

  private func finding(
    _ name: UntrustedName, in folder: UntrustedFolder, isLast: Bool
  ) -> Entry.Finding? {
    guard Self.isProper(name) else {
      return .refused("a message is called by letters, digits, '-' and '_', and ends in .json")
    }
    let file: UntrustedFile
    do throws(UntrustedFile.Refusal) {
      file = try folder.read(name, limit: WorkerMessage.fileBytes)
    } catch { return error == .gone ? nil : .refused(error.words) }
    guard file.names == 1 else { return .refused("it has another name elsewhere") }
    if WorkerReceipt.isOne(file.bytes) { return .receipt }
    do throws(FormatError) {
      let message = try WorkerMessage(file.bytes)
      return .message(message, id: Digest(of: name.units + [0] + file.bytes))
    } catch {
      if !isLast, (0..<Self.settlingMilliseconds).contains(file.age) { return nil }
      return .refused(error.reason)
    }
  }

  /// Names of which none can lead out of a directory or be mistaken for another.
  static func isProper(_ name: UntrustedName) -> Bool {
    let units = name.units
    guard units.count <= 100, units.count > 5, units.suffix(5) == Array(".json".utf8)[...] else {
      return false
    }
    return units.dropLast(5).allSatisfy { unit in
      switch unit {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}
