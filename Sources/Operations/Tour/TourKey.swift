import Model
import Trust

/// The key with which the tour signs: of no other use, and gone with the tour.
enum TourKey {
  static func make(in directory: String) throws {
    guard let name = PrincipalName("you") else { return }
    _ = try KeyMaker(directory: directory).key(for: name)
  }
}
