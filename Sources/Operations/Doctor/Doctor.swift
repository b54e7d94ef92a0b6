import Git
import Model
import Store
import Trust

extension Workspace {
  /// Looks at everything that o8 rests on here, and changes nothing: what was found is a line each,
  /// with what to do.
  ///
  /// Nothing is waited for longer than its bound: agents, bubblewrap and searches have one each.
  public func examination() async throws -> Examination {
    let repository = try Repository(location)
    var doctor = Doctor(workspace: self, repository: repository)
    do { doctor.governed = try GovernedRepository(repository) } catch { doctor.refusal = error }
    try await doctor.examine()
    return doctor.examination
  }
}

/// One examination.
struct Doctor {
  let workspace: Workspace
  let repository: Repository
  /// Nil where no policy governs, or it cannot be read.
  var governed: GovernedRepository?
  /// Why it cannot.
  var refusal: (any Error)?
  var examination = Examination()
  /// Whether code of workers' runs in cages here; nil where that cannot be told.
  var isCaged: Bool?

  init(workspace: Workspace, repository: Repository) {
    self.workspace = workspace
    self.repository = repository
  }

  var location: RepositoryLocation { repository.location }

  /// Whether it is only pushed to: nobody works there.
  var isServer: Bool { location.isBare }

  mutating func examine() async throws {
    await trying(.tools) { try await $0.lookAtTools() }
    await trying(.policy) { try $0.lookAtPolicy() }
    await trying(.branches) { try $0.lookAtBranches() }
    await trying(.hooks) { try await $0.lookAtHooks() }
    await trying(.history) { try $0.lookAtHistory() }
    await trying(.names) { try $0.lookAtNames() }
    await trying(.references) { try await $0.lookAtReferences() }
    await trying(.locks) { try await $0.lookAtLocks() }
    await trying(.configuration) { try await $0.lookAtConfiguration() }
    guard !isServer else { return await trying(.disk) { $0.lookAtDisk() } }
    await trying(.remotes) { try await $0.lookAtRemotes() }
    await trying(.branches) { try await $0.lookAtLanding() }
    await trying(.lanes) { try $0.lookAtLanes() }
    await trying(.isolation) { try await $0.lookAtIsolation() }
    await trying(.runtimes) { try await $0.lookAtRuntimes() }
    await trying(.key) { try await $0.lookAtKey() }
    await trying(.disk) { $0.lookAtDisk() }
  }

  /// What cannot be looked at is a finding too, and no reason to leave the rest.
  private mutating func trying(
    _ subject: Examination.Subject, _ look: (inout Doctor) async throws -> Void
  ) async {
    do { try await look(&self) } catch {
      let problem = Problem(error)
      add(
        subject, .lacking, "cannot be looked at: \(problem.message)",
        problem.hint.map(Remedy.words))
    }
  }

  mutating func add(
    _ subject: Examination.Subject, _ weight: Examination.Weight, _ text: String,
    _ remedy: Remedy? = nil
  ) {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: "; ")
    examination.findings.append(
      Examination.Finding(subject: subject, weight: weight, text: line, remedy: remedy))
  }

  /// A sentence that names its remedy behind the last colon, as `status` shows it.
  mutating func add(
    _ subject: Examination.Subject, _ weight: Examination.Weight, sentence: String
  ) {
    guard let colon = sentence.ranges(of: ": git ").last else {
      return add(subject, weight, sentence)
    }
    add(
      subject, weight, String(sentence[..<colon.lowerBound]),
      .words("git " + sentence[colon.upperBound...]))
  }
}
