import Model

/// One thing that happens on the tour.
enum TourStep: Hashable, Sendable {
  /// A sentence for the reader.
  case say(String)
  /// A line of `sh`, run in the repository and shown with what it says.
  case run(String, expecting: Expectation)

  enum Expectation: Hashable, Sendable { case success, refusal }

  static func run(_ command: String) -> TourStep { .run(command, expecting: .success) }
}

/// What the tour does, from where it starts to what is left to look at.
struct TourScript {
  /// The repository that is cloned; nil to make one up.
  let source: String?
  /// The protected branch.
  let branch: String
  /// Where everything is.
  let directory: String

  private var folder: String { TourFiles.folder }
  private var branchWord: String { ShellWord.quoted(branch) }

  /// Up to the point where the files of the tour are written.
  var start: [TourStep] {
    guard let source else {
      return [
        .say("This is no repository with a branch to clone, so a small one is made up."),
        .run("git init -q -b \(branchWord) ."),
      ]
    }
    return [
      .say("A clone of this repository, which is left alone. The clone forgets where it is from."),
      .run("git clone -q --no-tags \(ShellWord.quoted(source)) ."),
      .run("git remote remove origin"),
      .run("git checkout -q -B \(branchWord)"),
    ]
  }

  var rest: [TourStep] { setUp + work + judgement + audit }

  private var setUp: [TourStep] {
    [
      .run(
        "git add -f \(folder) && git commit -q -m 'Add what the tour needs' && ls \(folder)"),
      .say(
        """
        `init` protects the branch. By itself it finds your project's build and tests for gates;
        the tour has a cheap one instead, and a key of its own.
        """),
      .run(
        "git o8 init --protect \(branchWord) --key ../key/id_ed25519 "
          + "--gate 'order=sh \(folder)/check.sh'"),
      .say("From here on nothing lands on \(branch) by itself."),
      .run("git commit -q --allow-empty -m 'Straight to \(branch)'", expecting: .refusal),
    ]
  }

  private var work: [TourStep] {
    [
      .say("Two packets, each in a worktree of its own. Small scripts stand for agents."),
      .run(
        "git o8 dispatch 'List the planets' -m 'Write the inner planets, one a line, sorted.' "
          + "--scope '\(folder)/**' -- sh \(folder)/planets-worker.sh"),
      .run(
        "git o8 dispatch 'Write a greeting' -m 'Greet whoever takes the tour.' "
          + "--scope '\(folder)/**' -- sh \(folder)/greeting-worker.sh"),
      .run("git o8 wait planets greeting --until review --timeout 120s"),
      .say("The list was sent back once: its gate was red, and the report became a prompt."),
      .run("git o8 log planets"),
      .run("git o8 list"),
      .run("git o8 show planets"),
      .run("git o8 diff planets"),
    ]
  }

  private var judgement: [TourStep] {
    [
      .say("You judge. What you approve is signed, lands, and is written into the ledger."),
      .run("git o8 inbox"),
      .run("git o8 verdict planets approve -m 'All four, sorted.' --merge"),
      .say("The second was judged before the branch moved, and touches nothing that moved."),
      .run("git o8 verdict greeting approve -m 'Short and kind.' --merge"),
    ]
  }

  private var audit: [TourStep] {
    [
      .say("What happened, for anybody who asks later: in git's own log, and in the ledger."),
      .run("git log --notes=o8 --first-parent -2"),
      .run("git o8 ledger"),
      .run("git o8 trace \(folder)/planets.list:2"),
      .say("And the proof, from signatures and objects alone."),
      .run("git o8 verify --all"),
    ]
  }
}
