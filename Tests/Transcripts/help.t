The program says what this version has, and no more.

  $ git o8 --version
  git-o8 0.1.0-dev
  $ git o8 -h
  OVERVIEW: Keeps the work of coding agents in order, inside the repository it is
  about.
  
  USAGE: git-o8 [-C <dir> ...] [--json] <subcommand>
  
  OPTIONS:
    -C <dir>                Run as if started in this directory
    --json                  Print one JSON document
    --version               Show the version.
    -h, --help              Show help information.
  
  SUBCOMMANDS:
    init                    Set this repository up: policy, key, hooks and
                            configuration
    uninstall               Put hooks and configuration back as they were before
                            init
    tour                    Show the whole loop with real commands, on a
                            throw-away clone of this repository
    dispatch                Open a packet and start a worker on it, in a worktree
                            of its own
    adopt                   Open a packet on work that exists already: same
                            gates, review and landing
    status                  Show what needs you, what runs and what waits; or
                            where one packet stands
    list                    List packets, the one touched last first
    show                    Show all about one packet
    log                     Show what the worker of a packet wrote, and its gates
    diff                    Show what a packet changes, with git's own pager and
                            colours
    artifacts               List the files that the worker of a packet left for
                            people, or print one
    wait                    Wait until people are next; exit 6 where the time
                            runs out before
    answer                  Answer what the worker of a packet asked, and have it
                            go on
    steer                   Tell the worker of a packet something
    interrupt               Stop the worker of a packet in order, and hold the
                            packet
    attach                  Open a packet's conversation in its runtime's own
                            program, here
    open                    Open a packet's worktree: a shell in it, or what
                            o8.open names
    resume                  Have a packet go on that was held, is in conflict, or
                            lost its lane
    retry                   Start over a packet that has failed; its attempts
                            count afresh
    cancel                  End a packet without landing it; its work is archived
    edit                    Change what a packet asks for; a worker hears of it
                            with its next attempt
    gate                    Run the gates of a packet here, on what its lane
                            holds now, and sign the results
    inbox                   Show what awaits you, and the commands that do it
    verdict                 Sign a decision on what a packet presents: approve,
                            revise or reject
    merge                   Land an approved packet on its branch
    force                   Move a protected branch past the rule: an owner's
                            signed override, kept for ever
    ledger                  List what was decided, the newest first
    trace                   Show which packet brought a commit or a line, and who
                            judged it
    sync                    Share packets, decisions and protected branches with
                            a remote, both ways
    reconcile               Complete what was cut in half: lanes, landings,
                            closings, worktrees, notes
    verify                  Prove from the objects alone that every move of a
                            protected branch was covered
    policy                  See, change, sign and check the policy
    hooks                   Install, see and remove the hooks of o8
    question                In a lane: ask people something, and wait for the
                            answer
    report                  In a lane: hand over what you found or did, for
                            people to read
    observe                 In a lane: note something about the repository that
                            others should know
    propose                 In a lane: propose work that you came upon and that
                            is not yours
    runtimes                List the agents that work can be sent to, and what is
                            missing for them
    sessions                List the conversations of agents on this machine, the
                            newest first
    config                  List the keys o8.* of git's configuration, their
                            values and where they stand
    doctor                  Look at everything that o8 rests on in this clone,
                            and say what to do
  
    See 'git-o8 help <subcommand>' for detailed help.
  $ git-o8 --help | sed -n '/^SUBCOMMANDS/,$p'
  SUBCOMMANDS:
    init                    Set this repository up: policy, key, hooks and
                            configuration
    uninstall               Put hooks and configuration back as they were before
                            init
    tour                    Show the whole loop with real commands, on a
                            throw-away clone of this repository
    dispatch                Open a packet and start a worker on it, in a worktree
                            of its own
    adopt                   Open a packet on work that exists already: same
                            gates, review and landing
    status                  Show what needs you, what runs and what waits; or
                            where one packet stands
    list                    List packets, the one touched last first
    show                    Show all about one packet
    log                     Show what the worker of a packet wrote, and its gates
    diff                    Show what a packet changes, with git's own pager and
                            colours
    artifacts               List the files that the worker of a packet left for
                            people, or print one
    wait                    Wait until people are next; exit 6 where the time
                            runs out before
    answer                  Answer what the worker of a packet asked, and have it
                            go on
    steer                   Tell the worker of a packet something
    interrupt               Stop the worker of a packet in order, and hold the
                            packet
    attach                  Open a packet's conversation in its runtime's own
                            program, here
    open                    Open a packet's worktree: a shell in it, or what
                            o8.open names
    resume                  Have a packet go on that was held, is in conflict, or
                            lost its lane
    retry                   Start over a packet that has failed; its attempts
                            count afresh
    cancel                  End a packet without landing it; its work is archived
    edit                    Change what a packet asks for; a worker hears of it
                            with its next attempt
    gate                    Run the gates of a packet here, on what its lane
                            holds now, and sign the results
    inbox                   Show what awaits you, and the commands that do it
    verdict                 Sign a decision on what a packet presents: approve,
                            revise or reject
    merge                   Land an approved packet on its branch
    force                   Move a protected branch past the rule: an owner's
                            signed override, kept for ever
    ledger                  List what was decided, the newest first
    trace                   Show which packet brought a commit or a line, and who
                            judged it
    sync                    Share packets, decisions and protected branches with
                            a remote, both ways
    reconcile               Complete what was cut in half: lanes, landings,
                            closings, worktrees, notes
    verify                  Prove from the objects alone that every move of a
                            protected branch was covered
    policy                  See, change, sign and check the policy
    hooks                   Install, see and remove the hooks of o8
    question                In a lane: ask people something, and wait for the
                            answer
    report                  In a lane: hand over what you found or did, for
                            people to read
    observe                 In a lane: note something about the repository that
                            others should know
    propose                 In a lane: propose work that you came upon and that
                            is not yours
    runtimes                List the agents that work can be sent to, and what is
                            missing for them
    sessions                List the conversations of agents on this machine, the
                            newest first
    config                  List the keys o8.* of git's configuration, their
                            values and where they stand
    doctor                  Look at everything that o8 rests on in this clone,
                            and say what to do
  
    See 'git-o8 help <subcommand>' for detailed help.
  $ git o8 hooks -h
  OVERVIEW: Install, see and remove the hooks of o8
  
  USAGE: git-o8 hooks [-C <dir> ...] [--json] <subcommand>
  
  OPTIONS:
    -C <dir>                Run as if started in this directory
    --json                  Print one JSON document
    --version               Show the version.
    -h, --help              Show help information.
  
  SUBCOMMANDS:
    install                 Put the hooks of o8 in front of yours, or mend them
    status                  Show how each hook stands
    uninstall               Remove the hooks of o8 and put yours back as they were
    ci                      Print the check that a host without hooks is to
                            require before the branch moves
  
    See 'git-o8 help hooks <subcommand>' for detailed help.
  $ git o8 help policy check
  OVERVIEW: Tell whether files say a policy, or whom CODEOWNERS names that nobody
  is
  
  With a policy's text, whether it says one, or the line and column where it does
  not; this needs no repository. Without one, the policy in force is held against
  the CODEOWNERS of the protected branches. Owners that no principal is are named
  with their lines; where policy requires owners and a line names nobody else,
  the exit status is 3.
  
  USAGE: git-o8 policy check [<policy.yml>] [--signers <allowed_signers>] [--codeowners <file>] [-C <dir> ...] [--json]
  
  ARGUMENTS:
    <policy.yml>            The policy's text; by default the one in force
  
  OPTIONS:
    --signers <allowed_signers>
                            The keys of its principals
    --codeowners <file>     A CODEOWNERS file to hold against it
    -C <dir>                Run as if started in this directory
    --json                  Print one JSON document
    --version               Show the version.
    -h, --help              Show help information.
  

A word that is no command is a usage error, with --json too.

  $ git o8 dispatch
  error: Missing expected argument '<title>'
  hint: git o8 help dispatch tells what it takes
  [1]
  $ git o8 --json dispatch
  {"error":{"hint":"git o8 help dispatch tells what it takes","kind":"usage","message":"Missing expected argument '<title>'"}}
  [1]
  $ git o8 help frobnicate
  error: there is no command frobnicate
  hint: git o8 help lists the commands
  [1]
  $ git o8 verdict it revise --finding bad
  error: The value 'bad' is invalid for '--finding <path:line:severity:text>': it is PATH:LINE:SEVERITY:TEXT with note, warning or error for SEVERITY, such as 'src/a.c:12:error:leaks'; line 0 is the whole file
  hint: git o8 help verdict tells what it takes
  [1]
  $ git o8 2>&1 >/dev/null | head -n 2
  OVERVIEW: Keeps the work of coding agents in order, inside the repository it is
  about.
