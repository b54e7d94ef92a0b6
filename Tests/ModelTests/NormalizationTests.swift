import Model
import Testing

/// Text, its NFC, and its NFC after full case folding, as Python's `unicodedata.normalize` and
/// `str.casefold` say.
private let samples: [(String, String, String)] = [
  ("Stra\u{df}e", "Stra\u{df}e", "strasse"),
  ("STRASSE", "STRASSE", "strasse"),
  ("\u{1e9e}", "\u{1e9e}", "ss"),
  ("\u{130}stanbul", "\u{130}stanbul", "i\u{307}stanbul"),
  ("\u{131}I", "\u{131}I", "\u{131}i"),
  ("\u{38c}\u{3a3}\u{39f}\u{3a3}", "\u{38c}\u{3a3}\u{39f}\u{3a3}", "\u{3cc}\u{3c3}\u{3bf}\u{3c3}"),
  ("\u{1c5}", "\u{1c5}", "\u{1c6}"),
  ("\u{fb01}le", "\u{fb01}le", "file"),
  ("\u{149}", "\u{149}", "\u{2bc}n"),
  ("\u{13a0}\u{ab70}\u{13f8}", "\u{13a0}\u{ab70}\u{13f8}", "\u{13a0}\u{13a0}\u{13f0}"),
  ("A\u{30a}B", "\u{c5}B", "\u{e5}b"),
  ("\u{212b}", "\u{c5}", "\u{e5}"),
  ("\u{2126}", "\u{3a9}", "\u{3c9}"),
  ("\u{d55c}\u{ae00}", "\u{d55c}\u{ae00}", "\u{d55c}\u{ae00}"),
  ("\u{1112}\u{1161}\u{11ab}", "\u{d55c}", "\u{d55c}"),
  ("\u{ac00}\u{11a8}", "\u{ac01}", "\u{ac01}"),
  ("a\u{323}\u{302}", "\u{1ead}", "\u{1ead}"),
  ("a\u{302}\u{323}", "\u{1ead}", "\u{1ead}"),
  ("\u{958}", "\u{915}\u{93c}", "\u{915}\u{93c}"),
  ("\u{1fb3}", "\u{1fb3}", "\u{3b1}\u{3b9}"),
  ("\u{1fb3}\u{301}", "\u{1fb4}", "\u{3b1}\u{3af}"),
  ("\u{1f0}", "\u{1f0}", "\u{1f0}"),
  ("\u{3b9}\u{308}\u{301}", "\u{390}", "\u{390}"),
  ("\u{345}", "\u{345}", "\u{3b9}"),
  ("q\u{307}\u{323}", "q\u{323}\u{307}", "q\u{323}\u{307}"),
  ("\u{fb2c}", "\u{5e9}\u{5bc}\u{5c1}", "\u{5e9}\u{5bc}\u{5c1}"),
  ("\u{f73}", "\u{f71}\u{f72}", "\u{f71}\u{f72}"),
  ("\u{10400}", "\u{10400}", "\u{10428}"),
  ("\u{2167}", "\u{2167}", "\u{2177}"),
  ("\u{24b6}", "\u{24b6}", "\u{24d0}"),
  ("\u{11099}\u{110ba}", "\u{1109a}", "\u{1109a}"),
  ("\u{2f800}", "\u{4e3d}", "\u{4e3d}"),
  ("\u{3b0}", "\u{3b0}", "\u{3b0}"),
  ("\u{1e9b}\u{323}", "\u{1e9b}\u{323}", "\u{1e69}"),
  ("\u{b47}\u{b3e}", "\u{b4b}", "\u{b4b}"),
  ("e\u{301}\u{327}", "\u{229}\u{301}", "\u{229}\u{301}"),
  ("\u{1100}\u{1161}\u{1161}", "\u{ac00}\u{1161}", "\u{ac00}\u{1161}"),
  ("\u{344}", "\u{308}\u{301}", "\u{308}\u{301}"),
  (".GitAttributes", ".GitAttributes", ".gitattributes"),
]

private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

@Test(arguments: samples)
func textIsComposedAndFoldedAsUnicodeSays(text: String, composed: String, folded: String) {
  #expect(scalars(Normalization.composed(text)) == scalars(composed))
  #expect(scalars(CaseFolding.fold(text)) == scalars(folded))
  #expect(Normalization.isComposed(text) == (scalars(text) == scalars(composed)))
  #expect(Normalization.isComposed(composed))
}

@Test func everyScalarThatComposesAgreesWithWhatSwiftCallsEqual() {
  for value in UInt32(0)...0x2ffff {
    guard let scalar = Unicode.Scalar(value) else { continue }
    let text = String(scalar)
    let composed = Normalization.composed(text)
    if !(Normalization.isComposed(composed) && composed == text) {
      Issue.record("U+\(String(value, radix: 16)) composes to \(scalars(composed))")
    }
  }
}

@Test func foldingTwiceIsFoldingOnce() {
  for (text, _, _) in samples {
    let once = CaseFolding.fold(text)
    #expect(scalars(CaseFolding.fold(once)) == scalars(once))
  }
}

@Test func twoSpellingsOfABranchAreTwoReferencesThatFoldToOne() throws {
  let (composed, taken) = ("refs/heads/\u{fc}ber", "refs/heads/u\u{308}ber")
  let one = try #require(ReferenceName(composed))
  let other = try #require(ReferenceName(taken))
  #expect(one != other)
  #expect(Set([one, other]).count == 2)
  #expect(CaseFolding.fold(one.text) == CaseFolding.fold(other.text))
}
