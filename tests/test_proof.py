"""The proof edition: places in the source, remarks in the margin and as annotations, marks of change; sound and with the same lines."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from pipeline.tools import git
from tests.clreq import measure
from tests.conftest import needs, run


def _git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.email=editor@example.org", "-c", "user.name=Editor", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@pytest.fixture
def proof(project: Path) -> Path:
    """A proof of the good project with a query, an undefined citation and a changed paragraph."""
    _git(project, "init", "-q")
    _git(project, "add", ".")
    _git(project, "commit", "-qm", "first")
    report = project / "source/report.md"
    text = report.read_text("utf-8").replace(
        "> 引文自成一段。", "> 引文自成一段[请核对]{.query}。\n\n新的一段[@nobody]，长到占一行。"
    )
    report.write_text(text, "utf-8")
    outcome = run("build", "pdf", "--proof", "--since", "HEAD", "--project", str(project), "--fail-on", "never")
    assert outcome.code == 0, outcome.output
    return project


def _annotations(path: Path) -> list[Any]:
    with pikepdf.open(path) as pdf:
        found = [note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Text"]
        return [
            (str(note.T), str(note.Contents), int(note.F), "/AP" in note, "/StructParent" in note) for note in found
        ]


def test_margins_tell_places_and_remarks(proof: Path) -> None:
    text = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(proof / "out/report-proof.pdf")
    )
    source = (proof / "source/report.md").read_text("utf-8").split("\n")
    for words in ("引文自成一段", "新的一段"):
        line = next(number for number, row in enumerate(source, 1) if words in row)
        assert f"report.md:{line}" in text, words
    assert len(set(re.findall(r"¶\d+", text))) > 20
    assert git.commit(proof) in text
    found = _annotations(proof / "out/report-proof.pdf")
    assert {contents for _, contents, *_ in found} >= {"请核对", "参考文献中没有 nobody"}
    assert all(flags == 28 and drawn and tagged for *_, flags, drawn, tagged in found)


def test_a_proof_is_sound(proof: Path) -> None:
    from pipeline.tools import outloud, verapdf

    needs(verapdf.missing(), outloud.missing())
    assert verapdf.validate(proof / "out/report-proof.pdf", ("3a", "ua1")) == []
    assert outloud.examine(proof / "out/report-proof.pdf") == []


def test_the_lines_of_a_proof_are_those_of_the_release(proof: Path) -> None:
    assert run("build", "pdf", "--project", str(proof), "--fail-on", "never").code == 0
    lines = []
    for name in ("report", "report-proof"):
        sheets = measure.read((proof / f"out/{name}.pdf").read_bytes())
        lines.append(["".join(glyph.text for glyph in line) for sheet in sheets for line in sheet.lines()])
    wanted = [line for line in lines[0] if len(line) > 20]
    assert len(wanted) > 8
    assert sum(line in lines[1] for line in wanted) >= len(wanted) - 1  # the query stands in the proof alone


def test_only_what_has_changed_is_marked(proof: Path) -> None:
    changed = git.changed_lines(proof / "source/report.md", "HEAD")
    source = (proof / "source/report.md").read_text("utf-8").split("\n")
    lines = {number for first, last in changed for number in range(first, last + 1)}
    assert {source[number - 1] for number in lines} == {
        "> 引文自成一段[请核对]{.query}。",
        "",
        "新的一段[@nobody]，长到占一行。",
    }
    with pytest.raises(git.UnknownRevision):
        git.changed_lines(proof / "source/report.md", "--output=x")


def test_a_release_shows_nothing_of_it(built: Path) -> None:
    assert _annotations(built / "out/report.pdf") == []
    assert b"source-line" not in (built / "out/report.html").read_bytes()
