/// A pattern taken apart into steps, matched in time proportional to the text times the steps:
/// all ways of matching advance together, so no pattern can make it try one after the other.
struct Glob: Sendable {
  private enum Step: Hashable, Sendable {
    case scalar(UInt32)
    /// `?`
    case one
    /// `*`
    case withinComponent
    /// `**`
    case anything
    /// `**/`: any number of whole components; between two of them
    case components
    /// the rest of a component that `components` has begun; always the step after it
    case restOfComponent
  }

  /// What may follow after the last step.
  private enum Ending: Sendable {
    case exact
    case alsoBelow
    case onlyBelow
  }

  private var steps: [Step] = []
  private var ending = Ending.exact

  private static let slash = UInt32(UInt8(ascii: "/"))

  init(branch text: String) {
    append(Array(text.unicodeScalars))
  }

  init(path text: String) {
    var scalars = Array(text.unicodeScalars)[...]
    if scalars.count > 1, scalars.last == "/" {
      scalars.removeLast()
      ending = .onlyBelow
    }
    if scalars.contains("/") {
      if scalars.first == "/" { scalars.removeFirst() }
    } else {
      steps = [.components, .restOfComponent]
    }
    let last = scalars.lastIndex(of: "/").map { scalars[($0 + 1)...] } ?? scalars
    if ending == .exact, !last.isEmpty, !last.contains(where: { $0 == "*" || $0 == "?" }) {
      ending = .alsoBelow
    }
    append(Array(scalars))
  }

  /// A pattern of `CODEOWNERS`: a last component with wildcards names directories too and covers
  /// what lies in them, unless it is `*` alone.
  init(owned text: String) {
    self.init(path: text)
    let last = text.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    if ending == .exact, last != "*", last != "**" { ending = .alsoBelow }
  }

  private mutating func append(_ scalars: [Unicode.Scalar]) {
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      guard scalar == "*" else {
        steps.append(scalar == "?" ? .one : .scalar(scalar.value))
        index += 1
        continue
      }
      let end = scalars[index...].firstIndex { $0 != "*" } ?? scalars.count
      let startsComponent = index == 0 || scalars[index - 1] == "/"
      if end - index == 1 {
        steps.append(.withinComponent)
      } else if startsComponent, end < scalars.count, scalars[end] == "/" {
        steps += [.components, .restOfComponent]
        index = end + 1
        continue
      } else {
        steps.append(.anything)
      }
      index = end
    }
  }

  func matches(_ text: String) -> Bool {
    guard !steps.isEmpty else { return false }
    var current = Front(count: steps.count)
    var next = Front(count: steps.count)
    enter(0, &current)
    for scalar in text.unicodeScalars {
      if scalar.value == Self.slash, ending != .exact, current.contains(steps.count) { return true }
      if current.active.isEmpty { return false }
      next.clear()
      for index in current.active where index < steps.count {
        advance(from: index, over: scalar.value, into: &next)
      }
      swap(&current, &next)
    }
    return ending != .onlyBelow && current.contains(steps.count)
  }

  private func advance(from index: Int, over scalar: UInt32, into next: inout Front) {
    let isSlash = scalar == Self.slash
    switch steps[index] {
    case .scalar(let wanted): if scalar == wanted { enter(index + 1, &next) }
    case .one: if !isSlash { enter(index + 1, &next) }
    case .withinComponent: if !isSlash { enter(index, &next) }
    case .anything: enter(index, &next)
    case .components: if !isSlash { enter(index + 1, &next) }
    case .restOfComponent: enter(isSlash ? index - 1 : index, &next)
    }
  }

  /// Adds a step, and those behind it that may match nothing.
  private func enter(_ index: Int, _ front: inout Front) {
    var index = index
    while front.insert(index), index < steps.count {
      switch steps[index] {
      case .withinComponent, .anything: index += 1
      case .components: index += 2
      case .scalar, .one, .restOfComponent: return
      }
    }
  }

  /// The steps at which a match may stand, each once.
  private struct Front {
    private(set) var active: [Int] = []
    private var isActive: [Bool]

    init(count: Int) { isActive = Array(repeating: false, count: count + 1) }

    func contains(_ index: Int) -> Bool { isActive[index] }

    mutating func insert(_ index: Int) -> Bool {
      guard !isActive[index] else { return false }
      isActive[index] = true
      active.append(index)
      return true
    }

    mutating func clear() {
      for index in active { isActive[index] = false }
      active.removeAll(keepingCapacity: true)
    }
  }
}
