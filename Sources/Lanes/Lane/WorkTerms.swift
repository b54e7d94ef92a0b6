public import Model
internal import Trust

/// What a packet has a machine run: whoever can push to a packet's reference can write an event that
/// changes it, so the user of each machine agrees to it there.
public struct WorkTerms: Hashable, Sendable {
  private let runtime: String
  private let command: [String]
  private let isolation: String
  private let surface: WorkSurface
  /// The event that holds the task's text.
  private let prompt: ObjectID

  public init(_ work: Opened, prompt: ObjectID) {
    (runtime, command, isolation) = (work.runtime, work.command, work.isolation)
    surface = work.surface
    self.prompt = prompt
  }

  /// The same with other work; `prompt` is nil where the text stays.
  public func changed(to work: Opened, prompt: ObjectID?) -> WorkTerms {
    WorkTerms(work, prompt: prompt ?? self.prompt)
  }

  var bytes: [UInt8] {
    let terms: JSONValue = [
      "runtime": .string(runtime), "command": JSONValue(command), "isolation": .string(isolation),
      "surface": .string(surface.rawValue),
      "prompt": .string(prompt.hex),
    ]
    return terms.canonical()
  }
}

extension LaneStory {
  /// What the packet has a machine run now.
  public var terms: WorkTerms {
    get throws { WorkTerms(packet.work, prompt: try promptEvent()) }
  }
}

extension Lane {
  /// What to say where the packet has this machine run something else than its user agreed to; nil
  /// where it does not.
  func disagreement() throws -> String? {
    guard try !place.agrees(toRun: packet, in: governed.repository) else { return nil }
    return
      "what its worker runs was changed in another clone since; git o8 show \(packet.id.short) "
      + "tells how, git o8 resume \(packet.id.short) --here runs it"
  }
}
