import Testing

@Suite("The module table")
struct ModuleTableTests {
  /// What each target may import of this project and of its packages; an import upwards or
  /// sideways is what this table is there to refuse.
  static let table: [String: Set<String>] = {
    var table: [String: Set<String>] = [
      "Model": [],
      // Names only (see `Git.docc/Decisions/SharedNames.md`), which the next test holds to.
      "Git": ["CGit2", "Model", "Subprocess", "SystemPackage"],
      "Store": ["Git", "Model", "Crypto", "SystemPackage"],
      "Trust": ["Git", "Model", "Store", "Crypto", "CryptoExtras", "SystemPackage", "Yams"],
      "Runtimes": ["Model", "Subprocess"],
      "Lanes": [
        "Git", "Model", "Store", "Trust", "Runtimes", "CProcess", "Subprocess", "SystemPackage",
      ],
      "Operations": [
        "Git", "Model", "Store", "Trust", "Runtimes", "Lanes", "Hooks", "Templates",
      ],
      "Render": ["Model"],
      "Commands": [
        "Operations", "Model", "Render", "Templates", "ArgumentParser", "SystemPackage",
      ],
      "git-o8": ["Commands", "ArgumentParser"],
    ]
    for target in ["CGit2", "CProcess", "Hooks", "Templates"] { table[target] = [] }
    return table
  }()

  /// What comes with Swift and the system.
  static let free: Set<String> = [
    "Foundation", "FoundationEssentials", "Glibc", "Darwin", "Musl", "Dispatch",
    "Synchronization",
  ]

  @Test("every folder of Sources is a target of the table")
  func everyTargetIsListed() {
    let listed = Set(Self.table.keys)
    #expect(Set(SourceTree.names(in: "Sources")).subtracting(listed).isEmpty)
  }

  @Test("a target imports only what stands above it", arguments: table.keys.sorted())
  func importsStayInTheTable(target: String) {
    let folder = ["Hooks", "Templates"].contains(target) ? target : "Sources/\(target)"
    let allowed = Self.free.union(Self.table[target] ?? [])
    let breaches = SourceTree.swiftFiles(in: folder).flatMap { file in
      file.imports.subtracting(allowed).sorted().map { "\(file) imports \($0)" }
    }
    #expect(breaches.isEmpty)
  }

  @Test("the module of git knows the model's names and nothing else of it")
  func gitKnowsNamesOnly() {
    let others = #/\b(?:Packet|Policy|Event|Envelope|Verdict)\w*\b/#
    #expect(SourceTree.swiftFiles(in: "Sources/Git").flatMap { $0.places(of: others) }.isEmpty)
  }

  @Test("only the module of git calls libgit2")
  func onlyGitCallsTheLibrary() {
    let calls = #/\bgit_[a-z]\w*\(/#
    let others = SourceTree.product.filter { !$0.path.hasPrefix("Sources/Git/") }
    #expect(others.flatMap { $0.places(of: calls) }.isEmpty)
  }
}
