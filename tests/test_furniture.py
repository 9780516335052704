"""What stands round the text of an output: style sheets, the way through a book, headers and footers of Word."""

from __future__ import annotations

import base64
import re

import pytest
from lxml import etree

from pipeline.core.languages import Bilingual
from pipeline.core.model import Metadata
from pipeline.core.text import Span
from pipeline.formats.docx import furniture
from pipeline.formats.inputs import Artifact
from pipeline.formats.proving import contents, sheets
from pipeline.project import STYLES
from pipeline.styling.tokens import load_tokens
from pipeline.tools import fonts, pdf, zips
from tests import small
from tests.test_damaged import sound

__all__ = ["sound"]

SPAN = Span("out/report.html")
OWN = "p { margin: 0 }\n@media print { p { color: red } }"
TOKENS = load_tokens([STYLES])
INK = str(TOKENS["color"]["ink"])
WRONG_PAINTS = (
    f'.themed [fill="{INK}"]{{stroke:var(--color-ink)}}',
    f'.themed [fill="{INK}"]{{fill:var(--color-ground)}}',
    '.themed [fill="#123456"]{fill:var(--color-ink)}',
)
_DATA = base64.b64encode(fonts.web(fonts.find("TeX Gyre Termes"), "A", small=False)).decode()
FACE = f"@font-face{{font-family:'A';src:url(data:font/woff2;base64,{_DATA}) format('woff2')}}"
CUT = f"@font-face{{font-family:'A';src:url(data:font/woff2;base64,{_DATA[:400]}) format('woff2')}}"


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (f"{FACE}\n{FACE}\n{OWN}\n", []),
        (f'{FACE}.themed [fill="{INK}"]{{fill:var(--color-ink)}}\n{OWN}', []),
        (f"{OWN}\n.b {{ top: 0 }}", []),
        (f"{OWN}\np {{ display: none }}", ["p { display: none }"]),
        (f"p {{ display: none }}\n{OWN}", ["p { display: none }"]),
        *((f"{rule}{OWN}", [rule]) for rule in WRONG_PAINTS),
        (f"@import url(https://example.org/a.css);\n{OWN}", None),
        (FACE.replace("data:font", "https://example.org/data:font") + OWN, None),
        (OWN.replace("margin: 0", "margin: 9px"), ["p { margin: 9px }"]),
        (CUT + OWN, [CUT[:60]]),
        ("", ["style"]),
    ],
)
def test_a_rule_of_another_sheet_is_told(sheet: str, told: list[str] | None) -> None:
    forms = [OWN, f"{OWN}\n.b {{ top: 0 }}"]
    found = [problem.values["what"] for problem in sheets.check(sheet, sheets.Sheet(forms, "data:font/", TOKENS), SPAN)]
    assert found if told is None else found == told


@pytest.mark.parametrize("mark", ["", "watermark: {zh: 草稿, en: Draft}\n"])
def test_headers_and_footers_say_the_title_and_their_fields(mark: str) -> None:
    files = dict(zips.read(small.small("# 章 {#sec-a en=A}\n\n正文。", mark).built("docx")["docx"]))
    body = etree.fromstring(files["word/document.xml"])
    metadata = Metadata(
        title=Bilingual("小报告", "Small Report"), watermark=Bilingual("草稿", "Draft") if mark else Bilingual()
    )

    def told(part: str = "", find: str = "", put: str = "") -> list[str]:
        changed = {**files, part: re.sub(find, put, files[part].decode(), count=1).encode()} if part else files
        assert not part or changed[part] != files[part]
        return [problem.code for problem in furniture.check(metadata, changed, body, "out/report.docx")]

    assert told() == []
    assert told("word/header1.xml", "小报告", "大报告") == ["OUT123", "OUT106"]
    assert told("word/header1.xml", "STYLEREF", "REF") == ["OUT123", "OUT106"]
    assert told("word/footer1.xml", "PAGE", "NUMPAGES") == ["OUT123", "OUT106"]
    assert told("word/footer1.xml", "</w:p>", "<w:r><w:t> / 9</w:t></w:r></w:p>") == ["OUT123"]
    assert told("word/header2.xml", "</w:p>", "<w:r><w:t>多余</w:t></w:r></w:p>") == ["OUT123"]
    if mark:
        assert told("word/header2.xml", 'string="草稿"', 'string="定稿"') == ["OUT123", "OUT106"]


@pytest.mark.parametrize(
    ("body", "front", "first"),
    [
        ("# 章 {#sec-a en=A}\n\n正文。", "", "sec-a"),
        ("# 前言 {#sec-p en=Preface .frontmatter}\n\n前。\n\n# 章 {#sec-a en=A}\n\n正文。", "", "sec-a"),
        ("# 章 {#sec-a en=A}\n\n: {zh: 表, en: T} {#tbl-a}\n\n正文。", "lists: [tables]\n", "sec-a"),
    ],
)
def test_the_text_of_a_book_begins_behind_what_stands_before_it(body: str, front: str, first: str) -> None:
    nav = small.epub(body, front)["EPUB/text/nav.xhtml"].decode()
    found = re.search('epub:type="bodymatter" href="([^"]*)"', nav)
    assert found
    assert first in found[1]


def test_bookmarks_say_the_headings_and_lead_to_their_pages(sound: dict[str, Artifact]) -> None:
    artifact = sound["pdf"]
    rows, places = pdf.bookmarks(artifact.data)

    def told(found: list[tuple[str, int]]) -> list[str]:
        return [problem.code for problem in contents.bookmarks(artifact.document, SPAN, found, places)]

    assert told(rows) == []
    assert told(rows[:-1]) == ["OUT114"]
    assert told([*rows, ("多余", 1)]) == ["OUT123"]
    place = next(number for number, (title, _) in enumerate(rows) if "第一部分" in title)
    for changed in (("误", rows[place][1]), (rows[place][0], rows[place][1] + 1)):
        assert told([*rows[:place], changed, *rows[place + 1 :]]) == ["OUT114"]
