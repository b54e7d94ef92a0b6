extension ManifestReading {
  /// People say for themselves what they want: only the conversation and its place are known.
  private func checkAttaching(_ manifest: RuntimeManifest) throws(ManifestFault) {
    guard let words = manifest.attach else { return }
    let places = words.flatMap(ManifestPlace.names)
    let known: [ManifestPlace] = [.session, .directory]
    for place in places where !known.map(\.rawValue).contains(place) {
      throw fault(at: "attach", "{\(place)} is neither {session} nor {directory}")
    }
    guard manifest.session != .none, places.contains(ManifestPlace.session.rawValue) else {
      throw fault(at: "attach", "it names the conversation: put {session}, and say session =")
    }
  }

  /// At a terminal nothing can be told the program but by its words.
  private func checkTerminal(_ manifest: RuntimeManifest) throws(ManifestFault) {
    guard let words = manifest.terminal else { return }
    let places = words.flatMap(ManifestPlace.names)
    for place in places where ManifestPlace(rawValue: place) == nil {
      throw fault(at: "terminal", "{\(place)} is none of \(ManifestPlace.list)")
    }
    guard places.contains("prompt") || places.contains("promptFile") else {
      throw fault(at: "terminal", "the prompt is nowhere: put {prompt} or {promptFile}")
    }
    guard !places.contains("session") || manifest.session == .chosen else {
      throw fault(
        at: "terminal", "no session is chosen: take {session} out, or say session = chosen")
    }
  }

  func check(_ manifest: RuntimeManifest) throws(ManifestFault) {
    let calls = [
      ("launch", manifest.launch), ("resume", manifest.resume), ("review", manifest.review),
    ]
    for case (let key, let words?) in calls {
      for word in words {
        for place in ManifestPlace.names(in: word) where ManifestPlace(rawValue: place) == nil {
          throw fault(at: key, "{\(place)} is none of \(ManifestPlace.list)")
        }
      }
      let whole = words.joined(separator: " ")
      guard manifest.prompt == .input || whole.contains(manifest.prompt.word) else {
        throw fault(
          at: key, "the prompt is nowhere: put \(manifest.prompt.word), or say prompt = input")
      }
    }
    try checkAttaching(manifest)
    try checkTerminal(manifest)
    let names = manifest.launch.contains { $0.contains("{session}") }
    guard names == (manifest.session == .chosen) else {
      throw fault(at: "session", "it is chosen exactly where the launch has {session}")
    }
    if let resume = manifest.resume, manifest.session == .none {
      guard !resume.contains(where: { $0.contains("{session}") }) else {
        throw fault(at: "resume", "no session is named: say session = told, or chosen")
      }
    }
  }
}
