import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Makes databases with the system's SQLite, like those of agent CLIs.
public enum TestDatabase {
  private typealias Open =
    @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<OpaquePointer?>) -> Int32
  private typealias Execute =
    @convention(c) (
      OpaquePointer?, UnsafePointer<CChar>, UnsafeRawPointer?, UnsafeRawPointer?, UnsafeRawPointer?
    ) -> Int32
  private typealias Close = @convention(c) (OpaquePointer?) -> Int32

  /// Carries out `statements` on the database at `path`, which is made where it is not there.
  public static func make(_ path: String, _ statements: String...) throws {
    var handle: OpaquePointer?
    #expect(try call("open", Open.self)(path, &handle) == 0)
    let execute = try call("exec", Execute.self)
    for statement in statements {
      #expect(execute(handle, statement, nil, nil, nil) == 0, "\(statement)")
    }
    #expect(try call("close", Close.self)(handle) == 0)
  }

  private static func call<Function>(_ name: String, _ type: Function.Type) throws -> Function {
    #if os(macOS)
      let library = dlopen("/usr/lib/libsqlite3.dylib", RTLD_NOW)
    #else
      let library = dlopen("libsqlite3.so.0", RTLD_NOW)
    #endif
    return unsafeBitCast(try #require(dlsym(library, "sqlite3_\(name)")), to: type)
  }

  /// The tables of opencode that are read, with one conversation and one of a helper's.
  public static let opencode = """
    PRAGMA journal_mode = WAL;
    CREATE TABLE session (id TEXT PRIMARY KEY, project_id TEXT NOT NULL, parent_id TEXT,
      slug TEXT NOT NULL, directory TEXT NOT NULL, title TEXT NOT NULL, version TEXT NOT NULL,
      time_created INTEGER NOT NULL, time_updated INTEGER NOT NULL);
    CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT NOT NULL,
      time_created INTEGER NOT NULL, time_updated INTEGER NOT NULL, data TEXT NOT NULL);
    CREATE TABLE part (id TEXT PRIMARY KEY, message_id TEXT NOT NULL, session_id TEXT NOT NULL,
      time_created INTEGER NOT NULL, time_updated INTEGER NOT NULL, data TEXT NOT NULL);
    INSERT INTO session VALUES
      ('ses_1', 'p', NULL, 's', '/work/a', 'Fix '||char(27)||'[2J it', '1', 1795000000000, 1795000060000),
      ('ses_2', 'p', NULL, 's', '/work/b', 'Newer', '1', 1795000000000, 1795000090000),
      ('ses_3', 'p', 'ses_1', 's', '/work/a', 'Helper', '1', 1795000000000, 1795000099000);
    INSERT INTO message VALUES
      ('msg_2', 'ses_1', 1795000002000, 0, '{"role":"assistant","modelID":"m",
        "error":{"name":"APIError","data":{"message":"Too Many Requests","statusCode":429}}}'),
      ('msg_1', 'ses_1', 1795000001000, 0, '{"role":"user"}'),
      ('msg_9', 'ses_2', 1795000001000, 0, '{"role":"user"}');
    INSERT INTO part VALUES
      ('prt_1', 'msg_1', 'ses_1', 1795000001000, 0, '{"type":"text","text":"Why?"}'),
      ('prt_2', 'msg_1', 'ses_1', 1795000001001, 0, '{"type":"text","synthetic":true,"text":"a file"}'),
      ('prt_3', 'msg_2', 'ses_1', 1795000002000, 0, '{"type":"tool","callID":"c1","tool":"bash",
        "state":{"status":"completed","input":{"command":"ls"},"output":"a.txt"}}'),
      ('prt_4', 'msg_2', 'ses_1', 1795000003000, 0, '{"type":"text","text":"Because."}'),
      ('prt_5', 'msg_2', 'ses_1', 1795000003000, 0, '{"type":"patch","files":["/work/a/a.txt"]}'),
      ('prt_6', 'msg_2', 'ses_1', 1795000004000, 0, '{"type":"step-finish","reason":"stop",
        "cost":0.5,"tokens":{"input":10,"output":2,"cache":{"read":5,"write":0}}}'),
      ('prt_9', 'msg_9', 'ses_2', 1795000001000, 0, '{"type":"text","text":"Other"}');
    """

  /// goose's, in the form of now.
  public static let goose = """
    CREATE TABLE sessions (id TEXT PRIMARY KEY, name TEXT NOT NULL DEFAULT '',
      description TEXT NOT NULL DEFAULT '', session_type TEXT NOT NULL DEFAULT 'user',
      working_dir TEXT NOT NULL, created_at TIMESTAMP, updated_at TIMESTAMP);
    CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL,
      role TEXT NOT NULL, content_json TEXT NOT NULL, created_timestamp INTEGER NOT NULL);
    INSERT INTO sessions VALUES
      ('20260301_1', 'Greeting', '', 'user', '/work/a', '', '2026-03-01 09:01:05'),
      ('20260301_2', '0f0e0d0c-0b0a-4908-8706-050403020100', '', 'user', '/work/b', '', '2026-03-01 08:00:00'),
      ('20260301_3', 'Part', '', 'sub_agent', '/work/b', '', '2026-03-01 10:00:00');
    INSERT INTO messages (session_id, role, content_json, created_timestamp) VALUES
      ('20260301_1', 'user', '[{"type":"text","text":"Hello"}]', 1772355600),
      ('20260301_1', 'assistant', '[{"type":"thinking","thinking":"hm"},{"type":"text","text":"Hi."},
        {"type":"toolRequest","id":"t1","toolCall":{"status":"success",
         "value":{"name":"shell","arguments":{"command":"ls"}}}}]', 1772355601),
      ('20260301_1', 'user', '[{"type":"toolResponse","id":"t1","toolResult":{"status":"success",
        "value":{"content":[{"type":"text","text":"a.txt"}]}}}]', 1772355602),
      ('20260301_1', 'user', '[{"type":"toolResponse","id":"t2","toolResult":{"status":"error",
        "error":"no such tool"}}]', 1772355603);
    """
}
