import Testing

@Suite("Habits")
struct HabitTests {
  @Test("nothing in the product gives up or steps around the compiler")
  func noEscapes() {
    let escapes =
      #/\btry!|\bfatalError\(|@unchecked Sendable|nonisolated\(unsafe\)|\b(?:TODO|FIXME)\b/#
    #expect(SourceTree.product.flatMap { $0.places(of: escapes) }.isEmpty)
  }

  @Test("nor do the tests")
  func noEscapesInTests() {
    let escapes = #/\btry!|\bfatalError\(|@unchecked Sendable|nonisolated\(unsafe\)/#
    let others = SourceTree.swiftFiles(in: "Tests").filter {
      !$0.path.hasSuffix("/HabitTests.swift")
    }
    #expect(others.flatMap { $0.places(of: escapes) }.isEmpty)
  }

  @Test("nothing prints by itself: what is said goes through the context")
  func noStrayPrint() {
    let prints = #/(?:^|[^.\w])(?:debugPrint|print|dump|NSLog)\(/#
    #expect(SourceTree.product.flatMap { $0.places(of: prints) }.isEmpty)
  }

  /// Where `/proc/self/fd` is long, `Process.run()` of swift-corelibs-foundation (6.2) copies 256
  /// bytes of a name that may be the last of its buffer: now and then the process is killed.
  @Test("nothing is started by Foundation, which reads past its buffer")
  func noFoundationProcess() {
    let process = #/(?:^|[^.\w])Process\(\)/#
    let others = SourceTree.everything.filter { !$0.path.hasSuffix("/HabitTests.swift") }
    #expect(others.flatMap { $0.places(of: process) }.isEmpty)
  }

  /// Its waiter looks at every child that ends, spins while others are there, and has made those
  /// who wait for theirs wait for ever.
  @Test("no exit test of Swift Testing, where so many children are")
  func noExitTests() {
    let others = SourceTree.swiftFiles(in: "Tests").filter {
      !$0.path.hasSuffix("/HabitTests.swift")
    }
    #expect(others.flatMap { $0.places(of: #/processExitsWith/#) }.isEmpty)
  }

  @Test("every command gives its name, which the parser else looks for in milliseconds")
  func commandsAreNamed() {
    for file in SourceTree.swiftFiles(in: "Sources/Commands") {
      let named = file.text.matches(of: #/CommandConfiguration\(\s*commandName:/#).count
      #expect(file.text.matches(of: #/CommandConfiguration\(/#).count == named, "\(file)")
    }
  }

  @Test("only Swift Testing")
  func noOtherTesting() {
    #expect(SourceTree.everything.filter { $0.imports.contains("XCTest") }.isEmpty)
  }

  @Test("every file of tests expects something")
  func everyTestExpects() {
    let silent = SourceTree.swiftFiles(in: "Tests").filter { file in
      let code = file.code
      return code.contains { $0.contains(#/^\s*@Test\b/#) }
        && !code.contains { $0.contains(#/#expect\(|#require\(|Issue\.record\(/#) }
    }
    #expect(silent.isEmpty)
  }
}
