import Git
import Model
import Runtimes
import Templates

extension Workspace {
  /// The runtimes that work can be sent to here: the native ones, those that the user described,
  /// and those that are described by what comes with the program.
  var runtimes: RuntimeRegistry {
    get throws {
      let settings = try RuntimeSettings(try Repository(location).allConfiguration())
      let surroundings = RuntimeSurroundings(
        environment: environment, models: settings.models,
        programs: ProgramMemory(folder: "\(location.commonDirectory)/o8/programs"))
      let native = RuntimeRegistry.native(surroundings)
      let builtIn = Set(native.map(\.name))
      let described = settings.manifests.map { path in
        do throws(UnusableManifest) {
          return RuntimeRegistry.described(
            try manifest(at: path, besides: builtIn), surroundings)
        } catch {
          return RuntimeRegistry.faulty(path, error.why, besides: builtIn)
        }
      }
      return RuntimeRegistry(
        native + described + Self.shipped.map { RuntimeRegistry.described($0, surroundings) })
    }
  }

  /// One that cannot be read would be a defect of the program; a test reads them all.
  private static let shipped = ShippedRuntime.allCases.compactMap {
    try? RuntimeManifest(reading: $0.text, file: $0.file)
  }

  /// A manifest of the user's. Where it lies is said in full: what a worker can change must not say
  /// what runs next.
  private func manifest(
    at path: String, besides builtIn: Set<RuntimeName>
  ) throws(UnusableManifest) -> RuntimeManifest {
    let shown = SafeText.escaped(path)
    guard let file = absolute(path) else {
      throw UnusableManifest(why: "o8.runtimeManifest is \(shown), which is no absolute path")
    }
    guard let text = RuntimeManifest.text(at: file) else {
      throw UnusableManifest(why: "the manifest \(shown) cannot be read as UTF-8 text")
    }
    let manifest: RuntimeManifest
    do throws(ManifestFault) { manifest = try RuntimeManifest(reading: text, file: path) } catch {
      throw UnusableManifest(why: SafeText.escaped(error.description))
    }
    guard !builtIn.contains(manifest.name) else {
      throw UnusableManifest(why: "\(shown) describes \(manifest.name), which is built in")
    }
    return manifest
  }

  func absolute(_ path: String) -> String? {
    if path.hasPrefix("~/"), let home = environment["HOME"] { return home + path.dropFirst() }
    return path.hasPrefix("/") ? path : nil
  }
}

/// Why one manifest of the user's counts for nothing, on one line.
private struct UnusableManifest: Error {
  let why: String
}

/// What git's configuration says of runtimes.
struct RuntimeSettings {
  private(set) var models: [RuntimeName: [Tier: String]] = [:]
  /// In the order in which they are read; the last of one name counts.
  private(set) var manifests: [String] = []

  /// More than anybody describes.
  private static let manifestsMost = 100

  /// - `lines`: `KEY=VALUE` each.
  init(_ lines: [String]) throws {
    for line in lines where line.hasPrefix("o8.") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[1].isEmpty else { continue }
      if parts[0] == "o8.runtimemanifest" { manifests.insert(String(parts[1]), at: 0) }
      guard let (name, tier) = Self.tier(named: parts[0]) else { continue }
      models[name, default: [:]][tier] = String(parts[1])
    }
    guard manifests.count <= Self.manifestsMost else {
      throw Problem(
        .environment, "o8.runtimeManifest names more than \(Self.manifestsMost) files")
    }
  }

  /// The runtime and the tier of a key such as `o8.model.claude.light`; nil for any other key.
  static func tier(named key: some StringProtocol) -> (RuntimeName, Tier)? {
    let parts = key.split(separator: ".")
    guard parts.count == 4, parts[0] == "o8", parts[1] == "model",
      let name = RuntimeName(parts[2]), let tier = Tier(rawValue: String(parts[3]))
    else { return nil }
    return (name, tier)
  }
}
