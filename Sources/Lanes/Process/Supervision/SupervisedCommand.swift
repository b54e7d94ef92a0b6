internal import Dispatch
public import Runtimes

/// One command of a worker's or a gate's, with all that bounds it.
public struct SupervisedCommand: Sendable {
  /// A name to be found on the `PATH` of `environment`, or a path, relative to `directory`.
  public var executable: String
  public var arguments: [String]
  /// Complete: nothing of ours is added but the run's mark.
  public var environment: [String: String]
  public var directory: String
  /// Written to standard input; nil for `/dev/null`.
  public var input: [UInt8]?
  /// What is said to it while it works, in place of `input`.
  public var dialogue: (any Dialogue)?
  /// How it is asked to end its turn.
  public var interruption = InterruptPlan.signal
  public var outputs: LaunchPlan.Outputs
  public var limits: RunLimits
  /// Whether it waits for people, so that its silence says nothing.
  public var patience = Patience()
  /// Whatever runs in this directory afterwards and belongs to nobody is ended too.
  public var swept: String?
  /// A lock's descriptor that is held until nothing of this run is left, so that a free lock
  /// proves that. The command does not get it.
  public var heldLock: Int32?
  /// What it may see and change; nil for all that its user may.
  public var cage: Cage?

  public init(
    _ executable: String, _ arguments: [String] = [], environment: [String: String],
    directory: String
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
    self.input = nil
    self.outputs = .together
    self.limits = RunLimits()
  }

  /// A runtime's plan in a worktree, in the scrubbed form of the environment `present`.
  public init(_ plan: LaunchPlan, in directory: String, from present: [String: String]) {
    self.init(
      plan.executable, plan.arguments,
      environment: WorkerEnvironment.scrubbed(
        from: present, letThrough: plan.letThrough, adding: plan.environment),
      directory: directory)
    self.input = plan.input
    self.outputs = plan.outputs
    self.dialogue = plan.dialogue
    self.swept = directory
  }

  /// Runs it in a session of its own until it and all it left behind have ended.
  ///
  /// Cancelling the task stops it as `.shutdown`. The output that was written before the end is
  /// complete in `sink`, whoever still holds the pipe.
  ///
  /// - Parameter steering: what reaches the command while it works, where it has a dialogue.
  public func run(
    into sink: any OutputSink, stop: StopSwitch = StopSwitch(),
    steering: SteeringQueue = SteeringQueue()
  ) async throws(LaunchFailure) -> ProcessEnd {
    let command = self
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // A queue of its own is a thread of its own: the loop blocks in `poll`.
        DispatchQueue(label: "o8.supervision").async {
          continuation.resume(
            returning: Result { () throws(LaunchFailure) in
              try Supervision.run(command, into: sink, stop: stop, steering: steering)
            })
        }
      }
    } onCancel: {
      stop.request(.shutdown)
    }
    return try result.get()
  }
}

/// How long a command may take, and how much.
public struct RunLimits: Hashable, Sendable {
  /// From the start; nil for no limit.
  public var timeSeconds: Int?
  /// Without any output; nil for no limit. Every agent CLI can go silent for good.
  public var silenceSeconds: Int?
  /// The same for the first of it: a program that asks something on a screen which nobody sees
  /// never writes any.
  public var firstOutputSeconds: Int?
  public var graces = StopGraces()
  /// What it may take of the machine meanwhile.
  public var resources = ResourceLimits()

  public init(
    timeSeconds: Int? = nil, silenceSeconds: Int? = nil, firstOutputSeconds: Int? = nil
  ) {
    self.timeSeconds = timeSeconds
    self.silenceSeconds = silenceSeconds
    self.firstOutputSeconds = firstOutputSeconds
  }
}
