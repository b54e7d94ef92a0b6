extension ProjectListing {
  var python: Detection? {
    guard
      let evidence = first(
        of: "pyproject.toml", "setup.py", "setup.cfg", "tox.ini", "pytest.ini",
        "requirements.txt")
    else { return nil }
    let runner = pythonRunner
    return Detection(
      kind: "python", evidence: evidence, program: runner.program,
      checks: [
        .build: .needless("nothing to build"),
        .typecheck: pythonTypecheck(runner.prefix), .test: pythonTest(runner.prefix),
      ],
      setup: runner.setup,
      caches: ["**/__pycache__/**", ".venv/**", ".pytest_cache/**", ".mypy_cache/**", ".tox/**"])
  }

  /// The program that knows the project's dependencies, where its lock file names one.
  private var pythonRunner: (program: String, prefix: String, setup: [String]) {
    if has("uv.lock") { return ("uv", "uv run ", []) }
    if has("poetry.lock") {
      return ("poetry", "poetry run ", ["poetry install --no-interaction"])
    }
    return ("python3", "", [])
  }

  private func pythonTest(_ prefix: String) -> Detection.Outcome {
    let configuresTox =
      text("tox.ini").contains("[testenv") || text("tox.ini").contains("[tox]")
      || text("pyproject.toml").contains("[tool.tox")
    if configuresTox, prefix.isEmpty, programs.contains("tox") { return .command("tox") }
    if usesPytest { return .command(prefix + (prefix.isEmpty ? "python3 -m pytest" : "pytest")) }
    let folder = first(of: "tests", "test")
    guard folder != nil || entries.contains(where: { $0.isTestModule }) else {
      return .absent(configuresTox ? "tox is not on the search path" : "no tests folder")
    }
    let start = folder.map { " -s \($0) -t ." } ?? ""
    return .command(
      prefix + (prefix.isEmpty ? "python3" : "python") + " -m unittest discover" + start)
  }

  private var usesPytest: Bool {
    has("pytest.ini") || has("conftest.py")
      || text("setup.cfg").contains("[tool:pytest]") || text("tox.ini").contains("[pytest]")
      || ["pyproject.toml", "requirements.txt", "requirements-dev.txt"].contains {
        text($0).contains("pytest")
      }
  }

  private func pythonTypecheck(_ prefix: String) -> Detection.Outcome {
    let project = text("pyproject.toml")
    if first(of: "mypy.ini", ".mypy.ini") != nil || project.contains("[tool.mypy")
      || text("setup.cfg").contains("[mypy")
    {
      return .command(prefix + (prefix.isEmpty ? "python3 -m mypy ." : "mypy ."))
    }
    if has("pyrightconfig.json") || project.contains("[tool.pyright") {
      return .command(prefix + "pyright")
    }
    return .absent("neither mypy nor pyright is configured")
  }
}

extension String {
  fileprivate var isTestModule: Bool { hasPrefix("test_") && hasSuffix(".py") }
}
