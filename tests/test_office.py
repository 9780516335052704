"""The fields of the Word edition are true: when LibreOffice updates everything, nothing changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from pipeline.formats import rows
from pipeline.formats.docx.pages import printed, probe
from pipeline.line.build import build, check
from pipeline.starter import write as write_starter
from pipeline.tools import zips
from pipeline.tools.office import layout
from tests import office
from tests.conftest import BULLETIN, OFFICE, PROJECT, ROOT, TORTURE, needs, run
from tests.small import W, small
from tests.test_word_references import ENGLISH

pytestmark = [pytest.mark.gate, pytest.mark.slow]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The Word files of five reports, of one with each kind of number, and of one with much that moves lines."""
    needs(office.lacking())
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.tools.office.program", OFFICE)
        return _built(folder)


def _built(folder: Path) -> dict[str, Path]:
    starter = folder / "starter"
    list(write_starter(starter))
    made = {}
    projects = {"report": ROOT, "starter": starter, "project": PROJECT, "torture": TORTURE, "bulletin": BULLETIN}
    for name, project in projects.items():
        outcome = run("build", "docx", "--project", str(project), "--out", str(folder / name), "--fail-on", "never")
        assert outcome.code == 0, outcome.output
        made[name] = folder / name / "report.docx"
    for name, (body, front) in SMALL.items():
        made[name] = folder / f"{name}.docx"
        made[name].write_bytes(small(body, front).built("docx")["docx"])
    return made


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

_WORDS = "这是一段用来占地方的正文，句子不长也不短，写到这里差不多就够了。"

_TALL = r"\sum_{k=1}^n \frac{x^k}{\sqrt{k}} = \begin{cases} a & b \\ c & d \end{cases}"


def _dense() -> Iterator[str]:
    """Formulas, tables and notes over many pages, each with its page in the text: whatever moves a line shows."""
    for place in range(40):
        asked = f"第[@eq-{place}]{{.page}}、[@tbl-{place * 7 % 40}]{{.page}}[^n-{place}]。"
        yield f"{_WORDS * (1 + place % 4)}{asked}\n\n[^n-{place}]: {_WORDS * (place % 3 + 1)}\n"
        yield f"$${_TALL}$$ {{#eq-{place}}}\n"
        rows = "".join(f"| 第 {row} 行 | {row * 3.5} |\n" for row in range(3 + place % 9))
        yield f"| 甲 | 乙 |\n|:--|--:|\n{rows}\n: 表题 {place} {{#tbl-{place} en='Table {place}'}}\n"
        if place % 8 == 7:
            yield f"## 第 {place} 节 {{#sec-{place} en='Section {place}'}}\n"


INDEX = f"""# 首章 {{#sec-a en="A"}}

[流通]{{.index}}，[数据]{{.index}}[数据]{{.index}}，[别处]{{.index entry="数据!别处"}}。

{_WORDS * 60}

[数据]{{.index}}，[流通]{{.index}}[流通]{{.index}}。

# 索引 {{#sec-index .index en="Index"}}
"""

SMALL = {
    "index": (INDEX, ""),
    "numbers": (NUMBERS, "numbering: chapter\n"),
    "english": (ENGLISH, "languages: [en]\n"),
    "dense": ("\n".join(("# 首章 {en='A'}\n", *_dense())), "lists: [tables, equations]\n"),
}
NAMES = ("report", "starter", "project", "torture", "bulletin", *SMALL)


@pytest.mark.parametrize("name", NAMES)
def test_update_all_changes_nothing(name: str, files: dict[str, Path], updated: dict[str, office.Updated]) -> None:
    text, notes = office.cached(files[name].read_bytes())
    told = updated[name]
    assert list(told.notes) == notes
    assert list(told.text) == text


@pytest.mark.parametrize("name", NAMES)
def test_contents_have_their_pages_and_word_asks_for_nothing(name: str, files: dict[str, Path]) -> None:
    parts = dict(zips.read(files[name].read_bytes()))
    assert b"updateFields" not in parts["word/settings.xml"]
    body = etree.fromstring(parts["word/document.xml"])
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and re.match("TOC[0-9]|TableOf", str(style.get(f"{W}val"))):
            said = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
            assert re.search(r"[0-9IVXLCivxlc]$", said), said


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


def test_an_index_says_each_page_once(files: dict[str, Path]) -> None:
    body = etree.fromstring(dict(zips.read(files["index"].read_bytes()))["word/document.xml"])
    said = {}
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and re.fullmatch("IND[0-9]", str(style.get(f"{W}val"))):
            words, _, pages = "".join(text.text or "" for text in paragraph.iter(f"{W}t")).partition("\u2003")
            said[words] = pages.split(", ")
    assert said.keys() == {"流通", "数据", "别处"}
    assert said["流通"] == said["数据"] and len(said["数据"]) == 2 and said["别处"] == said["数据"][:1]
    assert int(said["数据"][1]) > int(said["数据"][0])


def test_a_page_of_an_index_that_is_another_is_told(files: dict[str, Path]) -> None:
    made = small(*SMALL["index"])
    (path,) = build(made.session, rows(["docx"]), 1, lambda _: None).written
    data = files["index"].read_bytes()
    for old, new in ((b">2</w:t>", b">3</w:t>"), (b"", b"")):
        parts = dict(zips.read(data))
        body = parts["word/document.xml"]
        at = body.rindex(b"IND1")
        parts["word/document.xml"] = body[:at] + body[at:].replace(old, new, 1)
        path.write_bytes(zips.write(list(parts.items())))
        told = [one.code for one in check(made.session, rows(["docx"]), 1, lambda _: None).diagnostics]
        assert bool([code for code in told if code.startswith("OUT")]) == (old != new)


def test_pages_are_counted_without_the_bridge_too(files: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.tools.office.program", OFFICE)
    own = zips.read(files["numbers"].read_bytes())
    parts, names = probe(own)
    data = zips.write(list(parts.items()))
    computed = layout(data)
    monkeypatch.setattr("pipeline.tools.office._pythons", list)
    exported = layout(data)
    assert computed is not None and exported is not None
    shown = [printed(own, names, found.bookmarks) for found in (computed, exported)]
    assert all(shown[0].values()) and shown[0] == shown[1]
    monkeypatch.setattr("pipeline.tools.office.program", lambda: "")
    assert layout(data) is None
