"""Which files are a report's own."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from pipeline.core.diagnostics import PipelineError
from pipeline.project import STYLES, open_project


def test_links_out_of_the_project_and_hidden_files_are_not_its_own(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("secret", "utf-8")
    (project / "source/link.txt").symlink_to(outside)
    (project / "source/inside.md").symlink_to(project / "source/report.md")
    (project / "source/.hidden").mkdir()
    (project / "source/.hidden/key").write_text("key", "utf-8")
    (project / "kanben.toml").write_text("[pdf]\nattach = true\n", "utf-8")
    opened = open_project(project)
    names = {path.relative_to(project).as_posix() for path in opened.files()}
    assert {"source/report.md", "source/inside.md", "kanben.toml"} <= names
    assert not names & {"source/link.txt", "source/.hidden/key"}
    files, problems = opened.attachments()
    attached = dict(files)
    assert "inside.md" in attached
    assert "SHA256SUMS.txt" in attached
    assert not {"link.txt", ".hidden/key"} & set(attached)
    assert b"secret" not in b"".join(attached.values())
    assert [(problem.code, problem.key) for problem in problems] == [("PDF104", "link.txt")]


_HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>x</title><id>x</id>'
_DEPENDENT = f'{_HEAD}<link href="{{address}}" rel="independent-parent"/></info></style>'


def _opened(project: Path, text: str, name: str = "own.csl") -> Path:
    (project / name).write_text(text, "utf-8")
    (project / "kanben.toml").write_text(f'style = "{name}"\n', "utf-8")
    return open_project(project).style


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "own.csl"),
        ("<html/>", "own.csl:1"),
        ("<style>", "own.csl:1"),
        (_HEAD, "own.csl:1"),
        (f"<!DOCTYPE style [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>{_HEAD}</info></style>", "own.csl:1"),
        (_DEPENDENT.format(address="http://127.0.0.1:9/parent.csl"), "own.csl:1"),
        (_DEPENDENT.format(address="file:///etc/passwd"), "own.csl:1"),
        (_DEPENDENT.format(address="../../../etc/passwd"), "own.csl:1"),
        (_DEPENDENT.format(address="own.csl"), "own.csl:1"),
        (_DEPENDENT.format(address=""), "own.csl:1"),
    ],
)
def test_what_is_no_style_is_refused_and_nothing_is_asked_for(
    text: str, place: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: asked.append(address))
    with pytest.raises(PipelineError) as caught:
        _opened(project, text)
    (problem,) = caught.value.diagnostics
    assert (problem.code, str(problem.span).startswith(place), asked) == ("SET106", True, [])


def test_the_parent_of_a_dependent_style_is_taken_from_the_project_or_from_ours(project: Path) -> None:
    address = "http://www.zotero.org/styles/gbt7714-2025-numeric"
    assert _opened(project, _DEPENDENT.format(address=address)) == STYLES / "gbt7714-2025-numeric.csl"
    (project / "styles").mkdir(exist_ok=True)
    parent = project / "styles/house.csl"
    parent.write_text((STYLES / "gbt7714-2025-numeric.csl").read_text("utf-8"), "utf-8")
    assert _opened(project, _DEPENDENT.format(address="https://example.org/styles/house?x=1")) == parent


@pytest.mark.parametrize("name", ["a" * 5000, "../outside", "none"])
def test_a_style_that_cannot_be_a_file_is_told(name: str, project: Path) -> None:
    (project / "kanben.toml").write_text(f'style = "{name}"\n', "utf-8")
    with pytest.raises(PipelineError) as caught:
        open_project(project)
    assert [problem.code for problem in caught.value.diagnostics] == ["SET103"]
