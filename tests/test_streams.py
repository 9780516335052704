"""Standard output and standard error that are closed, full, broken off, or of a small character set: no traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import starter
from pipeline.core.visible import steering
from tests.conftest import KANBEN, ROOT, run
from tests.small import small

CALLS = {
    "version": ("--version",),
    "help": ("--help",),
    "explain": ("explain", "CIT101"),
    "formats": ("formats",),
    "schema": ("schema", "figure"),
    "completion": ("completion", "bash"),
    "doctor": ("doctor",),
    "new": ("new", "{folder}/new"),
    "clean": ("clean", "--project", "{folder}/project"),
    "build": ("build", "html", "--project", "{folder}/project"),
    "check": ("check", "--project", "{folder}/project"),
    "links": ("links", "--project", "{folder}/project"),
    "cite": ("cite", "format", "--project", "{folder}/project"),
    "usage": ("build", "odt"),
}
WHERE = {
    "full": "> /dev/full",
    "closed": ">&-",
    "error-full": "2> /dev/full",
    "error-closed": "2>&-",
    "both-closed": ">&- 2>&- <&-",
}
# What is written to a full device cannot be shown: exit code 3, where the command's own is not worse.
WRITES_TO_ERROR = {"build", "check", "usage"}


def call(name: str, folder: Path, redirected: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    arguments = [part.format(folder=folder) for part in CALLS[name]]
    command = ["sh", "-c", f'"$@" {redirected}', "sh", *KANBEN, *arguments]
    given = {**os.environ, **environment}
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, check=False, timeout=120)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a report that has outputs and no outside link."""
    project = tmp_path / "project"
    list(starter.write(project))
    references = project / "source/references.yaml"
    text = references.read_text("utf-8").replace("URL: https://opensource.org/osd", "publisher: Initiative")
    references.write_text(text.replace("webpage", "book").replace('accessed: "2026-11-20"', 'issued: "2024"'), "utf-8")
    (project / "out").mkdir()
    (project / "out/report.docx").write_bytes(b"")
    return tmp_path


# Every stream with what prints, what builds and what checks; every other command with one of them.
PAIRS = [(name, where) for name in ("version", "build", "check", "usage") for where in WHERE]
PAIRS += [(name, list(WHERE)[number % len(WHERE)]) for number, name in enumerate(CALLS) if (name, "full") not in PAIRS]


@pytest.mark.parametrize(("name", "where"), PAIRS)
def test_streams_that_cannot_be_written_to(folder: Path, name: str, where: str) -> None:
    if name == "check":
        (folder / "project/out/report.docx").unlink()
    done = call(name, folder, WHERE[where])
    assert b"Traceback" not in done.stdout + done.stderr, done.stderr.decode()
    own = 2 if name == "usage" else 0
    shown_in = name in WRITES_TO_ERROR if where == "error-full" else where == "full" and name != "usage"
    assert done.returncode == (own or (3 if shown_in else 0)), done.stderr.decode()
    if where == "full" and name != "usage":
        assert b"standard output cannot be written" in done.stderr


@pytest.mark.parametrize("charset", ["gbk", "ascii", "latin-1", "iso2022_jp", "utf-16"])
def test_what_a_character_set_lacks_is_written_as_an_escape(charset: str) -> None:
    project = small("😀[@nope] é").folder
    places = [part for name in ("json", "sarif") for part in ("--report", f"{name}={project / name}")]
    command = [*KANBEN, "check", "--project", str(project), "--lang", "zh", "--report", "terminal", *places]
    environment = {**os.environ, "PYTHONIOENCODING": charset}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    shown = done.stdout.decode(charset)
    assert "CIT101" in shown
    assert ("错误" in shown) == (charset in ("gbk", "utf-16"))
    assert ("\\ud83d\\ude00" in shown) == (charset != "utf-16")
    for name in ("json", "sarif"):
        assert "参考文献中没有" in (project / name).read_text("utf-8")
    command[command.index("terminal")] = "json"
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    shown = done.stdout.decode(charset).splitlines()
    written = (project / "json").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in shown] == [json.loads(line) for line in written]


def test_a_pipe_that_is_broken_off_ends_quietly() -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        for arguments in CALLS["explain"], CALLS["formats"], CALLS["help"], CALLS["version"]:
            done = subprocess.run([*KANBEN, *arguments], cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False)
            assert (done.returncode, done.stderr) == (141, b"")
    finally:
        os.close(write)


def test_a_closed_stream_gets_no_file_of_ours(project: Path) -> None:
    """The number of a closed stream goes to the next file that is opened, and words would land in it."""
    done = subprocess.run(
        ["sh", "-c", '"$@" >&- 2>&-', "sh", *KANBEN, "build", "html", "--project", str(project)], cwd=ROOT, check=False
    )
    assert done.returncode == 0
    assert (project / "out/report.html").read_bytes().startswith(b"<!DOCTYPE html>")


def test_names_that_are_no_text_are_shown(tmp_path: Path) -> None:
    if sys.platform == "darwin":
        pytest.skip("file names are text there")
    folder = os.fsencode(tmp_path) + b"/\xff"
    done = subprocess.run([*map(os.fsencode, KANBEN), b"new", folder], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    report = b"json=" + os.fsencode(tmp_path / "f.json")
    call_ = [*map(os.fsencode, KANBEN), b"build", b"html", b"--project", folder, b"--report", report]
    done = subprocess.run(call_, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


NAME = "a\n::error::b\x1b[2Jc\u202ed"


@pytest.mark.parametrize(
    "call",
    [("build", "html", "--quiet"), ("new", "{}"), ("clean", "--project", "{}"), ("cite", "format", "--project", "{}"), ("explain", "{}"),
     ("build", "{}"), ("{}",), ("build", "--{}"), ("check", "--report", "{}"), ("check", "--lang", "{}"), ("figures", "--project", "{}")],
    ids=str,
)  # fmt: skip
def test_a_name_on_the_command_line_steers_no_terminal(call: tuple[str, ...], project: Path, tmp_path: Path) -> None:
    folder = tmp_path / NAME
    shutil.copytree(project, folder)
    arguments = [part.format(folder) for part in call] + (["--project", str(folder)] if call[0] == "build" else [])
    outcome = run(*arguments)
    assert not steering(outcome.output.replace("\n", ""))
    assert "\n::error::" not in outcome.output
    assert "Traceback" not in outcome.output


@pytest.mark.parametrize("character", ["\n", "\x1b", "\x7f", "\u2028", "\u202e"])
def test_a_place_for_outputs_has_no_line_ends_and_controls(character: str, project: Path, tmp_path: Path) -> None:
    for option in ("--out", "--report"):
        target = tmp_path / f"a{character}b"
        outcome = run("check" if option == "--report" else "build", *(() if option == "--report" else ("html",)),
                      "--project", str(project), option, f"json={target}" if option == "--report" else str(target))  # fmt: skip
        assert outcome.code == 3, outcome.output
        assert not target.exists()
