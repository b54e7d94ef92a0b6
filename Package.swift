// swift-tools-version: 6.2
import Foundation
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// libgit2 becomes a part of the program, without the twenty libraries of its network: to load them
/// took longer than all else at a start. So where it is Debian 12's, whose needs are known;
/// elsewhere, and with `O8_SHARED_LIBGIT2=1`, it is the shared one with all of them.
#if os(Linux)
  #if arch(arm64)
    let libraries = "/usr/lib/aarch64-linux-gnu"
  #else
    let libraries = "/usr/lib/x86_64-linux-gnu"
  #endif
  let header = try? String(contentsOfFile: "/usr/include/git2/version.h", encoding: .utf8)
  let isAlone =
    Context.environment["O8_SHARED_LIBGIT2"] == nil
    && header?.contains("\"1.5.") == true
    && ["libgit2.a", "libmbedcrypto.a", "libmbedtls.so", "libssh2.so", "libhttp_parser.so"]
      .allSatisfy { FileManager.default.fileExists(atPath: "\(libraries)/\($0)") }
#else
  let isAlone = false
#endif

let git2: Target = .target(
  name: "CGit2", cSettings: isAlone ? [.define("O8_LIBGIT2_ALONE")] : [],
  linkerSettings: isAlone
    ? [
      .linkedLibrary(":libgit2.a"), .linkedLibrary(":libmbedcrypto.a"),
      .linkedLibrary("pcre2-8"), .linkedLibrary("z"),
    ]
    : [.linkedLibrary("git2"), .linkedLibrary("z")])

/// Below everything else, and where the tests' time goes: optimised in debug builds too, which
/// halves what the suite takes.
let hot: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

func module(
  _ name: String, _ dependencies: [Target.Dependency], _ settings: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict + settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["Support"], path: "Tests/\(name)",
    swiftSettings: strict)
}

// The order is the layering: a target imports only what stands above it.
// `Tests/TidyTests` reads the imports and holds to this table.
let package = Package(
  name: "git-o8",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "git-o8", targets: ["git-o8"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
  ],
  targets: [
    git2,
    .target(name: "CProcess"),
    module("Model", [], hot),
    module("Git", ["CGit2", "Model", subprocess, system], hot),
    module("Store", ["Git", "Model", crypto, system], hot),
    module("Trust", ["Git", "Model", "Store", crypto, cryptoExtras, system, yams], hot),
    module("Runtimes", ["Model", subprocess], hot),
    module(
      "Lanes", ["Git", "Model", "Store", "Trust", "Runtimes", "CProcess", subprocess, system]),
    .target(
      name: "Hooks", path: "Hooks",
      resources: [
        .embedInCode("hand-on"), .embedInCode("pre-merge-commit"), .embedInCode("pre-push"),
        .embedInCode("pre-receive"), .embedInCode("reference-transaction"),
      ],
      swiftSettings: strict),
    .target(
      name: "Templates", path: "Templates",
      resources: [
        .embedInCode("another-attempt.md"), .embedInCode("ci-check.sh"),
        .embedInCode("ci-forgejo.yml"), .embedInCode("ci-github.yml"),
        .embedInCode("ci-gitlab.yml"), .embedInCode("findings.md"),
        .embedInCode("gate-report.md"), .embedInCode("open-points.md"),
        .embedInCode("worker-prompt.md"),
        .embedInCode("runtimes/aider.runtime"),
        .embedInCode("runtimes/amp.runtime"),
        .embedInCode("runtimes/codebuddy.runtime"),
        .embedInCode("runtimes/copilot.runtime"),
        .embedInCode("runtimes/crush.runtime"),
        .embedInCode("runtimes/cursor.runtime"),
        .embedInCode("runtimes/droid.runtime"),
        .embedInCode("runtimes/goose.runtime"),
        .embedInCode("runtimes/grok.runtime"),
        .embedInCode("runtimes/kimi.runtime"),
        .embedInCode("runtimes/mini-swe-agent.runtime"),
        .embedInCode("runtimes/mistral-vibe.runtime"),
        .embedInCode("runtimes/qwen.runtime"),
      ],
      swiftSettings: strict),
    module(
      "Operations",
      ["Git", "Model", "Store", "Trust", "Runtimes", "Lanes", "Hooks", "Templates"]),
    module("Render", ["Model"]),
    module("Commands", ["Operations", "Model", "Render", "Templates", arguments, system]),
    .executableTarget(
      name: "git-o8", dependencies: ["Commands", arguments], swiftSettings: strict,
      linkerSettings: [
        // See `Commands.docc/Decisions/FixedAddress.md`.
        .unsafeFlags(
          ["-Xclang-linker", "-no-pie"], .when(platforms: [.linux], configuration: .release))
      ]),
    .target(
      name: "Support", dependencies: [subprocess, system], path: "Tests/Support",
      swiftSettings: strict),
    .target(
      name: "Fixtures", dependencies: ["Git", "Model", "Store", "Trust", "Support"],
      path: "Tests/Fixtures", swiftSettings: strict),
    .target(
      name: "Fuzzing", dependencies: ["Model", "Support", "Trust"], path: "Tests/Fuzzing",
      swiftSettings: strict),
    .executableTarget(
      name: "o8-bench",
      dependencies: [
        "Fixtures", "Git", "Lanes", "Model", "Runtimes", "Store", "Support", "Trust", "git-o8",
      ],
      path: "Tests/Bench", swiftSettings: strict),
    tests("ModelTests", ["Model"]),
    tests("GitTests", ["CGit2", "Git", "Model"]),
    tests("TrustTests", ["Fixtures", "Git", "Model", "Store", "Trust", crypto]),
    tests("StoreTests", ["Git", "Model", "Store"]),
    tests("RuntimesTests", ["Model", "Runtimes"]),
    tests("LanesTests", ["Git", "Lanes", "Model", "Runtimes"]),
    tests("TidyTests", []),
    tests(
      "OperationsTests",
      [
        "Fixtures", "Fuzzing", "Git", "Hooks", "Lanes", "Model", "Operations", "Runtimes", "Store",
        "Templates", "Trust", "git-o8", yams,
      ]),
    tests("RenderTests", ["Model", "Render"]),
    tests("CommandsTests", ["Commands", "Fixtures", "Git", "Lanes", "Model", "Trust"]),
    tests("FuzzTests", ["Fixtures", "Fuzzing", "Git", "Model", "Runtimes", "Store"]),
    tests("SlowTests", ["Fuzzing", "git-o8"]),
    .testTarget(
      name: "AgentTests",
      dependencies: ["Lanes", "Model", "Runtimes", "Support", "git-o8", subprocess, system],
      path: "Tests/AgentTests", swiftSettings: strict),
    tests("TranscriptTests", ["git-o8"]),
  ]
)
