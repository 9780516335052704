"""The documents keep step with the code: the guide's examples build, its numbers hold, and what it names exists."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from pipeline.commands.cli import main
from pipeline.core.codes import catalogue
from pipeline.figures.kinds import KINDS
from tests.conftest import PROJECT, ROOT, run

GUIDE = (ROOT / "docs/authoring.md").read_text("utf-8")


def _examples() -> tuple[str, str, str]:
    """Front matter, body and bibliography that the guide's own examples make."""
    blocks = re.findall(r"^(`{3,4})(yaml|markdown)\n(.*?)^\1$", GUIDE, re.S | re.M)
    front, *_, bibliography = (text for _, kind, text in blocks if kind == "yaml")
    return front, "\n".join(text for _, kind, text in blocks if kind == "markdown"), bibliography


def test_the_guide_builds(tmp_path: Path) -> None:
    front, body, bibliography = _examples()
    source = tmp_path / "source"
    shutil.copytree(PROJECT / "source/figures", source / "figures")
    (source / "report.md").write_text(f"---\n{front}---\n\n{body}", "utf-8")
    (source / "references.yaml").write_text(bibliography, "utf-8")
    outcome = run("build", "--project", str(tmp_path), report=tmp_path / "f.jsonl")
    # The notes to the editor are there to be found.
    assert [line.split()[1] for line in outcome.lines] == ["EDT101", "EDT101"], outcome.output
    outcome = run("check", "--project", str(tmp_path), report=tmp_path / "c.jsonl")
    assert {line.split()[1] for line in outcome.lines} == {"EDT101"}, outcome.output


def test_the_guide_s_report_of_one_language_builds(tmp_path: Path) -> None:
    """Its example has some of the fields; the others are as short as can be."""
    _, (_, example), _ = re.findall(r"^(```)yaml\n(.*?)^\1$", GUIDE, re.S | re.M)
    rest = 'abstract: Words.\npublisher: Press\ndate: 2026-11\nversion: "1"\nlicense: CC-BY-4.0\n'
    (tmp_path / "source").mkdir()
    (tmp_path / "source/report.md").write_text(f"---\n{example}{rest}---\n\n# One {{#sec-a}}\n\nText.\n", "utf-8")
    outcome = run("build", "--project", str(tmp_path), report=tmp_path / "f.jsonl")
    assert outcome.lines == [], outcome.output


def test_every_construct_of_the_syntax_is_taught() -> None:
    from pipeline.core.vocabulary import AUTHOR

    for writable in AUTHOR.values():
        for name in set(writable.classes) - {"uri", "email"}:
            assert f".{name}" in GUIDE, name
        for name in writable.attributes:
            assert re.search(rf"\b{name}=", GUIDE), name
    for kind in KINDS:
        assert f"kind: {kind.name}\n" in GUIDE, kind.name


def test_the_table_of_codes_is_current() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    from make_docs import codes_table  # type: ignore[import-not-found]

    assert (ROOT / "docs/codes.md").read_text("utf-8") == codes_table(), "run `make docs`"


def test_the_table_of_metadata_is_current() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    from make_docs import facts_table

    assert (ROOT / "docs/metadata.md").read_text("utf-8") == facts_table(), "run `make docs`"


def test_the_page_of_what_is_proved_is_current() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    from make_docs import proof_table

    assert (ROOT / "docs/proof.md").read_text("utf-8") == proof_table(), "run `make docs`"


def test_what_the_handbook_takes_from_the_code_is_current() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    import handbook_parts  # type: ignore[import-not-found]

    source = ROOT / "docs/handbook/source"
    made = handbook_parts.made()
    assert {path.relative_to(source).as_posix() for path in source.glob("made/*")} == set(made)
    for name, text in made.items():
        assert (source / name).read_text("utf-8") == text, f"{name}: run `make docs`"


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/authoring.md"]
)
def test_documents_name_what_exists(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text):
        if not text[: text.index(target)].count("```") % 2:
            assert (ROOT / name).parent.joinpath(target).exists(), target
    for command in re.findall(r"`kanben ([a-z]+)", text):
        assert command in main.commands, command
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make ([a-z]+)", text):
        assert re.search(rf"^[a-z ]*\b{target}\b[a-z ]*:", makefile, re.M), target
    for code in re.findall(r"\b[A-Z]{3}1\d\d\b", text):
        assert code in catalogue(), code
    for path in re.findall(r"`((?:pipeline|tests|styles|docs|source|benchmarks)/[\w./*<>-]*\w)`", text):
        if not re.search(r"[<*]|NAME|CODE", path):
            assert (ROOT / path).exists(), path


def test_both_readmes_say_the_same() -> None:
    """The same commands, options, settings, links and parts."""
    english, chinese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))
    assert "](README.zh.md)" in english and "](README.md)" in chinese
    for pattern in (
        r"^((?:\.venv/bin/)?(?:make|kanben) [^#\n]*\w)",
        r"`((?:kanben|make) [^`]+|--[^`]+)`",
        r"^(\w+ =|\[+\w+\]+$)",
        r"^(#+|- \*\*|```\w*)",
        r"\]\((?!README)([^)]+)\)",
        r"^\| (\d[\d, ]*) \|",
    ):
        said = [[*re.findall(pattern, text, re.M)] for text in (english, chinese)]
        assert said[0] and sorted(said[0]) == sorted(said[1]), pattern


def test_numbers_in_the_architecture_name_their_tests() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    for test in re.findall(r"`(test_\w+)`", text):
        assert any(
            f"def {test}(" in path.read_text("utf-8") or path.stem == test
            for path in (ROOT / "tests").rglob("test_*.py")
        ), test
    from tests import test_architecture

    for limit in (test_architecture.MAX_MODULE, test_architecture.MAX_FUNCTION, test_architecture.MAX_PARAMETERS):
        assert str(limit) in text
