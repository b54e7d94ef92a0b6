#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What a cage hides, and what of it is shown again.
///
/// Paths are without links: bubblewrap mounts at the places themselves.
struct HiddenPlaces: Hashable, Sendable {
  /// Directories that are empty in a cage, none below another.
  private let empty: [String]
  /// All directories that are to be hidden, those in others included.
  private let hidden: Set<String>
  /// Files that cannot be read there.
  private let veiled: [String]
  private let shownAnyway: [ShownPlace]

  /// - `always`: the directories that no cage shows, whoever's they are.
  init(_ world: CageWorld, always: [String] = HiddenPlaces.always) {
    let environment = world.environment
    let home = environment["HOME"].flatMap { Self.real($0) }
    var wanted = always.compactMap { Self.real($0) }
    wanted += (Self.userFolders.compactMap { environment[$0] } + world.others)
      .filter { $0.hasPrefix("/") }.compactMap { Self.real($0) }
    if let home {
      wanted += home == "/" ? Self.secretsOfHome.compactMap { Self.real("/\($0)") } : [home]
    }
    let secrets = (world.secrets + Self.sockets(in: environment) + Self.secretFiles)
      .compactMap { Self.real($0) }
    wanted += secrets.filter(Self.isDirectory)
    hidden = Set(wanted.filter { $0 != "/" && Self.isDirectory($0) })
    empty = Self.outermost(hidden)
    veiled = Set(secrets).filter { !Self.isDirectory($0) }.sorted()
    shownAnyway = Self.tools(environment, home: home) + world.shown
  }

  /// The mounts that come first.
  var before: [Cage.Mount] { empty.map { .empty($0) } }

  /// What is shown of the hidden: programs, what the user allows, what is needed, in this order;
  /// and at last what is shown to nobody.
  func shown(_ needs: [ShownPlace]) -> [Cage.Mount] {
    let places = (Self.systemFiles.map { ShownPlace($0, .reading) } + shownAnyway + needs)
      .compactMap { place in Self.real(place.path).map { ShownPlace($0, place.access) } }
    let opened = places.filter { place in
      // The way to a hidden place would show all of it.
      !hidden.contains { Self.is($0, within: place.path) }
        && (place.access == .writing || isHidden(place.path))
    }
    let mounts: [Cage.Mount] = opened.map {
      $0.access == .reading ? .reading($0.path, at: $0.path) : .writing($0.path, at: $0.path)
    }
    let stillSeen = veiled.filter { file in
      !isHidden(file) || opened.contains { Self.is(file, within: $0.path) }
    }
    return mounts + stillSeen.map { .veiled($0) }
  }

  func isHidden(_ path: String) -> Bool {
    Self.is(path, within: Self.sharedMemory) || empty.contains { Self.is(path, within: $0) }
  }

  /// A cage has a `/dev` of its own.
  private static let sharedMemory = "/dev/shm"

  static func `is`(_ path: String, within directory: String) -> Bool {
    path == directory || path.hasPrefix(directory == "/" ? "/" : directory + "/")
  }

  /// The path without links; nil where nothing is there.
  static func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Those that no other of them holds, the shortest first.
  private static func outermost(_ paths: Set<String>) -> [String] {
    var kept: [String] = []
    for path in paths.sorted(by: { ($0.utf8.count, $0) < ($1.utf8.count, $1) })
    where !kept.contains(where: { Self.is(path, within: $0) }) {
      kept.append(path)
    }
    return kept
  }
}

extension HiddenPlaces {
  /// Other people's homes, and where sockets of services and of agents are made.
  static let always = ["/tmp", "/var/tmp", "/run", "/home", "/root"]

  /// Where programs keep what is a user's own, if that is not in the home.
  private static let userFolders = [
    "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR",
    "TMPDIR",
  ]

  /// What is hidden of a home that is the whole file system, as in some containers.
  private static let secretsOfHome = [
    ".ssh", ".gnupg", ".aws", ".azure", ".config", ".docker", ".kube", ".netrc", ".npmrc",
    ".pypirc", ".git-credentials",
  ]

  /// Read by root alone, which a worker of root's is by name; and services' sockets outside
  /// of `/run`.
  private static let secretFiles = [
    "/etc/shadow", "/etc/gshadow", "/etc/shadow-", "/etc/gshadow-", "/etc/sudoers.d",
    "/etc/ssh/ssh_host_ed25519_key", "/etc/ssh/ssh_host_ecdsa_key", "/etc/ssh/ssh_host_rsa_key",
    "/var/lib/docker", "/var/lib/lxd", "/var/lib/incus", "/var/lib/containerd",
  ]

  /// Parts of `/run` that programs cannot do without.
  private static let systemFiles = [
    "/etc/resolv.conf", "/run/current-system", "/run/opengl-driver", "/run/booted-system",
  ]

  /// The sockets that the environment names: agents, buses, displays, container engines.
  private static func sockets(in environment: [String: String]) -> [String] {
    let names = [
      "SSH_AUTH_SOCK", "SSH_AGENT_SOCK", "GPG_AGENT_INFO", "DBUS_SESSION_BUS_ADDRESS",
      "DBUS_SYSTEM_BUS_ADDRESS", "DOCKER_HOST", "CONTAINER_HOST", "PODMAN_HOST", "XAUTHORITY",
      "NIX_REMOTE", "PULSE_SERVER", "WAYLAND_DISPLAY",
    ]
    return names.compactMap { environment[$0] }.compactMap { value in
      // `unix:path=/run/…,guid=…`, `unix:///run/…`, `/home/ann/.gnupg/S.gpg-agent:0:1`.
      guard let slash = value.firstIndex(of: "/") else { return nil }
      let path = value[slash...].prefix { $0 != "," && $0 != ":" && $0 != ";" }
      return "/" + path.drop { $0 == "/" }
    }
  }

  /// Programs that users install below their homes: what PATH names, and where the tools that it
  /// leads to have their parts.
  private static func tools(
    _ environment: [String: String], home: String?
  ) -> [ShownPlace] {
    let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let named = [
      "JAVA_HOME", "GOROOT", "RUSTUP_HOME", "NVM_DIR", "PYENV_ROOT", "VIRTUAL_ENV", "SDKROOT",
      "DEVELOPER_DIR",
    ].compactMap { environment[$0] }
    let usual = [
      ".rustup", ".nvm", ".pyenv", ".rbenv", ".sdkman", ".asdf", ".volta", ".bun/bin",
      ".deno/bin", ".swiftly", ".local/share/swiftly", ".local/share/mise", ".local/share/uv",
      ".local/bin", ".local/lib", "go/bin", "sdk",
    ]
    let below = home.map { home in usual.map { "\(home)/\($0)" } } ?? []
    return (path + named + below).filter { $0.hasPrefix("/") }.map { ShownPlace($0, .reading) }
  }
}
