import Model
import Testing

@testable import Runtimes

@Suite struct ManifestTests {
  private let session = SessionID("s-1")!

  private func read(_ text: String) throws(ManifestFault) -> RuntimeManifest {
    try RuntimeManifest(reading: text, file: "mine.runtime")
  }

  private func request(_ prompt: String = "Do it", model: String? = nil) -> LaunchRequest {
    LaunchRequest(
      packet: .emptyTree, base: .emptyTree, attempt: 1, prompt: prompt,
      promptFile: "/lane/prompt.md", outbox: "/lane/outbox", artifacts: "/lane/artifacts",
      directory: "/work", model: model, session: session)
  }

  private func runtime(_ text: String) throws -> ManifestRuntime {
    ManifestRuntime(try read(text), RuntimeSurroundings(environment: ["HOME": "/home/ann"]))
  }

  private let whole = """
    # A remark.
    name = mine
    program = mine-cli
    launch = run --session {session} --model {model} -C {directory}
    launch = "say \\"it\\"" {prompt}
    resume = resume {session} {prompt}
    attach = open -C {directory} {session}
    terminal = talk --session {session} --model {model} {prompt}
    session = chosen
    login.variables = MINE_KEY
    login.files = ~/.mine/auth.json
    environment = MINE_UPDATE=0 "MINE_NAME=a b"
    pass = MINE_URL
    reads = ~/.mine/settings.json
    writes = ~/.mine/sessions ~/.mine/kept/
    owns = ~/.mine/talks/ ~/.mine/chats
    failure.rate_limit = "^rate limited" "too many requests"
    model.light = small
    """

  @Test func `a manifest plans a launch and a resume`() throws {
    let runtime = try runtime(whole)
    let plan = try runtime.launch(request(model: "big"))
    #expect(plan.executable == "mine-cli")
    #expect(
      plan.arguments == [
        "run", "--session", "s-1", "--model", "big", "-C", "/work", #"say "it""#, "Do it",
      ])
    #expect(plan.session == session)
    #expect(plan.environment["MINE_NAME"] == "a b")
    #expect(plan.environment["O8_ATTEMPT"] == "1")
    #expect(plan.letThrough == ["MINE_KEY", "MINE_URL"])
    #expect(plan.shown.contains(HomePlace(".mine/sessions", .writing)))
    #expect(plan.shown.contains(HomePlace(".mine/kept", .keeping)))
    let own = [HomePlace(".mine/talks", .own), HomePlace(".mine/chats", .own)]
    #expect(plan.shown.suffix(2) == own[...])
    let attached = try runtime.attach(to: session, in: "/work")
    #expect(attached.own == own)
    let files = try #require(attached.files)
    for path in ["s-1.json", "w/s-1.jsonl", "s-1/any/file"] {
      #expect(files.mayHold("/home/ann/.mine/talks/\(path)"))
    }
    #expect(!files.mayHold("/home/ann/.mine/talks/s-12.json"))
    #expect(plan.input == nil)
    #expect(runtime.capabilities == [.resume, .streaming, .terminal])
    let further = try runtime.resume(SessionID("old")!, request("go on"))
    #expect(further.arguments == ["resume", "old", "go on"])
    #expect(further.session?.text == "old")
    var talk = request("a {model}")
    talk.surface = .terminal
    #expect(try runtime.launch(talk).arguments == ["talk", "--session", "s-1", "a {model}"])
    #expect(try runtime.resume(SessionID("old")!, talk).arguments.contains("s-1"))
    let opened = try runtime.attach(to: SessionID("old")!, in: "/work")
    #expect(opened.arguments == ["open", "-C", "/work", "old"])
  }

  @Test func `an option whose value is missing goes with it`() throws {
    let plan = try runtime(whole).launch(request())
    #expect(plan.arguments.prefix(5) == ["run", "--session", "s-1", "-C", "/work"])
  }

  @Test func `what looks like a place in a prompt stays as it is`() throws {
    let plan = try runtime(whole).launch(request("use {model} and {session}"))
    #expect(plan.arguments.last == "use {model} and {session}")
  }

  @Test func `braces of anything else are no places`() throws {
    let runtime = try runtime("name = a\nprompt = input\nlaunch = --set \"{\\\"a\\\":1}\" {} {")
    #expect(try runtime.launch(request()).arguments == ["--set", #"{"a":1}"#, "{}", "{"])
  }

  @Test func `a prompt that no argument can hold is refused`() throws {
    let runtime = try runtime(whole)
    #expect(throws: RuntimeRefusal(runtime.name, .unusable("a prompt of 128 KiB or more"))) {
      try runtime.launch(request(String(repeating: "x", count: 128 << 10)))
    }
  }

  @Test func `an exit status says what went wrong where nothing else does`() throws {
    let runtime = try runtime("name = a\nlaunch = {prompt}\nexit.overloaded = 75 76\nexit.auth = 3")
    #expect(runtime.failure(ofExit: 76) == .overloaded)
    #expect(runtime.failure(ofExit: 1) == nil)
    var silent = RunReading()
    silent.take(exit: 3, meaning: .auth)
    #expect(silent.failure == ReportedFailure(kind: .auth, text: "exit status 3"))
    var speaking = RunReading()
    speaking.take(TranscriptEvent(seq: 1, milliseconds: nil, body: .error(.model, text: "no m")))
    speaking.take(exit: 3, meaning: .auth)
    #expect(speaking.failure?.kind == .model)
    var done = RunReading()
    done.take(TranscriptEvent(seq: 1, milliseconds: nil, body: .end(.completed)))
    done.take(exit: 3, meaning: .auth)
    #expect(done.failure == nil)
  }

  @Test func `what a manifest does not give is refused`() throws {
    let runtime = try runtime("name = a\nlaunch = {prompt}")
    #expect(throws: RuntimeRefusal(runtime.name, .unsupported(.resume))) {
      try runtime.resume(session, request())
    }
    #expect(throws: RuntimeRefusal(runtime.name, .notInteractive)) {
      try runtime.attach(to: session, in: "/work")
    }
    #expect(throws: RuntimeRefusal(runtime.name, .notOurs(session))) {
      try runtime.interrupt(.discovered(session))
    }
  }

  @Test(arguments: [
    ("launch = {prompt}", "mine.runtime: name: it is missing"),
    ("name = a", "mine.runtime: launch: it is missing"),
    ("name = A\nlaunch = {prompt}", "mine.runtime:1: name: it is small letters"),
    ("name = a\nname = b", "mine.runtime:2: name: line 1 has it already"),
    ("name = a\nlaunch x", "mine.runtime:2: a line is KEY = VALUE"),
    ("name = a\nlunch = {prompt}", "mine.runtime:2: lunch: there is no such key"),
    ("name = a\nlaunch = \"{prompt}", "mine.runtime:2: launch: a quote is not closed"),
    ("name = a\nlaunch = x", "mine.runtime:2: launch: the prompt is nowhere"),
    ("name = a\nlaunch = {prompt} {modle}", "mine.runtime:2: launch: {modle} is none of"),
    ("name = a\nlaunch = {prompt} {session}", "mine.runtime: session: it is chosen exactly"),
    ("name = a\nlaunch = {prompt}\nresume = {prompt} {session}", "mine.runtime:3: resume: no ses"),
    ("name = a\nlaunch = {prompt}\nattach = {prompt}", "mine.runtime:3: attach: {prompt} is nei"),
    ("name = a\nlaunch = {prompt}\nterminal = x", "mine.runtime:3: terminal: the prompt is now"),
    (
      "name = a\nlaunch = {prompt}\nterminal = {prompt} {session}", "mine.runtime:3: terminal: no s"
    ),
    (
      "name = a\nlaunch = {prompt}\nterminal = {prompt} {x}", "mine.runtime:3: terminal: {x} is non"
    ),
    ("name = a\nlaunch = {prompt}\nattach = x {session}", "mine.runtime:3: attach: it names"),
    ("name = a\nlaunch = {prompt}\nparser = nice", "mine.runtime:3: parser: nice is none of"),
    ("name = a\nlaunch = {prompt}\nexit.auth = 0", "mine.runtime:3: exit.auth: 0 is no status"),
    ("name = a\nlaunch = {prompt}\nexit.auth = 9\nexit.model = 9", "mine.runtime:4: exit.model: 9"),
    ("name = a\nlaunch = {prompt}\nleaves = src", "mine.runtime:3: leaves: src is no name that"),
    ("name = a\nlaunch = {prompt}\nleaves = .git", "mine.runtime:3: leaves: .git is no name that"),
    ("name = a\nlaunch = {prompt}\nleaves = .a/../b", "mine.runtime:3: leaves: .a/../b is no"),
    ("name = a\nlaunch = {prompt}\nprompt = mail", "mine.runtime:3: prompt: mail is none of"),
    ("name = a\nlaunch = {prompt}\npass = A-B", "mine.runtime:3: pass: A-B is no variable"),
    ("name = a\nlaunch = {prompt}\nenvironment = X", "mine.runtime:3: environment: X is no NAME"),
    ("name = a\nlaunch = {prompt}\nreads = etc/x", "mine.runtime:3: reads: etc/x is neither"),
    ("name = a\nlaunch = {prompt}\nwrites = ~/../b", "mine.runtime:3: writes: ~/../b is neither"),
    ("name = a\nlaunch = {prompt}\nwrites = ~/", "mine.runtime:3: writes: ~/ is neither"),
    ("name = a\nlaunch = {prompt}\ndatabase = ~/x.db", "mine.runtime:3: database: it is one of op"),
    ("name = a\nlaunch = {prompt}\ndatabase = goose x.db", "mine.runtime:3: database: x.db is nei"),
    (
      "name = a\nlaunch = {prompt}\ntranscripts = ~/a/{session}\ndatabase = goose ~/x.db",
      "mine.runtime:4: database: conversations are in files or"
    ),
    ("name = a\nprogram = bin/a\nlaunch = {prompt}", "mine.runtime:2: program: it is a name"),
    ("name = a\nlaunch = {prompt} \u{1b}[2J", "mine.runtime:2: launch: there is a control"),
  ])
  func `what is wrong is said with file, line and key`(text: String, beginning: String) {
    let fault = #expect(throws: ManifestFault.self) { try read(text) }
    #expect(fault?.description.hasPrefix(beginning) == true, "\(fault?.description ?? "")")
  }

  @Test func `too much is refused`() {
    let many = String(repeating: "\n", count: 600)
    #expect(throws: ManifestFault.self) { try read(many) }
    #expect(throws: ManifestFault.self) { try read(String(repeating: "#", count: 70_000)) }
    let words = "name = a\nlaunch = {prompt}\n" + String(repeating: "pass = A A A\n", count: 100)
    #expect(throws: ManifestFault.self) { try read(words) }
  }
}
