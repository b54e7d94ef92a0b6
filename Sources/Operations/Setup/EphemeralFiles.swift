import Git
import Lanes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What o8 keeps of a clone outside of references: locks, live spools, caches. It may be deleted
/// while nothing runs.
struct EphemeralFiles {
  let directory: String

  init(_ location: RepositoryLocation) { directory = location.commonDirectory + "/o8" }

  /// The locks that some process holds now, by their paths. Whatever a lane is called, a held
  /// lock is how one sees that it lives.
  var heldLocks: [String] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasSuffix("lock") }.map { "\(directory)/\($0)" }
      .filter { FileLock.isHeld($0) }.sorted()
  }

  /// The first digits of the packets whose lanes live, and the locks of anything else.
  var holders: (packets: [String], others: [String]) {
    var (packets, others): ([String], [String]) = ([], [])
    for lock in heldLocks {
      let folders = lock.split(separator: "/").dropLast().suffix(2)
      if folders.first == "lanes", let packet = folders.last {
        packets.append(String(packet.prefix(7)))
      } else {
        others.append(lock)
      }
    }
    return (packets, others)
  }

  /// Deletes them all.
  func remove() throws(SetupError) {
    guard FileManager.default.fileExists(atPath: directory) else { return }
    do { try FileManager.default.removeItem(atPath: directory) } catch {
      throw SetupError(
        "remove", on: directory, "\(error)", hint: "see what is in it and delete it")
    }
  }
}
