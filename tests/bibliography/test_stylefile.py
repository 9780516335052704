"""Which file sets the citations of a report, and what is told of one that cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.bibliography import stylefile
from pipeline.bibliography.stylefile import style_file
from pipeline.core.diagnostics import ExitCode, PipelineError
from pipeline.core.reasons import Reason
from pipeline.core.text import Span

CSL = 'xmlns="http://purl.org/net/xbiblio/csl"'
OWN = f"<style {CSL}><info/><citation/></style>"


def _dependent(address: str, rel: str = "independent-parent") -> str:
    return f'<style {CSL}>\n<info>\n<link rel="{rel}" href="{address}"/></info>\n</style>'


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def _refused(path: Path, *folders: Path) -> tuple[Span | None, Reason]:
    with pytest.raises(PipelineError) as caught:
        style_file(path, path.parent, folders)
    assert caught.value.exit_code == ExitCode.UNREADABLE
    (problem,) = caught.value.diagnostics
    assert problem.code == "SET106"
    reason = problem.values["reason"]
    assert isinstance(reason, Reason)
    return problem.span, reason


@pytest.mark.parametrize(
    "layouts", ["<layout/>\n<layout/>", '<layout locale="en"/>'],
)  # fmt: skip
def test_a_style_of_csl_m_is_told_so(tmp_path: Path, layouts: str) -> None:
    text = f"<style {CSL}><info/><citation><layout/></citation>\n<bibliography>{layouts}</bibliography></style>"
    assert _refused(_write(tmp_path / "own.csl", text)) == (Span("own.csl", 2), Reason("csl_m"))


def test_a_style_of_its_own_is_the_file(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.csl", OWN)
    assert style_file(path, tmp_path, []) == path
    other = _write(tmp_path / "b.csl", _dependent("http://example.org/a", rel="self"))
    assert style_file(other, tmp_path, []) == other


@pytest.mark.parametrize(
    "address",
    ["http://www.zotero.org/styles/parent", "http://www.zotero.org/styles/parent.csl", "parent", "http://x.org/parent?v=a/b", "http://x.org/parent#a/b"],
)  # fmt: skip
def test_a_parent_is_looked_for_by_the_last_part_of_its_address(tmp_path: Path, address: str) -> None:
    path = _write(tmp_path / "a.csl", _dependent(address))
    parent = _write(tmp_path / "ours" / "parent.csl", OWN)
    assert style_file(path, tmp_path, [tmp_path / "none", tmp_path / "ours"]) == parent
    beside = _write(tmp_path / "parent.csl", OWN)
    assert style_file(path, tmp_path, [tmp_path / "ours"]) == beside


def test_a_parent_without_rules_is_passed_over(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.csl", _dependent("http://x.org/parent"))
    _write(tmp_path / "parent.csl", _dependent("http://x.org/other"))
    assert _refused(path) == (Span("a.csl", 3), Reason("parent_style", name="parent.csl"))
    parent = _write(tmp_path / "ours" / "parent.csl", OWN)
    assert style_file(path, tmp_path, [tmp_path / "ours"]) == parent


@pytest.mark.parametrize(("address", "name"), [("http://x.org/none", "none.csl"), ("", ".csl"), ("http://x.org/a", "a.csl")])  # fmt: skip
def test_a_parent_that_is_not_there_is_told_on_the_line_that_names_it(tmp_path: Path, address: str, name: str) -> None:
    path = _write(tmp_path / "a.csl", _dependent(address))
    assert _refused(path) == (Span("a.csl", 3), Reason("parent_style", name=name))


def test_a_style_is_not_its_own_parent_whatever_it_holds(tmp_path: Path) -> None:
    text = _dependent("http://x.org/a").replace("</style>", "<citation/></style>")
    path = _write(tmp_path / "a.csl", text)
    assert _refused(path)[1] == Reason("parent_style", name="a.csl")


def test_a_parent_outside_its_folder_is_not_taken(tmp_path: Path) -> None:
    outside = _write(tmp_path / "outside" / "parent.csl", OWN)
    path = _write(tmp_path / "project" / "a.csl", _dependent("http://x.org/parent"))
    (tmp_path / "project" / "parent.csl").symlink_to(outside)
    assert _refused(path) == (Span("parent.csl"), Reason("outside_the_project"))
    (tmp_path / "project" / "parent.csl").unlink()
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "parent.csl").symlink_to(outside)
    assert _refused(path, tmp_path / "ours") == (Span("parent.csl"), Reason("outside_the_project"))
    assert style_file(path, path.parent, [outside.parent]) == outside
    (tmp_path / "folder" / "parent.csl").mkdir(parents=True)
    assert _refused(path, tmp_path / "folder")[1] == Reason("parent_style", name="parent.csl")


def test_a_parent_of_the_project_may_stand_anywhere_in_it(tmp_path: Path) -> None:
    parent = _write(tmp_path / "more" / "parent.csl", OWN)
    path = _write(tmp_path / "styles" / "a.csl", _dependent("http://x.org/parent"))
    (tmp_path / "styles" / "parent.csl").symlink_to(parent)
    assert style_file(path, tmp_path, []) == path.parent / "parent.csl"
    parent.write_text("<style/>", "utf-8")
    with pytest.raises(PipelineError) as caught:
        style_file(path, tmp_path, [])
    assert caught.value.diagnostics[0].span == Span("parent.csl", 1)
    path.write_text("<style/>", "utf-8")
    with pytest.raises(PipelineError) as caught:
        style_file(path, tmp_path, [])
    assert caught.value.diagnostics[0].span == Span("styles/a.csl", 1)


@pytest.mark.parametrize(
    ("text", "span", "reason"),
    [
        ("\n<style/>", Span("a.csl", 2), "no_csl_style"),
        (f"<info {CSL}/>", Span("a.csl", 1), "no_csl_style"),
        (f"<!DOCTYPE style>\n{OWN}", Span("a.csl", 1), "has_doctype"),
        (f'<!DOCTYPE style SYSTEM "none.dtd">\n{OWN}', Span("a.csl", 1), "has_doctype"),
        (
            f'<!DOCTYPE style [<!ENTITY x SYSTEM "none.txt">]>\n<style {CSL}>&x;</style>',
            Span("a.csl", 1),
            "has_doctype",
        ),
        (f"<style {CSL}>\n<a></b></style>", Span("a.csl", 2, 8), "xml_tag_mismatch"),
        ("", Span("a.csl", 1, 1), "xml_no_markup"),
    ],
)
def test_a_file_that_is_no_style_is_refused(tmp_path: Path, text: str, span: Span, reason: str) -> None:
    told = _refused(_write(tmp_path / "a.csl", text))
    assert (told[0], told[1].name) == (span, reason)


def test_a_file_that_is_not_there_or_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _refused(tmp_path / "none.csl") == (Span("none.csl"), Reason("no_such_file"))
    assert stylefile.MAX_BYTES == 2 * 1024 * 1024
    path = _write(tmp_path / "a.csl", OWN)
    monkeypatch.setattr(stylefile, "MAX_BYTES", len(OWN))
    assert style_file(path, tmp_path, []) == path
    monkeypatch.setattr(stylefile, "MAX_BYTES", len(OWN) - 1)
    assert _refused(path)[1] == Reason("file_too_large", limit=f"{(len(OWN) - 1) / 2**20:g}")
    monkeypatch.undo()
    with path.open("ab") as stream:
        stream.truncate(stylefile.MAX_BYTES + 1)
    assert _refused(path) == (Span("a.csl"), Reason("file_too_large", limit="2"))


def test_entities_are_not_put_in(tmp_path: Path) -> None:
    secret = _write(tmp_path / "secret.txt", "words")
    text = f'<!DOCTYPE style [<!ENTITY x SYSTEM "{secret}">]>\n<style {CSL}>&x;</style>'
    assert _refused(_write(tmp_path / "a.csl", text))[1] == Reason("has_doctype")
