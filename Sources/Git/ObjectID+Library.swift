import CGit2
import Model

extension ObjectID {
  var raw: git_oid {
    var raw = git_oid()
    withUnsafeMutableBytes(of: &raw) { $0.copyBytes(from: bytes) }
    return raw
  }

  init?(_ raw: git_oid) {
    guard let id = withUnsafeBytes(of: raw, { ObjectID(bytes: $0) }) else { return nil }
    self = id
  }
}
