import Fixtures
import Foundation
import Store
import Support
import Testing

/// The same hook behind every way to push that git has.
@Suite struct Transports {
  private func landing(
    _ scene: ServerScene, _ url: String, _ configuration: [String] = [],
    _ environment: [String: String] = [:], through program: [String] = []
  ) async throws {
    func push(_ specs: [String]) async throws -> (exit: Int32, output: String, error: String) {
      let words =
        program + ["git"] + configuration + ["push", "--atomic", "--no-verify", url] + specs
      return try await scene.repository.program.run(
        words[0], Array(words.dropFirst()), environment: environment)
    }
    let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
    try await scene.land(handed)
    let refused = try await push(["main"])
    #expect(refused.exit != 0)
    #expect(refused.error.contains("remote: error: main may not move"), "\(refused.error)")
    let taken = try await push([ServerScene.everything, "main"])
    #expect(taken.exit == 0, "\(taken.error)")
    #expect(try scene.heldMain() == (try scene.fixture.value()))
  }

  private func script(_ scene: ServerScene, _ name: String, _ body: String) throws -> String {
    let path = scene.repository.scratch + "/" + name
    try Data("#!/bin/sh\n\(body)\n".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  @Test func aLocalPath() async throws {
    try await ServerScene.with { try await landing($0, "file://" + $0.server.directory) }
  }

  /// What ssh does on the other side, without the network between.
  @Test func ssh() async throws {
    try await ServerScene.with { scene in
      let ssh = try script(scene, "ssh", "shift; exec sh -c \"$1\"")
      try await landing(
        scene, "ssh://host" + scene.server.directory, [],
        ["GIT_SSH": ssh, "GIT_SSH_VARIANT": "simple"])
    }
  }

  /// The daemon as inetd would start it, at the end of the client's own pipe.
  @Test func gitDaemon() async throws {
    try await ServerScene.with { scene in
      let proxy = try script(
        scene, "proxy", "exec git daemon --inetd --export-all --enable=receive-pack")
      try await landing(
        scene, "git://host" + scene.server.directory, ["-c", "core.gitProxy=\(proxy)"])
    }
  }

  /// What a web server does with `git http-backend`, for as long as one push takes.
  @Test(.enabled(if: python != nil, "no python3 is here to serve HTTP"))
  func http() async throws {
    try await ServerScene.with { scene in
      let server = try script(scene, "web-server", Self.webServer)
      try await landing(
        scene, "http://HOST/server.git", [], [:],
        through: [try #require(Self.python), server, scene.repository.scratch])
    }
  }

  private static let python = (ProcessInfo.processInfo.environment["PATH"] ?? "")
    .split(separator: ":").map { $0 + "/python3" }
    .first(where: FileManager.default.isExecutableFile)

  private static let webServer = """
    import http.server, os, subprocess, sys, threading
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"
        def answer(self):
            path, _, query = self.path.partition("?")
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            environment = dict(os.environ, GIT_PROJECT_ROOT=sys.argv[1], GIT_HTTP_EXPORT_ALL="1",
                REMOTE_USER="ann", REMOTE_ADDR="127.0.0.1", PATH_INFO=path, QUERY_STRING=query,
                REQUEST_METHOD=self.command, CONTENT_LENGTH=str(len(body)),
                CONTENT_TYPE=self.headers.get("Content-Type") or "",
                HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding") or "")
            said = subprocess.run(["git", "http-backend"], input=body, env=environment,
                stdout=subprocess.PIPE).stdout
            head, _, rest = said.partition(b"\\r\\n\\r\\n")
            fields = [line.split(": ", 1) for line in head.decode().split("\\r\\n") if line]
            status = [value for name, value in fields if name == "Status"]
            self.send_response(int(status[0].split()[0]) if status else 200)
            for name, value in fields:
                if name != "Status":
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(rest)
        do_GET = do_POST = answer
        def log_message(self, *words):
            pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = "127.0.0.1:%d" % server.server_address[1]
    words = [word.replace("HOST", host) for word in sys.argv[2:]]
    sys.exit(subprocess.run(words).returncode)
    """
}
