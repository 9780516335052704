"""The proof edition: places in the source, remarks in the margin and as annotations, marks of change; sound and with the same lines."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from pipeline.project import open_project
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
    assert git.commit(proof, open_project(proof).files()) in text
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


def test_a_commit_is_marked_where_a_file_of_the_report_is_not_as_in_it(project: Path) -> None:
    def named() -> str:
        return git.commit(project, open_project(project).files())

    assert named() == ""
    _git(project, "init", "-q")
    _git(project, "add", ".")
    _git(project, "commit", "-qm", "first")
    assert not named().endswith("+")
    (project / "notes.txt").write_text("not of the report", "utf-8")
    assert not named().endswith("+")
    report = project / "source/report.md"
    text = report.read_text("utf-8")
    report.write_text(text + "\n", "utf-8")
    assert named().endswith("+")
    report.write_text(text, "utf-8")
    (project / "source/new.csv").write_text("a", "utf-8")
    assert named().endswith("+")
    (project / "source/new.csv").unlink()
    assert not named().endswith("+")
    (project / "source/references.yaml").rename(project / "source/references.yml")
    assert named().endswith("+")


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("a\nb\nc\n", "a\nb\nc\n", ()),
        ("a\nb\nc\n", "a\nX\nc\n", ((2, 2),)),
        ("a\nc\n", "a\nb\nB\nc\n", ((2, 3),)),
        ("a\nb\nc\n", "a\nc\n", ((1, 1),)),
        ("a\r\nb\r\n", "a\nb\n", ()),
        (None, "a\nb\n", ((1, 2),)),
    ],
)
def test_changed_lines(before: str | None, after: str, changed: tuple[tuple[int, int], ...], tmp_path: Path) -> None:
    path = tmp_path / "sub" / "report.md"
    path.parent.mkdir()
    (tmp_path / "other").write_text("x", "utf-8")
    if before is not None:
        path.write_bytes(before.encode())
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-qm", "first")
    path.write_bytes(after.encode())
    assert git.changed_lines(path, "HEAD") == changed


def test_nothing_that_a_folder_of_git_names_is_run(project: Path, tmp_path: Path) -> None:
    """Monitors, filters, viewers of differences, hooks, pagers and aliases of a hostile folder leave no trace."""
    canary = tmp_path / "run"
    _git(project, "init", "-q")
    _git(project, "add", ".")
    _git(project, "commit", "-qm", "first")
    touch = f"touch {canary}; false"
    settings = {
        "core.fsmonitor": touch, "core.pager": touch, "diff.external": touch, "diff.evil.textconv": touch,
        "filter.evil.clean": touch, "filter.evil.smudge": touch, "filter.evil.process": touch, "alias.rev-parse": f"!{touch}",
        "core.sshCommand": touch, "core.askPass": touch, "core.hooksPath": str(tmp_path / "hooks"), "gpg.program": touch,
        "remote.origin.url": f"ext::sh -c '{touch}'", "remote.origin.promisor": "true", "protocol.ext.allow": "always",
        "extensions.partialClone": "origin",
    }  # fmt: skip
    for name, value in settings.items():
        subprocess.run(["git", "config", name, value], cwd=project, check=True)
    (project / ".gitattributes").write_text("* diff=evil filter=evil\n", "utf-8")
    (project / "source/report.md").write_text((project / "source/report.md").read_text("utf-8") + "\n末段。\n", "utf-8")
    assert git.commit(project, open_project(project).files()).endswith("+")
    assert git.changed_lines(project / "source/report.md", "HEAD")
    with pytest.raises(git.UnknownRevision):
        git.changed_lines(project / "source/report.md", "0123456789012345678901234567890123456789")
    assert not canary.exists()
