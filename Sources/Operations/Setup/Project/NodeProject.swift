#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ProjectListing {
  var node: Detection? {
    guard has("package.json") else { return nil }
    let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(text("package.json").utf8))
    guard let manifest else {
      return Detection(
        kind: "npm", evidence: "package.json", program: "npm",
        checks: [.build: .absent("unreadable JSON"), .test: .absent("unreadable JSON")])
    }
    let manager = PackageManager(of: self, manifest)
    let scripts = manifest.scripts ?? [:]
    let install = manager.install(from: self, husky: text("package.json").contains("husky"))
    return Detection(
      kind: manager.rawValue, evidence: "package.json", program: manager.rawValue,
      checks: [
        .build: scripts["build"] == nil
          ? .absent("no script build") : .command("\(manager.rawValue) run build"),
        .typecheck: typecheck(scripts, manifest, manager),
        .test: test(scripts["test"], manager),
      ],
      setup: manifest.needsNothing ? [] : [install], caches: ["**/node_modules/**"])
  }

  private func typecheck(
    _ scripts: [String: String], _ manifest: Manifest, _ manager: PackageManager
  ) -> Detection.Outcome {
    let names = ["typecheck", "type-check", "check-types", "check:types", "tsc"]
    if let name = names.first(where: { scripts[$0] != nil }) {
      return .command("\(manager.rawValue) run \(name)")
    }
    guard has("tsconfig.json") else { return .absent("no script typecheck, no tsconfig.json") }
    guard manifest.mentions("typescript") else {
      return .absent("tsconfig.json, but typescript is no dependency")
    }
    return .command("\(manager.execute) tsc --noEmit")
  }

  private func test(_ script: String?, _ manager: PackageManager) -> Detection.Outcome {
    guard let script else { return .absent("no script test") }
    guard !script.contains("no test specified") else {
      return .absent("only the script that npm writes")
    }
    // Several test runners wait for changes unless they are told that nobody watches.
    return .command("CI=true \(manager.rawValue) run test")
  }
}

private struct Manifest: Decodable {
  var scripts: [String: String]?
  var packageManager: String?
  var dependencies: [String: String]?
  var devDependencies: [String: String]?

  func mentions(_ name: String) -> Bool {
    dependencies?[name] != nil || devDependencies?[name] != nil
  }

  var needsNothing: Bool {
    dependencies?.isEmpty ?? true && devDependencies?.isEmpty ?? true
  }
}

private enum PackageManager: String, CaseIterable {
  case npm, pnpm, yarn, bun

  init(of listing: ProjectListing, _ manifest: Manifest) {
    let named = manifest.packageManager?.split(separator: "@").first.map(String.init)
    if let named, let manager = PackageManager(rawValue: named) {
      self = manager
    } else if listing.has("pnpm-lock.yaml") {
      self = .pnpm
    } else if listing.has("yarn.lock") {
      self = .yarn
    } else if listing.first(of: "bun.lock", "bun.lockb") != nil {
      self = .bun
    } else {
      self = .npm
    }
  }

  /// Runs a program of the project's own dependencies and never fetches one.
  var execute: String {
    switch self {
    case .npm: "npx --no-install"
    case .pnpm: "pnpm exec"
    case .yarn: "yarn run"
    case .bun: "bun x --no-install"
    }
  }

  func install(from listing: ProjectListing, husky: Bool) -> String {
    let command =
      switch self {
      case .npm:
        listing.first(of: "package-lock.json", "npm-shrinkwrap.json") == nil
          ? "npm install --no-package-lock" : "npm ci"
      case .pnpm: "pnpm install --frozen-lockfile"
      case .yarn:
        listing.text("yarn.lock").contains("yarn lockfile v1")
          ? "yarn install --frozen-lockfile" : "yarn install --immutable"
      case .bun: "bun install --frozen-lockfile"
      }
    // Installing would make husky write the repository's configuration from within a lane.
    return husky ? "HUSKY=0 " + command : command
  }
}
