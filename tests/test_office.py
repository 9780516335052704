"""The fields of the Word edition are true: when LibreOffice updates everything, nothing changes."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from pipeline.starter import write as write_starter
from pipeline.tools import zips
from tests import office
from tests.conftest import OFFICE, PROJECT, ROOT, TORTURE, needs, run
from tests.small import W, small

pytestmark = [pytest.mark.gate, pytest.mark.slow]
_PAGE = re.compile(r"(?:\t|第 )(\d+|[IVX]+)(?:$| 页)")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The Word files of four reports, and of one with each kind of number."""
    needs(office.lacking())
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.tools.office.program", OFFICE)
        return _built(folder)


def _built(folder: Path) -> dict[str, Path]:
    starter = folder / "starter"
    list(write_starter(starter))
    made = {}
    for name, project in {"report": ROOT, "starter": starter, "project": PROJECT, "torture": TORTURE}.items():
        outcome = run("build", "docx", "--project", str(project), "--out", str(folder / name), "--fail-on", "never")
        assert outcome.code == 0, outcome.output
        made[name] = folder / name / "report.docx"
    numbers = folder / "numbers.docx"
    numbers.write_bytes(small(NUMBERS, "numbering: chapter\n").built("docx")["docx"])
    return {**made, "numbers": numbers}


@pytest.fixture(scope="module")
def updated(files: dict[str, Path]) -> dict[str, office.Updated]:
    return dict(zip(files, office.updated(files.values()), strict=True))


_FIGURE = """```{{.figure #fig-{0}}}
kind: tree
caption: {{zh: 图{0}, en: Figure {0}}}
alt: {{zh: 树, en: A tree}}
credit: {{zh: 自制, en: Own}}
root: {{label: {{zh: 根, en: Root}}}}
```
"""
NUMBERS = "\n".join(
    (
        '见[@fig-c]、图[-@fig-d]、[@fig-e]、[@fig-a]，在[@fig-e]{.page}；[see [@fig-c]]{lang=en}。\n\n# 首章 {#sec-a en="A"}\n',
        *(_FIGURE.format(name) for name in "ab"),
        '# 次章 {#sec-b en="B"}\n',
        _FIGURE.format("c"),
        '# 致谢 {#sec-c .unnumbered en="Thanks"}\n',
        _FIGURE.format("d"),
        '# 附录甲 {#sec-d .appendix en="Appendix"}\n',
        _FIGURE.format("e"),
        '# 后记 {#sec-f .unnumbered en="After"}\n',
        _FIGURE.format("f"),
        '# 末章 {#sec-e en="Last"}\n',
        _FIGURE.format("g"),
    )
)
NAMES = ("report", "starter", "project", "torture", "numbers")


@pytest.mark.parametrize("name", NAMES)
def test_update_all_changes_nothing(name: str, files: dict[str, Path], updated: dict[str, office.Updated]) -> None:
    text, notes = office.cached(files[name].read_bytes())
    told = updated[name]
    assert list(told.notes) == notes
    assert [_PAGE.sub("\t", line) for line in told.text] == [_PAGE.sub("\t", line) for line in text]
    pages = [(line, _PAGE.search(line), _PAGE.search(other)) for line, other in zip(text, told.text, strict=True)]
    moved = [(_number(own[1]), _number(other[1])) for _, own, other in pages if own and other and own[1] != other[1]]
    # LibreOffice keeps what stands at the foot of a page with what follows in a second layout only.
    assert len(moved) <= 4 and all(abs(own - other) == 1 for own, other in moved), moved


def _number(page: str) -> int:
    return int(page) if page.isdecimal() else _ROMAN.index(page)


@pytest.mark.parametrize("name", NAMES)
def test_contents_have_their_pages_and_word_asks_for_nothing(name: str, files: dict[str, Path]) -> None:
    parts = dict(zips.read(files[name].read_bytes()))
    assert b"updateFields" not in parts["word/settings.xml"]
    body = etree.fromstring(parts["word/document.xml"])
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and re.match("TOC[0-9]|TableOf", str(style.get(f"{W}val"))):
            said = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
            assert re.search(r"[0-9IVXLC]$", said), said


@pytest.mark.parametrize("name", NAMES)
def test_what_counts_is_there_after_libreoffice_saves(
    name: str, files: dict[str, Path], updated: dict[str, office.Updated]
) -> None:
    before, after = _counted(files[name].read_bytes()), _counted(updated[name].saved)
    assert after["SEQ"] == before["SEQ"] and after["REF"] >= before["REF"] and after["pictures"] == before["pictures"]
    assert after["notes"] == before["notes"] and after["formulas"] == before["formulas"]


def _counted(data: bytes) -> Counter[str]:
    body = etree.fromstring(dict(zips.read(data))["word/document.xml"])
    counts = Counter((code.text or " ").split()[0] for code in body.iter(f"{W}instrText") if (code.text or "").strip())
    counts["pictures"] = sum(1 for _ in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"))
    counts["notes"] = sum(1 for _ in body.iter(f"{W}footnoteReference"))
    math = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
    counts["formulas"] = sum(1 for _ in body.iter(math))
    return counts
