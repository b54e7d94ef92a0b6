import Foundation
import Lanes
import Runtimes
import Synchronization
import Testing

@Suite struct SpoolTests {
  private let fixture: ProcessFixture
  private var spool: SpoolDirectory { SpoolDirectory("\(fixture.path)/spool") }

  init() throws { fixture = try ProcessFixture() }

  private func write(_ text: String, to writer: SpoolWriter, _ source: SpoolSource = .output) {
    Array(text.utf8).withUnsafeBytes { writer.take($0, from: source, at: 1000) }
  }

  private func read(after seq: Int = 0) throws -> [SpoolEntry] {
    var reader = SpoolReader(spool, after: seq)
    var entries: [SpoolEntry] = []
    while let entry = try reader.next() { entries.append(entry) }
    return entries
  }

  private func texts(_ entries: [SpoolEntry]) -> [String] {
    entries.map {
      switch $0 {
      case .line(let line): "\(line.seq) \(String(decoding: line.bytes, as: UTF8.self))"
      case .omitted(let lines): "omitted \(lines.lowerBound)-\(lines.upperBound)"
      }
    }
  }

  @Test func `lines are numbered as they come, whoever wrote them`() throws {
    let writer = try SpoolWriter(spool)
    write("one\ntw", to: writer)
    write("oops\n", to: writer, .error)
    write("o\n", to: writer)
    writer.note("gate test started")
    #expect(try texts(read()) == ["1 one", "2 oops", "3 two", "4 gate test started"])
    #expect(try texts(read(after: 2)) == ["3 two", "4 gate test started"])
    #expect(writer.lastLine == 4)
  }

  @Test func `half a line is shown after a pause and goes on as a piece`() throws {
    let writer = try SpoolWriter(spool)
    write("working", to: writer)
    #expect(try read().isEmpty)
    writer.pause()
    write("... done\n", to: writer)
    let lines = try read().compactMap { if case .line(let line) = $0 { line } else { nil } }
    #expect(lines.map(\.ending) == [.open, .newline])
    #expect(lines.map(\.seq) == [1, 2])
  }

  @Test func `output cannot pass for a header, and bytes stay as they are`() throws {
    let writer = try SpoolWriter(spool)
    let bytes = Array("o8 9 9 x 4\nend\n".utf8) + [0, 0xff, 13, 10]
    bytes.withUnsafeBytes { writer.take($0, from: .output, at: 1) }
    let lines = try read().compactMap { if case .line(let line) = $0 { line } else { nil } }
    #expect(lines.map(\.bytes) == [Array("o8 9 9 x 4".utf8), Array("end".utf8), [0, 0xff, 13]])
    #expect(lines.allSatisfy { $0.source == .output })
  }

  @Test func `a lane that starts again goes on where it stopped`() throws {
    write("one\n", to: try SpoolWriter(spool))
    let torn = Array("o8 2 1000 o 50\nhalf".utf8)
    let segment = try #require(spool.segments.last)
    let handle = try #require(FileHandle(forWritingAtPath: segment.path))
    try handle.seekToEnd()
    try handle.write(contentsOf: torn)
    try handle.close()
    #expect(try texts(read()) == ["1 one"])
    write("two\n", to: try SpoolWriter(spool))
    #expect(try texts(read()) == ["1 one", "2 two"])
  }

  @Test func `what the lane itself says is kept in the middle too`() throws {
    let writer = try SpoolWriter(spool)
    let chunk = String(repeating: String(repeating: "x", count: 1023) + "\n", count: 64)
    for round in 0..<1200 {
      if round == 500 { writer.note("attempt 2") }
      write(chunk, to: writer)
    }
    let entries = try read()
    #expect(
      entries.compactMap {
        if case .line(let line) = $0, line.source == .lane { line.seq } else { nil }
      }
        == [500 * 64 + 1])
    #expect(entries.count { if case .omitted = $0 { true } else { false } } == 2)
    var next = 1
    for entry in entries {
      switch entry {
      case .line(let line):
        #expect(line.seq == next)
        next += 1
      case .omitted(let lines):
        #expect(lines.lowerBound == next)
        next = lines.upperBound + 1
      }
    }
  }

  @Test func `a spool that is outgrown keeps both ends and says which lines are missing`() throws {
    let writer = try SpoolWriter(spool)
    let chunk = String(repeating: String(repeating: "x", count: 1023) + "\n", count: 64)
    for _ in 0..<1600 { write(chunk, to: writer) }
    write("last\n", to: writer)
    let entries = try read()
    let gaps = entries.filter { if case .omitted = $0 { true } else { false } }
    #expect(gaps.count == 1)
    guard case .line(let first)? = entries.first, case .line(let last)? = entries.last else {
      Issue.record("no lines")
      return
    }
    #expect(first.seq == 1)
    #expect(last.seq == 1600 * 64 + 1)
    let onDisk = try spool.segments.map {
      try FileManager.default.attributesOfItem(atPath: $0.path)[.size] as? Int ?? 0
    }
    #expect(onDisk.reduce(0, +) <= 32 << 20)
    #expect(try texts(read(after: last.seq - 1)) == ["\(last.seq) last"])
    // A line that is gone: what follows the gap comes first.
    guard case .omitted(let lines)? = gaps.first else { return }
    #expect(
      try read(after: lines.lowerBound).first == .omitted(lines.lowerBound + 1...lines.upperBound))
  }

  @Test func `one endless line goes out in pieces of bounded size`() throws {
    let writer = try SpoolWriter(spool)
    let piece = String(repeating: "y", count: 50_000)
    for _ in 0..<40 { write(piece, to: writer) }
    writer.close()
    let lines = try read().compactMap { if case .line(let line) = $0 { line } else { nil } }
    #expect(lines.filter { $0.source == .output }.map(\.bytes.count).reduce(0, +) == 2_000_000)
    #expect(lines.allSatisfy { $0.bytes.count <= 128 * 1024 })
    #expect(lines.last?.source == .closed)
  }

  @Test func `the last line says what the worker is doing now`() throws {
    #expect(spool.lastLine() == nil)
    let writer = try SpoolWriter(spool)
    write("compiling\n\n  \n", to: writer)
    writer.close()
    #expect(spool.lastLine().map { String(decoding: $0.bytes, as: UTF8.self) } == "compiling")
  }

  @Test func `a follower sees lines as they come and ends with the lane`() async throws {
    let seen = Mutex<[String]>([])
    let path = "\(fixture.path)/lock"
    let lock = try #require(try FileLock.take(path))
    let follower = SpoolFollower(spool, after: 1, lock: path)
    // Begun before there is a spool.
    async let following: Void = {
      for try await entry in follower {
        if case .line(let line) = entry {
          seen.withLock { $0.append(String(decoding: line.bytes, as: UTF8.self)) }
        }
      }
    }()
    let writer = try SpoolWriter(spool)
    write("skipped\none\n", to: writer)
    #expect(await eventually { seen.withLock { $0 } == ["one"] })
    write("two\n", to: writer)
    #expect(await eventually { seen.withLock { $0 } == ["one", "two"] })
    writer.close()
    try await following
    #expect(seen.withLock { $0 } == ["one", "two", "end"])
    lock.release()
  }

  @Test func `a follower of a lane that died ends too`() async throws {
    let path = "\(fixture.path)/lock"
    let lock = try #require(try FileLock.take(path))
    let writer = try SpoolWriter(spool)
    write("last words\n", to: writer)
    let follower = SpoolFollower(spool, lock: path)
    async let count = follower.reduce(0) { count, _ in count + 1 }
    lock.release()
    #expect(try await count == 1)
  }

  @Test func `a worker that writes a gigabyte takes the disk of a small one`() async throws {
    let writer = try SpoolWriter(spool)
    let end = try await fixture.shell(
      "yes 'a line of output, as tests write them' | head -c 1000000000"
    )
    .run(into: writer)
    #expect(end.succeeded)
    #expect(end.outputBytes == 1_000_000_000)
    #expect(spool.segments.count == 8)
    #expect(writer.lostBytes == 0)
    #expect(spool.lastLine() != nil)
  }
}
