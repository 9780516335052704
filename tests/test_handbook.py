"""The handbook is a report without findings; what it shows is tested, and it shows everything."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.commands.cli import main
from pipeline.core.codes import catalogue
from pipeline.core.vocabulary import AUTHOR
from pipeline.figures.kinds import KINDS
from tests.conftest import ROOT, TESTS, run
from tests.small import FRONT, findings, small

HANDBOOK = ROOT / "docs/handbook"
SOURCE = HANDBOOK / "source"
WRITTEN = sorted(SOURCE.glob("chapters/*.md"))
TEXT = "\n".join(path.read_text("utf-8") for path in (SOURCE / "report.md", *WRITTEN))
_BLOCK = re.compile(r"^(`{3,})[ ]*\{\.(?P<language>[a-z]+)[^}\n]*\}\n(?P<text>.*?)^\1$", re.S | re.M)
SHOWN = [(found["language"], found["text"]) for found in _BLOCK.finditer(TEXT) if found["text"]]
PLAIN = _BLOCK.sub(lambda found: found.group() if found["language"] in ("figure", "table") else "", TEXT)
"""The text without code; figures and tables are no code."""
LEFT = ("HED102", "CIT102", "FIG105", "TBL103", "LST103", "EQN103")
"""What an example of a few lines lacks."""


def _examples(language: str) -> list[str]:
    return [text for name, text in SHOWN if name == language]


@pytest.mark.slow
def test_the_handbook_has_no_findings(tmp_path: Path) -> None:
    shutil.copytree(HANDBOOK, tmp_path / "handbook", ignore=shutil.ignore_patterns("out"))
    project = str(tmp_path / "handbook")
    # As `make handbook` does.
    for command in ("build", "check"):
        outcome = run(command, "--project", project, "--fail-on", "warning", report=tmp_path / f"{command}.jsonl")
        assert outcome.code == 0, outcome.output
        assert outcome.lines == [], outcome.output
    assert {path.suffix for path in (tmp_path / "handbook/out").iterdir()} >= {".pdf", ".epub", ".docx", ".html"}


@pytest.mark.parametrize("text", [text for text in _examples("markdown") if not text.startswith("---")])
def test_an_example_of_markdown_stands_beside_its_result_or_builds_alone(text: str) -> None:
    shown = text.strip() in PLAIN or _listing(text) in TEXT.replace(f"{{.markdown}}\n{text}", "")
    if not shown:
        assert [line for line in findings(text) if line.split()[0] not in (*LEFT, "EDT101")] == []


def _listing(text: str) -> str:
    """A listing that is shown with its fences is a result where its own lines stand a second time."""
    return text if text.startswith("``` {.") else "\0"


@pytest.mark.parametrize("text", [text for text in _examples("markdown") if text.startswith("---")])
def test_a_whole_report_that_is_shown_builds(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "my-report"
    assert run("new", str(folder)).code == 0
    assert "CIT102" not in run("check", "--project", str(folder)).output
    (folder / "source/report.md").write_text(text, "utf-8")
    outcome = run("build", "html", "docx", "--project", str(folder), "--fail-on", "info", report=tmp_path / "f.jsonl")
    assert (outcome.code, outcome.lines) == (0, [])


@pytest.mark.parametrize("text", [text for text in _examples("yaml") if "languages: [en]" not in text])
def test_an_example_of_yaml_is_read(text: str) -> None:
    if text.startswith("references:"):
        made = small("[@osd; @road-map]")
        (made.folder / "source/references.yaml").write_text(text, "utf-8")
    else:
        names = set(re.findall(r"^([a-z]+):", text, re.M))
        kept = "\n".join(line for line in FRONT.splitlines() if line.partition(":")[0] not in names)
        parts = re.findall(r"[\w/]+\.md", text) if "parts" in names else []
        mark = (SOURCE / "figures/mark.svg").read_text("utf-8")
        made = small("正文[@osd]。", files={**dict.fromkeys(parts, "分文件。\n"), "figures/mark.svg": mark})
        (made.folder / "source/report.md").write_text(
            f"---\n{kept}\n{text}---\n\n应用程序接口（API）[@osd]。\n", "utf-8"
        )
    outcome = run("check", "--project", str(made.folder), report=made.folder / "f.jsonl")
    assert outcome.lines == []


def test_the_english_report_that_is_shown_is_that_of_the_guide() -> None:
    shown = [text for text in _examples("yaml") if "languages: [en]" in text]
    assert len(shown) == 1 and shown[0] in (ROOT / "docs/authoring.md").read_text("utf-8")


@pytest.mark.parametrize("text", _examples("toml"))
def test_an_example_of_settings_is_read(text: str) -> None:
    place = "styles/tokens.toml" if "[color]" in text else "kanben.toml"
    made = small("正文[@osd]。")
    (made.folder / place).parent.mkdir(exist_ok=True)
    (made.folder / place).write_text(text, "utf-8")
    outcome = run("build", "html", "--project", str(made.folder), report=made.folder / "f.jsonl")
    # A rule that meets nothing is told, as the handbook says.
    assert [line.split()[1] for line in outcome.lines] == ["SET102"] * text.count("[[findings]]")


def commands_of(text: str) -> list[str]:
    """The commands of a text: what stands in its blocks of a shell, and in its code."""
    blocks = re.findall(r"^```+ ?(?:sh|\{\.bash[^}]*\})\n(.*?)^```", text, re.S | re.M)
    lines = [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]
    lines += re.findall(r"(?<!`)`((?:kanben|make) [^`\n]+)`", text)
    return [line.removeprefix(".venv/bin/") for line in lines if re.match(r"(\.venv/bin/)?(kanben|make) ", line)]


@pytest.mark.parametrize("line", sorted(set(commands_of(TEXT))))
def test_a_command_that_is_shown_exists(line: str) -> None:
    program, name, *rest = line.split()
    if program == "make":
        target = rest[1] if name == "-C" else name
        assert re.search(rf"^[a-z ]*\b{target}\b[a-z ]*:", (ROOT / "Makefile").read_text("utf-8"), re.M)
    elif not name.startswith("--"):
        command = main.commands[name]
        while isinstance(command, click.Group) and rest:
            command = command.commands[rest.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word.partition("=")[0] for word in rest if word.startswith("--")} <= known


def test_the_handbook_teaches_everything() -> None:
    for writable in AUTHOR.values():
        for name in set(writable.classes) - {"uri", "email", "figure", "table"}:
            assert f".{name}" in TEXT, name
        for name in writable.attributes:
            assert re.search(rf"\b{name}\b", TEXT), name
    for kind in KINDS:
        assert f"kind: {kind.name}\n" in TEXT, kind.name
    for name in main.commands:
        assert f"`kanben {name}" in TEXT, name
    for code in re.findall(r"\b[A-Z]{3}1\d\d\b", TEXT):
        assert code in catalogue(), code


def test_the_workflow_that_is_shown_is_valid() -> None:
    path = SOURCE / "code/publish.yml"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    for line in re.findall(r"kanben/\.venv/bin/(kanben .*)", path.read_text("utf-8")):
        test_a_command_that_is_shown_exists(line)


def test_the_examples_are_found() -> None:
    counts = {language: len(_examples(language)) for language in ("markdown", "yaml", "toml", "bash")}
    assert counts["markdown"] >= 30 and counts["yaml"] >= 3 and counts["toml"] >= 3 and counts["bash"] >= 10, counts
    assert (TESTS / "mistakes/text.toml").exists()
