public import Model
import Trust

/// The policy that a person alone with a repository begins with.
public enum FirstPolicy {
  /// One year: long enough to be forgotten, short enough that a lost key does not rule for ever.
  public static let days: Int64 = 365

  /// Paths that change what a build, a checkout or a review does, so that a judge must list them.
  public static let sensitive = [
    ".gitattributes", "**/.gitattributes", "**/.gitmodules", ".gitmodules", ".github/**",
    ".gitlab-ci.yml", ".ci/**",
  ]

  /// - Parameters:
  ///   - branches: names or patterns of the branches to protect.
  ///   - founder: holds every role that a lone human needs; reviewers come later.
  ///   - now: the policy ends a year from here.
  public static func policy(
    protecting branches: [Pattern], founder: PrincipalName, key: SigningKey,
    gates: [DetectedGate], setup: [String], caches: [String], at now: Instant
  ) -> Policy {
    let end = Instant(seconds: now.seconds + days * 86_400) ?? .latest
    return Policy(
      protected: branches,
      principals: [
        founder: Principal(
          roles: [.owner, .operator, .gate], human: founder.text, keys: [key])
      ],
      require: Requirements(byRole: [.owner: 1, .operator: 1, .reviewer: 0]),
      gates: gates.map { gate in
        Gate(
          name: gate.name, run: gate.run, timeoutSeconds: gate.timeoutSeconds,
          paths: gate.paths.compactMap { Pattern($0) })
      },
      rules: StaticRules(sensitive: sensitive.compactMap { Pattern($0) }),
      landing: [.merge, .fastForward], attempts: 3, carry: .disjoint, selfReview: .allowed,
      expires: CalendarDay(end.text.prefix(10)) ?? CalendarDay("9999-12-31")!,
      setup: setup, caches: caches.compactMap { Pattern($0) })
  }
}
