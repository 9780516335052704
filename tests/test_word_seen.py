"""What of a Word file has to be seen where a program shows it, and what that program says which shows it."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.formats.docx import gate
from pipeline.formats.docx.openxml import NAMESPACES
from pipeline.formats.docx.seen import unseen
from pipeline.formats.inputs import Artifact
from pipeline.tools import docx_preview, judges, zips
from pipeline.tools.docx_preview import Shown
from tests.test_damaged import sound

__all__ = ["sound"]

_SPACES = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("w", "wp", "a", "r"))
_RUBY = "<w:r><w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby></w:r>"
_PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:docPr name="fig-{0}"/><a:blip r:embed="rId{0}"/></wp:inline></w:drawing></w:r>'
)


def _files(body: str, notes: str = "") -> dict[str, bytes]:
    made = {"document": f"<w:body>{body}</w:body>", "footnotes": notes}
    return {f"word/{name}.xml": f"<w:{name} {_SPACES}>{inner}</w:{name}>".encode() for name, inner in made.items()}


def _text(*said: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in said)


@pytest.mark.parametrize(
    ("body", "shown", "told"),
    [
        (_text("甲 乙", "Abc", "丙"), Shown("甲乙 1\nABC\n丙"), []),
        (_text("甲", "乙", "丙"), Shown("甲\n丙"), ["text 乙"]),
        (_text("1", "甲", "1"), Shown("甲 1"), ["text 甲", "text 1"]),
        (_text("甲", "乙"), Shown("甲" + "x" * 1001 + "乙"), ["text 乙"]),
        (f"<w:p>{_RUBY}</w:p>" + _text("丙"), Shown("丙"), []),
        (_PICTURE.format(1) + _PICTURE.format(2), Shown("", "", [(5, 5), (5, 5)]), []),
        (_PICTURE.format(1) + _PICTURE.format(2), Shown("", "", [(5, 5), (0, 0)]), ["name fig-2"]),
        (_PICTURE.format(1) + _PICTURE.format(2), Shown("", "", [(5, 5)]), ["name fig-2"]),
    ],
)
def test_what_is_not_seen_is_told(body: str, shown: Shown, told: list[str]) -> None:
    found = [" ".join(map(str, dict(why.values).popitem())) for _, why, _ in unseen(_files(body), shown)]
    assert found == told


def test_notes_are_seen_in_any_order() -> None:
    files = _files("", f'<w:footnote w:id="2">{_text("甲", "乙", "丙")}</w:footnote>')
    assert [dict(why.values)["text"] for _, why, _ in unseen(files, Shown("", "乙甲"))] == ["丙"]


def _judged(artifact: Artifact, monkeypatch: pytest.MonkeyPatch, printed: bytes) -> list[Diagnostic]:
    monkeypatch.setattr(docx_preview, "missing", lambda: "")
    monkeypatch.setattr(judges, "node", lambda *_, **__: printed)
    return list(gate._preview(artifact))


def test_an_error_of_the_viewer_is_told_alone(sound: dict[str, Artifact], monkeypatch: pytest.MonkeyPatch) -> None:
    printed = b'{"body": "", "notes": "", "pictures": [], "errors": ["TypeError: x"]}'
    assert [one.code for one in _judged(sound["docx"], monkeypatch, printed)] == ["GAT115"]


def test_what_is_not_seen_leads_to_the_source(sound: dict[str, Artifact], monkeypatch: pytest.MonkeyPatch) -> None:
    body = etree.fromstring(zips.read(sound["docx"].data)["word/document.xml"])
    printed = b'{"body": "", "notes": "", "pictures": [], "errors": []}'
    found = _judged(sound["docx"], monkeypatch, printed)
    pictures = [one for one in found if one.key == "seen_without_picture"]
    assert len(pictures) == len(list(body.iter(f"{{{NAMESPACES['a']}}}blip"))) > 0
    assert {one.span.file for one in pictures if one.span} == {"source/report.md"}


@pytest.mark.parametrize(
    "printed", [b"", b"no JSON", b"{}", b"[]", b'{"body": "", "notes": "", "pictures": [1], "errors": []}']
)
def test_a_viewer_that_says_nothing_is_not_asked_for_more(
    printed: bytes, sound: dict[str, Artifact], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(judges.Unavailable):
        _judged(sound["docx"], monkeypatch, printed)
