import Git
import Model
import Store
import Support
import Testing

/// A store with a policy, so that events have a repository to name.
func withStore<Result>(
  _ body: (TestRepository, Store) async throws -> Result
) async throws -> Result {
  try await withRepository { test in
    let empty = try Store(try Repository.discover(from: test.path))
    try await empty.append(
      [try draft("policy", subject: "init", at: 0)], to: Layout.policy, .policy)
    return try await body(test, try store(test))
  }
}

func store(_ test: TestRepository) throws -> Store {
  try Store(try Repository.discover(from: test.path))
}

/// `at` counts seconds from 2026-01-01.
func draft(
  _ kind: String, packet: ObjectID? = nil, by author: String = "ann", subject: String,
  at seconds: Int64 = 1, attachments: [String: String] = [:], nonce: String? = nil,
  tip: ObjectID? = nil, fields: [String: JSONValue] = [:]
) throws -> EventDraft {
  EventDraft(
    try #require(EventKind(kind)), packet: packet, author: try #require(PrincipalName(author)),
    at: try #require(Instant(seconds: 1_767_225_600 + seconds)),
    nonce: nonce ?? EventDraft.freshNonce(),
    attachments: attachments.mapValues { Array($0.utf8) }, subject: subject, state: "queued",
    fields: fields, tip: tip)
}

func note(_ subject: String, _ packet: ObjectID, at seconds: Int64 = 1) throws -> EventDraft {
  try draft("steered", packet: packet, subject: subject, at: seconds)
}

/// Opens a packet of one event.
func opened(_ store: Store, _ subject: String = "Fix the parser") async throws -> StoredEvent {
  let events = try await store.open(
    try draft("opened", subject: subject, attachments: ["prompt.md": "Do it.\n"]))
  return try #require(events.first)
}
