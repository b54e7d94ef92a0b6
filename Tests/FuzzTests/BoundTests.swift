import Fuzzing
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is made to exhaust a reader, in a process that may take little time and memory.
@Suite struct Bounds {
  /// What a process of tests has before it reads anything, and room for a hundred times the
  /// largest event.
  private static let memoryBytes: rlim_t = 700 << 20
  /// All inputs together take a second; without optimising, a few.
  private static let seconds: rlim_t = 60

  static func enter() {
    var memory = rlimit(rlim_cur: memoryBytes, rlim_max: memoryBytes)
    var time = rlimit(rlim_cur: seconds, rlim_max: seconds)
    #if canImport(Glibc)
      // Unlike the address space, this counts what is really allocated.
      setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &memory)
      setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &time)
    #else
      setrlimit(RLIMIT_DATA, &memory)
      setrlimit(RLIMIT_CPU, &time)
    #endif
  }

  @Test(arguments: Decoder.all.map(\.name))
  func noInputTakesMoreThanItsShare(decoder: String) async {
    await #expect(processExitsWith: .success) { [decoder] in
      Bounds.enter()
      let reader = try #require(Decoder.all.first { $0.name == decoder })
      for bomb in Decoder.bombs(of: decoder) {
        let answer = try reader.read(bomb.bytes)
        #expect(!answer.isTaken || decoder == "transactions", "\(bomb.title)")
      }
    }
  }

  #if os(Linux)
    @Test func aReaderWithoutBoundsWouldBeEnded() async {
      await #expect(processExitsWith: .failure) {
        Bounds.enter()
        let bytes = [UInt8](unsafeUninitializedCapacity: 2 << 30) { buffer, count in
          buffer.update(repeating: 1)
          count = buffer.count
        }
        #expect(bytes.count == 0)
      }
    }
  #endif
}
