import Model
import Testing

@Test(arguments: [
  ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:59Z", 951_868_799),
  ("2026-11-21T03:55:00Z", 1_795_233_300), ("9999-12-31T23:59:59Z", 253_402_300_799),
])
func instantsReadAndWriteTheSameText(text: String, seconds: Int64) throws {
  let instant = try #require(Instant(text))
  #expect(instant.seconds == seconds)
  #expect(instant.text == text)
}

@Test(arguments: ["2026-02-29T00:00:00Z", "2026-1-1T00:00:00Z", "2026-01-01T24:00:00Z", "", "x"])
func impossibleInstantsAreRefused(text: String) {
  #expect(Instant(text) == nil)
}
