#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Slice<UnsafeRawBufferPointer> {
  /// Where the first newline is; nil where there is none. All that workers write goes through here.
  var firstNewline: Int? {
    guard let base = UnsafeRawBufferPointer(rebasing: self).baseAddress else { return nil }
    return memchr(base, 10, count).map { startIndex + (UnsafeRawPointer($0) - base) }
  }
}
