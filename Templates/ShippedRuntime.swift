/// The manifests of runtimes that come with the program.
public enum ShippedRuntime: String, CaseIterable, Sendable {
  case aider, amp, codebuddy, copilot, crush, cursor, droid, goose, grok, kimi
  case miniSweAgent = "mini-swe-agent"
  case mistralVibe = "mistral-vibe"
  case qwen

  /// What it is called where something is wrong in it.
  public var file: String { "\(rawValue).runtime" }

  public var text: String {
    let bytes =
      switch self {
      case .aider: PackageResources.aider_runtime
      case .amp: PackageResources.amp_runtime
      case .codebuddy: PackageResources.codebuddy_runtime
      case .copilot: PackageResources.copilot_runtime
      case .crush: PackageResources.crush_runtime
      case .cursor: PackageResources.cursor_runtime
      case .droid: PackageResources.droid_runtime
      case .goose: PackageResources.goose_runtime
      case .grok: PackageResources.grok_runtime
      case .kimi: PackageResources.kimi_runtime
      case .miniSweAgent: PackageResources.mini_swe_agent_runtime
      case .mistralVibe: PackageResources.mistral_vibe_runtime
      case .qwen: PackageResources.qwen_runtime
      }
    return String(decoding: bytes, as: UTF8.self)
  }
}
