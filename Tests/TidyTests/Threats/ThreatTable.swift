extension Threat {
  static let table = moves + evidence + deceptions + records + politics

  private static let moves = [
    Threat(
      1, "a fast-forward by hand",
      local: ["HookedMerges.withoutTheEarlyHookTheTransactionStillRefuses"],
      server: ["PushedMoves.onlyTheApprovedResultMovesTheBranch"],
      verify: ["Verifications.aBreachIsNamedAndTheRestIsStillProved"]),
    Threat(
      2, "a merge by hand, with and without --no-verify",
      local: [
        "HookedMerges.anUnreviewedMergeIsRefusedWithTheWayOut",
        "HookedMerges.withoutTheEarlyHookTheTransactionStillRefuses",
      ],
      server: ["PushedMoves.onlyTheApprovedResultMovesTheBranch"],
      verify: ["BreachTests.aMergeAroundTheRuleIsReviewedAsTheMergeItIs"]),
    Threat(
      3, "reset, branch -f, update-ref, checkout -B, worktree add -B",
      local: ["HookedMerges.nothingMovesMainPastTheHooks", "RefusedMoveRemains.theWayBackIsSaid"],
      server: ["PushedMoves.onlyTheApprovedResultMovesTheBranch"]),
    Threat(
      4, "commit --no-verify, rebase, revert, fetch and push onto main",
      local: [
        "HookedMerges.aCommitOnMainIsRefusedAndItsWorkIsKept",
        "HookedMerges.nothingMovesMainPastTheHooks", "RefusedMoveRemains.theWayBackIsSaid",
        "MovingTests.committing", "MovingTests.rewriting", "MovingTests.transferring",
      ],
      server: [
        "PushedCommits.noneOfThemIsAWayIn", "PushedMoves.onlyTheApprovedResultMovesTheBranch",
      ]),
    Threat(
      5, "branch -C over main, which asks no hook",
      server: ["Bypasses.areFoundByStatusAndVerifyAndTakenByNoServer"],
      verify: [
        "Bypasses.areFoundByStatusAndVerifyAndTakenByNoServer",
        "BreachTests.whatMovedIsRecordedOnceAndTheWaysBackAreNamed",
      ]),
    Threat(
      6, "branch -M over main, which loses the other branch",
      local: ["HookedMerges.aBranchThatWasToBecomeMainCanBeBroughtBack"]),
    Threat(
      7, "main made a symbolic reference",
      server: ["PushedMoves.aBranchThatIsAnothersNameIsNoWayRound"],
      verify: ["Bypasses.areFoundByStatusAndVerifyAndTakenByNoServer", "DoctorTests.names"]),
    Threat(
      8, "hooks switched off, removed, replaced or not executable",
      local: [
        "HookGlanceTests.ledElsewhere", "HookGlanceTests.damaged", "TamperTests.refused",
        "DoctorTests.names",
      ],
      server: ["Bypasses.areFoundByStatusAndVerifyAndTakenByNoServer"],
      verify: ["Bypasses.areFoundByStatusAndVerifyAndTakenByNoServer"]),
    Threat(
      9, "the reference's file, packed-refs or a library",
      server: ["Bypasses.areFoundByStatusAndVerifyAndTakenByNoServer"],
      verify: ["Bypasses.areFoundByStatusAndVerifyAndTakenByNoServer"]),
  ]

  private static let evidence = [
    Threat(
      10, "another commit than the approved one",
      local: [
        "HookedMerges.whatIsNewOnAnApprovedLaneIsNotSaidToHaveLanded", "MergeTests.newCommit",
      ],
      server: ["PushedMoves.onlyTheApprovedResultMovesTheBranch"],
      verify: ["Rulings.aNewCommitVoidsTheVerdict"]),
    Threat(
      11, "a verdict replayed on another range",
      server: ["PushedMoves.twoLandingsFromOneBaseDoNotBothPass"]),
    Threat(
      12, "a verdict replayed on another branch",
      server: ["PushedFalseEvidence.isRefusedByTheServer"]),
    Threat(
      13, "a verdict replayed in another repository",
      server: ["PushedFalseEvidence.isRefusedByTheServer"]),
    Threat(
      14, "a packet that lands again after its revert",
      server: ["PushedFalseEvidence.isRefusedByTheServer"], verify: ["Rulings.aPacketLandsOnce"]),
    Threat(
      15, "a verdict that is unsigned or signed by a stranger",
      server: ["PushedFalseEvidence.isRefusedByTheServer"],
      verify: ["Rulings.aForgedSignatureAndAStrangersVerdictAreNone"]),
    Threat(
      16, "a key that was withdrawn, a role that is not held",
      server: ["PushedFalseEvidence.isRefusedByTheServer"]),
    Threat(
      17, "a policy that has expired",
      local: ["HookedPulls.anExpiredPolicyFreezesTheBranch"],
      server: [
        "PushedFalseEvidence.isRefusedByTheServer",
        "PushedPolicies.anExpiredPolicyFreezesBranchesAndNotItsRenewal",
      ]),
    Threat(
      18, "approving one's own work, one human in two seats",
      server: [
        "PushedFalseEvidence.isRefusedByTheServer",
        "PushedApprovals.aChangeLandsWithTheApprovalOfAnOwnerOfEveryPath",
        "PushedApprovals.reviewersLandWhatPolicyGrantsThemAndNothingElse",
        "PushedApprovals.aTierThatTheWorkerClaimsLetsNothingIn",
      ],
      verify: ["Rulings.theWorkerOfAPacketDoesNotApproveIt"],
      open: "author names of commits can be forged: only two humans' keys tell them apart"),
    Threat(
      19, "a reviewer's key that comes with the push",
      server: [
        "PushedPolicies.aPolicyThatAStrangerSignedIsRefusedWithAllThatRestsOnIt",
        "PushedApprovals.aGrantThatComesWithThePushIsNoneUnlessOwnersSignedIt",
      ],
      verify: ["PolicyChainTests.aChangeNeedsEnoughOwnersOfThePolicyBefore"]),
    Threat(
      20, "a merge whose result is not what was judged",
      server: ["PushedMoves.onlyTheApprovedResultMovesTheBranch"]),
    Threat(
      29, "a submodule that moves unseen",
      server: ["PushedFalseEvidence.isRefusedByTheServer"]),
    Threat(
      30, "attributes, filters and CI files that nobody looked at",
      server: ["PushedFalseEvidence.isRefusedByTheServer"]),
    Threat(
      45, "two landings at once from one base",
      local: ["MergeTests.atOnce"],
      server: ["PushedMoves.twoLandingsFromOneBaseDoNotBothPass"],
      verify: ["OperatorsTests.ofTwoLandingsFromOneBaseOneIsDisplacedAndLandsAgain"]),
    Threat(
      50, "a gate's run that nobody ran",
      server: ["PushedFalseEvidence.isRefusedByTheServer"],
      verify: ["Rulings.aRedOrForgedGateIsNoGate"],
      open: "no server runs gates again: who holds a gate's key is believed"),
    Threat(
      53, "a base that is not on the branch's own chain",
      server: ["PushedMoves.onlyTheApprovedResultMovesTheBranch"],
      verify: ["Rulings.aHeadMayNotBringAnotherPacketsLandingAlong"]),
    Threat(
      57, "an approval against a newer or hidden reject",
      server: ["PushedFalseEvidence.isRefusedByTheServer"],
      verify: ["LandingStatuses.anObjectionThatTheLandingHadNotSeenIsAFlag"]),
    Threat(
      58, "verdicts and overrides of before a rewind",
      server: ["PushedMoves.ownersMayForceWhatNothingCovers"],
      verify: ["ForcedMoves.aRewindNeedsAnOwnerAndBeginsAnEpochThatRevivesNothing"]),
    Threat(
      59, "an approval carried over what was touched meanwhile",
      local: ["MergeTests.overlap"],
      server: [
        "CarriedPushes.carryOnlyWhatNobodyTouched",
        "CarriedPushes.carryNothingWherePolicySaysNever",
        "PushedMoves.twoLandingsFromOneBaseDoNotBothPass",
      ]),
  ]

  private static let deceptions = [
    Threat(
      21, "replaced objects",
      local: ["TamperTests.refused"],
      server: ["PushedNamesAndCollisions.namesThatNobodySharesAreRefused"],
      verify: ["Bypasses.replacedObjectsAreJudgedAsTheyAre", "CutHistoryTests.covered"]),
    Threat(
      22, "grafts and shallow history",
      verify: [
        "Bypasses.historyThatIsCutOffIsNoProof", "CutHistoryTests.covered",
        "CutHistoryTests.endsBefore", "CutHistoryTests.reachesTheCheckpoint",
      ]),
    Threat(
      23, "branches that case alone tells apart",
      server: [
        "PushedNamesAndCollisions.branchesThatCaseAloneTellsApartAreRefused",
        "PushedMoves.onlyTheApprovedResultMovesTheBranch",
      ]),
    Threat(
      24, "a tag where the branch's commit belongs",
      server: ["PushedMoves.onlyTheApprovedResultMovesTheBranch"]),
    Threat(
      25, "other references called main", local: ["DoctorTests.namesAll"],
      server: ["Bypasses.anotherReferenceOfTheBranchsNameIsNoBranch"],
      verify: ["Bypasses.anotherReferenceOfTheBranchsNameIsNoBranch"]),
    Threat(
      31, "a worker that changes hooks, configuration or the program",
      local: ["TamperTests.refused", "CageAttackTests.repository"]),
    Threat(
      32, "a worker that signs with its operator's key",
      local: [
        "CageAttackTests.agent", "CageAttackTests.reading",
        "SignatureTests.aSignatureForAnotherPurposeIsRefused",
      ]),
    Threat(
      33, "git's own settings of who is believed",
      server: ["PushedForgeries.whatGitTakesForAGoodSignatureIsNone"]),
    Threat(
      34, "one signed event in several commits",
      server: [
        "PushedForgeries.anotherHeaderIsAnotherCommit",
        "PushedForgeries.aVerdictInTwoCommitsFillsOneSeat",
      ]),
    Threat(
      35, "paths that leave the tree or follow links",
      local: ["CageAttackTests.links"],
      server: ["ServerHooks.malformedObjectsAreRefusedByGit"]),
    Threat(
      36, "control and bidirectional characters in what is shown",
      local: ["HostileTextTests.whatOthersPushedIsShownHarmlessly"]),
    Threat(
      37, "names that are paths or options",
      server: ["PushedNamesAndCollisions.namesThatNobodySharesAreRefused"]),
    Threat(
      41, "a collision of SHA-1",
      server: [
        "Collisions.whatIsSignedNamesFilesBySHA256",
        "Collisions.whatWasSwappedAtAServerLetsNothingIn",
      ],
      verify: ["Collisions.anObjectInTheOthersPlaceProvesNothing"],
      open: "no two git objects of one id are known to anybody: the known pair is none under git's "
        + "header"),
    Threat(
      46, "a remote that shows an old state",
      verify: [
        "FrozenRemoteTests.takesNothingFromACloneThatSawMore", "FrozenRemoteTests.age",
        "GovernedRepositoryTests.aCloneDoesNotGoBackBehindTheLedgerItHasSeen",
        "OperatorsTests.aRemoteThatForgetsAPolicyIsNotFollowed",
      ],
      open: "a clone that never saw more is told the age of what it sees, and no more"),
    Threat(
      47, "a forge's merge button, where no hook runs",
      verify: ["CICheckTests.shell"],
      open: "the forge's own rule that requires the check is outside of what a test can reach"),
    Threat(
      55, "a worker's code in gates and set-up, outside of its cage",
      local: ["CageAttackTests.gate", "CageAttackTests.reading", "TamperTests.gate"]),
  ]

  private static let records = [
    Threat(
      27, "evidence that goes back or away",
      local: ["GovernedRepositoryTests.aCloneDoesNotGoBackBehindTheLedgerItHasSeen"],
      server: [
        "PushedChains.theLedgerOnlyGrowsAndOnlyByWhatItMayHold",
        "PushedChains.headsOnlyGrowAndHintsGoForward",
      ]),
    Threat(
      38, "data that is too large, too deep or too far ahead",
      local: [
        "PushedBadData.isInertAndReportedByASync", "QuarantineTests.aTooLargeEventIsSetApart",
      ],
      server: [
        "PushedChains.aPacketThatIsNotWhatItMustBeIsRefusedByName",
        "PushedChains.theLedgerOnlyGrowsAndOnlyByWhatItMayHold",
        "PushedBadData.isRefusedInOneLineThatNamesIt",
      ]),
    Threat(
      39, "a name that stands in the way of another",
      local: ["ObstacleTests.atTheRemote", "ObstacleTests.here"],
      server: ["PushedNamesAndCollisions.namesThatNobodySharesAreRefused"]),
    Threat(
      40, "a lock that a killed process left",
      local: [
        "DamageTests.ledgerLocked", "DamageTests.branchLocked", "DamageTests.ownLocks",
        "DoctorTests.locks",
      ],
      server: ["PushedForgeries.aLockThatIsLeftStopsAllOfAPushOrNothing"]),
    Threat(
      44, "a landing recorded and not made, or made and not recorded",
      local: ["CrashTests.completed"],
      server: ["PushedChains.aPacketGoesOnlyWhenItIsClosedAndAllOfItIsKept"],
      verify: ["LandingStatuses.aLandingIsPendingThenConfirmedAndClosesThePacket"]),
    Threat(
      48, "a signed event in another commit",
      server: ["PushedChains.aPacketThatIsNotWhatItMustBeIsRefusedByName"],
      verify: ["FuzzedChains.aFileUnderAnotherSpellingIsNotHidden"]),
    Threat(
      49, "a join that says something",
      local: ["JoiningTests.aJoinIsRebuiltAndAnythingLikeItRefused"],
      server: ["PushedChains.theLedgerOnlyGrowsAndOnlyByWhatItMayHold"]),
    Threat(
      54, "a packet deleted with what its closer never saw",
      server: ["PushedChains.aPacketGoesOnlyWhenItIsClosedAndAllOfItIsKept"]),
    Threat(
      56, "a claim on somebody else's commit",
      server: ["PushedChains.aPacketGoesOnlyWhenItIsClosedAndAllOfItIsKept"],
      verify: ["LandingStatuses.aClaimOnSomebodyElsesCommitIsVoid"]),
    Threat(
      60, "a copy of a signed event without its signature",
      server: ["PushedForgeries.aCopyWithoutItsSignatureHidesNothing"]),
  ]

  private static let politics = [
    Threat(
      26, "a push that takes main back",
      server: [
        "PushedMoves.onlyTheApprovedResultMovesTheBranch",
        "PushedMoves.ownersMayForceWhatNothingCovers",
      ],
      verify: ["Verifications.aBranchThatWentBackOrAPolicyThatDoesIsAProblem"]),
    Threat(
      28, "half of a push",
      server: ["PushedMoves.onlyTheApprovedResultMovesTheBranch"]),
    Threat(
      42, "no policy taken for a beginning",
      local: ["HookedPulls.withoutThePolicyNothingMovesButUpkeep"],
      server: ["PushedPolicies.aServerWithoutAPolicyTakesInNothingElse"]),
    Threat(
      43, "a hook whose program is missing",
      local: ["RefusedMoveRemains.withoutTheProgramOnlyWhatMovesIsStopped"],
      server: ["ServerHooks.withoutTheProgramOrTheIdNothingIsLetIn"]),
    Threat(
      51, "a branch made anew, another root of policy",
      server: [
        "PushedMoves.onlyTheApprovedResultMovesTheBranch",
        "PushedPolicies.aPolicyIsOnlyEverContinued",
        "PushedPolicies.aServerTakesInNoOtherRepository",
      ],
      verify: ["Verifications.theIdOfTheRepositoryMustBeTheOneThatIsExpected"]),
    Threat(
      52, "an entry dated back to a policy of before",
      server: [
        "PushedFalseEvidence.isRefusedByTheServer", "PushedPolicies.aPolicyIsOnlyEverContinued",
      ],
      verify: ["PoliciesInForce.aPolicyWhoseTipsGoBackDoesNotCount"]),
  ]
}
