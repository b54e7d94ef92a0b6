extension Program {
  /// What every program that the current task starts finds in its environment besides, so that
  /// it can be told from others when this process is gone.
  @TaskLocal public static var marks: [String: String?] = [:]
}
