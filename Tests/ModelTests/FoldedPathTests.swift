import Model
import Testing

@Test(arguments: [
  ("src/a", "src/a", true), ("src", "src/a", true), ("src/a/b", "src/a", true),
  ("src/a", "src/ab", false), ("SRC/A", "src/a/b", true), ("caf\u{e9}", "CAFE\u{301}/x", true),
  ("src/", "src/a", true), ("src", "srcs", false), ("a", "b", false),
])
func aPathTouchesItselfWhatItContainsAndWhatItLiesUnder(one: String, other: String, touch: Bool) {
  #expect(FoldedPath(one).touches(FoldedPath(other)) == touch)
  #expect(FoldedPath(other).touches(FoldedPath(one)) == touch)
  #expect(PathRelation.touches([one], [other]) == touch)
  #expect(PathRelation.touches([other], ["unrelated/z", one]) == touch)
  #expect(FoldedPathSet([one]).collides(with: other) == touch)
}

@Test func nothingTouchesNothing() {
  #expect(!PathRelation.touches([], ["a"]))
  #expect(!PathRelation.touches(["a"], []))
  #expect(PathRelation.firstTouched(["x", "Lib/y"], ["lib"]) == "Lib/y")
}

@Test func manyPathsAreComparedWithoutComparingEachWithEach() {
  let ours = (0..<20_000).map { "ours/\($0)/file" }
  let theirs = (0..<20_000).map { "theirs/\($0)/file" }
  #expect(!PathRelation.touches(ours, theirs))
  #expect(PathRelation.touches(ours + ["theirs/77"], theirs))
}

@Test func pathsThatOnlyDifferInCaseAreTwins() {
  let paths = ["README", "Readme", "src/a", "SRC/b", "caf\u{e9}", "cafe\u{301}"]
  #expect(
    PathRelation.twins(among: paths).map { $0.map { Array($0.utf8) } } == [
      ["README", "Readme"].map { Array($0.utf8) },
      ["SRC", "src"].map { Array($0.utf8) },
      ["cafe\u{301}", "caf\u{e9}"].map { Array($0.utf8) },
    ])
}
