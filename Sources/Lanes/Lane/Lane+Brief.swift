import Git
import Model
import Runtimes
import Trust

extension Lane {
  /// What there is to tell the worker of an attempt.
  func brief(
    _ number: Int, _ reason: AttemptReason, worker: PrincipalName, lane: ReferenceName,
    base: ObjectID, in conversation: SessionID?, of runtime: any Runtime
  ) async throws -> LaneBrief {
    let story = LaneStory(of: packet, in: governed.repository)
    if reason == .replay {
      // Word for word what the first one was told.
      return LaneBrief(
        packet: packet, number: 1, reason: reason, worker: worker, lane: lane, base: base,
        prompt: try story.prompt(), gates: policy.gates, messages: [], isContinued: false)
    }
    // A command that knows nothing of conversations loses none either.
    let isHandedOver =
      number > 1 && conversation == nil && runtime.capabilities.contains(.resume)
    return LaneBrief(
      packet: packet, number: number, reason: reason, worker: worker, lane: lane, base: base,
      prompt: try story.prompt(), gates: policy.gates, before: packet.attempts.last?.end,
      report: try story.report(), revision: story.revision(), messages: packet.messages,
      // A summary of what was asked for is not what was asked for.
      isContinued: conversation != nil && reason != .compaction,
      standing: isHandedOver ? try await standing(on: lane, since: base) : nil)
  }

  /// The change that stands on a lane's branch already, as git shows it; nil where there is none.
  private func standing(on lane: ReferenceName, since base: ObjectID) async throws -> String? {
    guard let head = try governed.repository.target(of: lane), head != base else { return nil }
    let words = ["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--merge-base"]
    let shown: String
    do throws(GitError) {
      shown = try await location.git(words + [base.hex, head.hex], limit: Self.changeBytes).text
    } catch {
      shown = try await location.git(
        words + ["--stat=100", "--stat-count=200", base.hex, head.hex], limit: Self.changeBytes
      ).text
    }
    return shown.isEmpty ? nil : shown
  }

  /// A larger change is told file by file: who takes over can read it in the worktree.
  private static let changeBytes = 48 * 1024
}
