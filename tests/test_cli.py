"""The command: exit codes, every subcommand, reports to files, Ctrl-C, and a starter without findings."""

from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.commands.cli import main
from pipeline.core.codes import catalogue
from pipeline.line import doctor
from tests.conftest import KANBEN, ROOT, run


def test_a_starter_builds_without_findings(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert run("new", str(folder)).code == 0
    outcome = run("build", "--project", str(folder), report=tmp_path / "a.jsonl")
    assert (outcome.code, outcome.lines) == (0, [])
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "report.docx",
        "report.epub",
        "report.html",
        "report.pdf",
    ]
    outcome = run("check", "--project", str(folder), "--fail-on", "info", report=tmp_path / "b.jsonl")
    assert (outcome.code, outcome.lines) == (0, [])
    assert run("new", str(folder)).code == 2


def test_new_into_a_place_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert run("new", str(tmp_path / "file")).code == 2
    assert run("new", str(tmp_path / "file" / "below")).code == 3


@pytest.mark.parametrize(
    "arguments",
    [("build", "odt"), ("build", "--report", "xml"), ("build", "--jobs", "0"), ("explain", "CIT999"), ("nothing",)],
)
def test_wrong_usage_is_exit_2(arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2
    assert "Traceback" not in outcome.output


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_formats_are_written_side_by_side(project: Path, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    script = (
        f"import multiprocessing; multiprocessing.get_all_start_methods = lambda: [{method!r}]; "
        f"from pipeline.commands.cli import main; main(['build', '--project', {str(project)!r}, '--jobs', '3', '--quiet'])"
    )
    code = f"if __name__ == '__main__':\n    {script}\n"
    (project / "run.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    subprocess.run([sys.executable, str(project / "run.py")], check=True, capture_output=True, timeout=120)
    assert len(list((project / "out").glob("report.*"))) == 4


def test_an_empty_folder_is_exit_3(tmp_path: Path) -> None:
    outcome = run("build", "--project", str(tmp_path))
    assert outcome.code == 3
    assert "SRC101" in outcome.output


def test_fail_on_decides(project: Path) -> None:
    report = project / "source/report.md"
    report.write_text(report.read_text("utf-8").replace("[@osd; @caict2024]", "[@osd]"), "utf-8")
    codes = {
        level: run("check", "--project", str(project), "--fail-on", level, "--jobs", "1").code
        for level in ("error", "warning", "never")
    }
    assert codes == {"error": 0, "warning": 1, "never": 0}


def test_several_reports_to_files(project: Path, tmp_path: Path) -> None:
    places = {name: tmp_path / f"report.{name}" for name in ("json", "sarif", "github", "terminal")}
    outcome = run(
        "check",
        "--project",
        str(project),
        "--jobs",
        "1",
        *(part for name, path in places.items() for part in ("--report", f"{name}={path}")),
    )
    assert outcome.code == 0
    assert json.loads(places["sarif"].read_text())["version"] == "2.1.0"
    assert places["json"].read_text() == ""
    assert places["terminal"].read_text() == "No findings.\n"
    assert run("check", "--project", str(project), "--jobs", "1", "--report", f"json={project}/source").code == 3


@pytest.mark.parametrize("code", catalogue())
def test_every_code_is_explained(code: str) -> None:
    for language in ("en", "zh"):
        outcome = run("explain", code.lower(), "--lang", language)
        assert outcome.code == 0
        assert catalogue()[code].title[language] in outcome.output


def test_formats_schema_completion_version() -> None:
    assert [line.split()[0] for line in run("formats").output.splitlines()] == ["pdf", "epub", "docx", "html"]
    assert "带标签的 PDF" in run("formats", "--lang", "zh").output
    for part, name in (("front-matter", "FrontMatter"), ("settings", "SettingsField")):
        assert json.loads(run("schema", part).output)["title"] == name
    assert set(json.loads(run("schema", "figure").output)["discriminator"]["mapping"]) == {
        "flow",
        "sets",
        "tree",
        "timeline",
        "graph",
        "chart",
        "vega-lite",
        "image",
    }
    assert "_KANBEN_COMPLETE" in run("completion", "bash").output
    assert "kanben, version" in run("--version").output


def test_doctor_finds_everything_here_and_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = run("doctor")
    assert outcome.code == 0, outcome.output
    monkeypatch.setitem(doctor._PACKAGES, "no-such-package", "doctor_charts")
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    outcome = run("doctor")
    assert outcome.code == 4
    assert "MISSING no-such-package" in outcome.output
    assert "→ apt-get install chromium" in outcome.output


def test_every_program_that_is_looked_for_has_a_row_of_doctor() -> None:
    asked = {
        call.args[0].value
        for path in (ROOT / "pipeline/tools").glob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "shutil.which"
        if isinstance(call.args[0], ast.Constant)
    }
    assert asked >= {"git", "dot"}
    assert asked <= {part.name for part in doctor.examine()}


def test_clean_removes_outputs_alone(damaged: Path) -> None:
    (damaged / "out/mine.txt").write_text("keep")
    assert run("clean", "--project", str(damaged)).code == 0
    assert [path.name for path in (damaged / "out").iterdir()] == ["mine.txt"]


def test_language_follows_the_locale(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "没有发现问题" in run("check", "--project", str(project), "--jobs", "1").output
    monkeypatch.setenv("LC_ALL", "C")
    assert "No findings" in run("check", "--project", str(project), "--jobs", "1").output


def test_what_was_written_is_named_from_where_one_stands(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, shown in (
        (project, "out/report.html"),
        (project.parent, f"{project.name}/out/report.html"),
        (project / "source", "../out/report.html"),
    ):
        monkeypatch.chdir(folder)
        output = run("build", "html", "--project", str(project), "--jobs", "1", "--lang", "en").output
        assert f"kanben: wrote {shown} (" in output
    deep = project / "a/b/c"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    output = run("build", "html", "--project", str(project), "--jobs", "1", "--lang", "en").output
    assert f"kanben: wrote {project}/out/report.html (" in output


def test_progress_names_the_five_steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    lines = run("build", "html", "--project", str(project), "--jobs", "1", "--verbose").output.splitlines()
    assert [line.removeprefix("kanben: ") for line in lines if line.startswith("kanben: ")][:5] == [
        "read",
        "transform",
        "cite",
        "write",
        "check",
    ]
    assert any("wrote out/report.html" in line for line in lines)


def test_a_broken_report_is_told_whole(project: Path) -> None:
    """All findings of a run come at once."""
    report = project / "source/report.md"
    text = report.read_text("utf-8")
    for find, replace in (
        ("[@osd]，也", "[@nobody]，也"),
        ("#sec-tip", "#sec-first"),
        ("file: figures/mark.svg", "file: figures/none.svg"),
        ('en="Figures"', ""),
    ):
        assert find in text
        text = text.replace(find, replace, 1)
    report.write_text(text, "utf-8")
    outcome = run("check", "--project", str(project), "--jobs", "1", report=project / "f.jsonl")
    assert {str(row["code"]) for row in outcome.findings} >= {"CIT101", "XRF102", "FIG107", "HED102"}


def test_ctrl_c_leaves_nothing_half_written(damaged: Path) -> None:
    before = {path.name: path.read_bytes() for path in (damaged / "out").iterdir()}
    process = subprocess.Popen(
        [*KANBEN, "build", "--project", str(damaged)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "transform" in line:
            break
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in out + error
    after = {path.name: path.read_bytes() for path in (damaged / "out").iterdir()}
    assert after.keys() == before.keys()
    assert all(len(data) > 1000 for data in after.values())


def test_a_read_only_out_is_exit_3(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.core import files

    # Root writes everywhere, so the refusal is the system call's own.
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "os", SimpleNamespace(**{**vars(os), "open": refuse}))
    outcome = run("build", "html", "--project", str(project))
    assert (outcome.code, "WRT101" in outcome.output) == (3, True)
    assert "permission is denied" in outcome.output


def test_a_full_disk_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.core import files
    from pipeline.core.diagnostics import PipelineError

    path = tmp_path / "report.pdf"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(PipelineError):
        files.write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.pdf"]


def test_help_documents_the_exit_codes() -> None:
    text = run("--help").output
    for code in (
        "0 clean",
        "1 findings",
        "2 usage",
        "3 the project",
        "4 an outside tool",
        "130 interrupted",
        "129 by SIGHUP",
        "143 by SIGTERM",
        "141 standard",
    ):
        assert code in " ".join(text.split())
    assert main.name == "main"


HEAVY = ("pydantic", "lxml", "panflute", "weasyprint", "ruamel", "fontTools", "PIL", "pycurl", "pypandoc", "ebooklib")


@pytest.mark.parametrize(
    ("call", "environment"),
    [(["--version"], {}), ([], {"_KANBEN_COMPLETE": "bash_complete", "COMP_WORDS": "kanben bu", "COMP_CWORD": "1"})],
    ids=["version", "completion"],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(call: list[str], environment: dict[str, str]) -> None:
    code = (
        f"import sys\nfrom pipeline.commands.cli import main\n"
        f"try:\n    main({call!r}, prog_name='kanben')\nexcept SystemExit:\n    pass\n"
        f"print('loaded', sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.endswith("loaded []\n"), result.stdout
    assert ("build" in result.stdout) == bool(environment)


def test_a_report_is_read_once_in_a_run(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check --online --gate pdf` parses the source twice, plain and marked, and sets citations once."""
    from pipeline.line import session
    from pipeline.tools import outloud, pandoc, verapdf

    calls: list[str] = []
    run_pandoc = pandoc.run

    def counted(arguments: list[str], *more: object) -> bytes:
        calls.append(" ".join(arguments))
        return run_pandoc(arguments, *more)  # type: ignore[arg-type]

    reads: list[str] = []
    read = session.read_source
    monkeypatch.setattr(pandoc, "run", counted)
    monkeypatch.setattr(session, "read_source", lambda path, name, root: reads.append(name) or read(path, name, root))
    monkeypatch.setattr(verapdf, "validate", lambda *_: [])
    monkeypatch.setattr(outloud, "examine", lambda *_: [])
    monkeypatch.setattr("pipeline.line.links.Checker.run", lambda self, urls: {})
    monkeypatch.setattr("pipeline.line.entries.audit", lambda *_: {})
    outcome = run("check", "--online", "--gate", "pdf", "--project", str(damaged), "--quiet")
    assert outcome.code == 0, outcome.output
    assert reads == ["source/report.md"]
    assert len(calls) == 3


def test_clean_removes_what_any_build_made_and_nothing_else(project: Path) -> None:
    run("build", "html", "docx", "--project", str(project), "--quiet")
    run("build", "html", "--proof", "--project", str(project), "--quiet", "--fail-on", "never")
    run("figures", "--project", str(project), "--quiet")
    out = project / "out"
    (out / "notes.txt").write_text("mine", "utf-8")
    (out / "figures" / "sketch.svg").write_text("mine", "utf-8")
    assert len(list((out / "figures").iterdir())) > 4
    outcome = run("clean", "--project", str(project), "--lang", "zh")
    assert outcome.code == 0
    assert "已删除" in outcome.output
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()) == [
        "figures/sketch.svg",
        "notes.txt",
    ]
    (out / "figures" / "sketch.svg").unlink()
    assert run("clean", "--project", str(project)).code == 0
    assert not (out / "figures").exists()
