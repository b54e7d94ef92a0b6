/// The files with which the tour begins, by path: a check that is its gate, and its two workers.
enum TourFiles {
  static let folder = "o8-tour"

  static let all: [String: String] = [
    "\(folder)/check.sh": check, "\(folder)/planets-worker.sh": planets,
    "\(folder)/greeting-worker.sh": greeting,
  ]

  private static let check = """
    #!/bin/sh
    # The gate of the tour: every list in this folder has its lines in order.
    for list in o8-tour/*.list; do
      [ ! -e "$list" ] || sort -c "$list" || exit 1
    done

    """

  /// It forgets the order at first, and mends it when it reads what the gate said.
  private static let planets = """
    #!/bin/sh
    # Stands for an agent: it is told in $O8_PROMPT_FILE what to do, and commits its work.
    if grep -q disorder "$O8_PROMPT_FILE"; then
      echo 'The gate says that the lines are in disorder: sorting them.'
      sort -o o8-tour/planets.list o8-tour/planets.list
      git commit -q -a -m 'Put the planets in order'
    else
      echo 'Listing the planets as they come, from the sun outwards.'
      printf '%s\\n' Mercury Venus Earth Mars >o8-tour/planets.list
      git add o8-tour/planets.list
      git commit -q -m 'List the inner planets'
    fi

    """

  private static let greeting = """
    #!/bin/sh
    # Stands for an agent that forgets to commit: o8 does it for it, and says so.
    echo 'Hello from a lane.' >o8-tour/greeting.txt

    """
}
