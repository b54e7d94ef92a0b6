import Model
import Testing

@Test(
  arguments: [
    ("plain text, äöü 漢字 🧑‍🚀", nil), ("a\u{1b}[31mred", "a\\u{1b}[31mred"),
    ("\u{9b}2J", "\\u{9b}2J"), ("ab\u{202e}cd", "ab\\u{202e}cd"), ("\u{feff}x", "\\u{feff}x"),
    ("a\u{2028}b\u{2066}c", "a\\u{2028}b\\u{2066}c"), ("bell\u{7}", "bell\\u{7}"),
    ("line\n\tnext\r\n", "line\n\tnext\n"), ("over\rwritten", "over\\rwritten"),
    ("zero\u{200b}width", "zero\\u{200b}width"), ("\u{e0041}", "\\u{e0041}"), ("", ""),
  ] as [(String, String?)])
func textFromOthersIsPrintedHarmlessly(text: String, expected: String?) {
  let wanted = expected ?? "plain text, äöü 漢字 🧑\\u{200d}🚀"
  #expect(Array(SafeText.escaped(text).utf8) == Array(wanted.utf8))
  #expect(!SafeText.isSuspicious(SafeText.escaped(text)))
}

@Test func aSingleLineHasNoBreaksAndALimit() {
  #expect(SafeText.singleLine("  a\n\n b\t c ", limit: 80) == "a b c")
  #expect(SafeText.singleLine("a\u{1b}b", limit: 80) == "a\\u{1b}b")
  #expect(SafeText.singleLine(String(repeating: "x", count: 100), limit: 10) == "xxxxxxxxx…")
  #expect(SafeText.escaped("a\n\tb", breaks: .escaped) == "a\\n\\tb")
}

@Test(arguments: [
  ("Fix the parser", "fix-the-parser"), ("  --force  ", "force"),
  ("Füge Ünïcode hinzu", "fuge-unicode-hinzu"),
  ("Don't crash", "dont-crash"), ("", "packet"), ("漢字", "packet"), ("-", "packet"),
  ("a\nb\u{1b}[0m\u{202e}c", "a-b-0m-c"), ("main.lock", "main-lock"), ("../..@{x}", "x"),
  ("add support for very long titles that go on", "add-support-for-very-long-titles-that-go"),
  (String(repeating: "x", count: 10_000), String(repeating: "x", count: 40)),
])
func aTitleBecomesABranchName(title: String, slug: String) {
  #expect(Slug.of(title) == slug)
  #expect(ReferenceName(branch: "o8/\(Slug.of(title))-3f9a2c1") != nil)
}
