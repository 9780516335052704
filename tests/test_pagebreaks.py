"""The pages of the print edition in the e-book: each where it begins, and none that is not known."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from lxml import etree

from pipeline.core.pagination import PageStart, found, letters
from pipeline.formats import rows
from pipeline.line.build import check
from pipeline.tools import zips
from tests.small import Small, epub, small

OPS = "{http://www.idpf.org/2007/ops}type"
XHTML = "{http://www.w3.org/1999/xhtml}"
WORDS = (
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"
)


def _paragraph(number: int) -> str:
    return (
        "".join(WORDS[(number * 7 + place * (number + 3)) % len(WORDS)] for place in range(180))
        + f"第{number}段[^n{number}]。"
    )


NOTES = "\n\n".join(f"[^n{number}]: 注{number}：{WORDS[number : number + 9]}。" for number in range(24))
TABLE = ": 表 {#tbl-a en=T}\n\n| 甲 | 乙 |\n|:-|:-|\n| 子 | 丑 |\n"
BODY = "\n\n".join(
    f"# 章{number} {{#sec-{number} en=Chapter}}\n\n见[@tbl-a]。\n\n" * (number % 6 == 0) + _paragraph(number)
    for number in range(24)
)  # fmt: skip
LISTING = """::: {.page-break}
:::

``` {.python #lst-a .numberLines startFrom="7" caption="增长率" en="Growth"}
def growth(first: float, last: float) -> float:
    return last / first - 1
```

此页由[@lst-a]开始，其后才是这一段文字。
"""
LONG = f"{BODY}\n\n{TABLE}\n\n::: sidebar\n## 框 {{#sec-box en=Box}}\n\n{_paragraph(30).replace('[^n30]', '')}\n:::\n\n{LISTING}\n{NOTES}\n"


@pytest.fixture(scope="module")
def made() -> Small:
    report = small(LONG)
    report.built("pdf", "epub")
    return report


def _files(made: Small) -> dict[str, bytes]:
    return dict(zips.read((made.folder / "out/report.epub").read_bytes()))


def _text(made: Small) -> tuple[str, list[tuple[int, str]]]:
    """The letters of all pages of the book, and the marks of printed pages with where they stand there."""
    said, marks = "", []
    for name, data in sorted(_files(made).items()):
        if not name.startswith("EPUB/text/") or name.endswith(("nav.xhtml", "/cover.xhtml")):
            continue
        root = etree.fromstring(data).find(f"{XHTML}body")
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                if element.get(OPS) == "pagebreak":
                    marks.append((len(said), element.get("title")))
                said += letters(element.text or "")
            elif element is not root:
                said += letters(element.tail or "")
    return said, marks


def test_each_page_is_marked_where_it_begins(made: Small) -> None:
    document = pypdfium2.PdfDocument(made.folder / "out/report.pdf")
    printed = {document.get_page_label(number): letters(page.get_textpage().get_text_bounded()) for number, page in enumerate(document)}  # fmt: skip
    said, marks = _text(made)
    labels = [label for _, label in marks]
    # The contents of the book are its own.
    assert labels == [label for label in printed if label in labels]
    assert set(printed) - set(labels) <= {"ii", "iii"} and len(labels) >= 6
    for at, label in marks:
        assert said[at : at + 8] in printed[label]
    for (at, label), (end, _) in zip(marks, [*marks[1:], (len(said), "")], strict=True):
        # What stands before the mark of the next page is on this one.
        middle = (at + end) // 2
        assert said[middle : middle + 5] in printed[label] or label in ("i",), label


def test_the_list_of_pages_leads_to_the_marks_and_says_what_they_are_counted_by(made: Small) -> None:
    files = _files(made)
    nav = etree.fromstring(files["EPUB/text/nav.xhtml"])
    rows_ = [(one.get("href"), one.text) for one in nav.find(".//*[@id='page-list']").iter(f"{XHTML}a")]
    assert [label for _, label in rows_] == [label for _, label in _text(made)[1]]
    package = files["EPUB/content.opf"].decode()
    assert '<meta property="pageBreakSource">小报告 (PDF, 2026-11-22)</meta>' in package
    assert ">pageBreakMarkers<" in package and ">pageNavigation<" in package


def test_a_book_that_is_made_alone_claims_no_pages() -> None:
    files = epub(BODY + "\n\n" + TABLE + "\n\n" + NOTES)
    assert "page-list" not in files["EPUB/text/nav.xhtml"].decode()
    assert not [name for name, data in files.items() if b"pagebreak" in data.lower()]


@pytest.mark.parametrize(
    ("part", "before", "after", "code"),
    [
        ("EPUB/text/nav.xhtml", "#page--2", "#page--3", "OUT103"),
        ("EPUB/text/nav.xhtml", ">2<", ">20<", "OUT103"),
        ("EPUB/content.opf", ">小报告 (PDF, 2026-11-22)<", ">urn:isbn:9787302000006<", "OUT102"),
        ("EPUB/content.opf", ">pageNavigation<", ">captions<", "OUT102"),
    ],
)
def test_pages_that_are_wrong_are_told(made: Small, part: str, before: str, after: str, code: str) -> None:
    path = made.folder / "out/report.epub"
    sound = path.read_bytes()
    changed = {name: data.replace(before.encode(), after.encode(), 1) if name == part else data for name, data in zips.read(sound).items()}  # fmt: skip
    assert changed[part] != zips.read(sound)[part]
    try:
        path.write_bytes(zips.write(changed.items()))
        told = {problem.code for problem in check(made.session, rows(("epub",)), 1, lambda _: None).diagnostics}
    finally:
        path.write_bytes(sound)
    assert {one for one in told if one.startswith("OUT")} == {code}


@pytest.mark.parametrize(
    ("starts", "text", "wanted"),
    [
        (["abcdefghijklmn"], "xxabcdefghijklmnyy", [2]),
        (["abcdefghijklmnopqrst", "qrstuvwxyz0123"], "abcdefghijklmnopqrstuvwxyz0123", [0, 16]),
        # Where texts part, the first letters do.
        (["abcdefghijklXXXXXXXX"], "abcdefghijklmn", [0]),
        (["nowhere at all"], "abcdefghijklmn", []),
        # A few letters would be found anywhere.
        (["ab"], "xxabyyab", []),
        (["ab"], "xxabyy", [2]),
        (["abcdefghijkl"], "x" * 4000 + "abcdefghijkl" + "y" * 9 + "abcdefghijkl", []),
        (["abcdefghijkl"], "x" * 4000 + "abcdefghijkl", [4000]),
    ],
)
def test_a_page_is_found_by_its_first_letters(starts: list[str], text: str, wanted: list[int]) -> None:
    pages = [PageStart(str(number), letters(start)) for number, start in enumerate(starts)]
    assert [at for _, at in found(pages, text)] == wanted


LONG_TABLE = ": 长表 {#tbl-long en=Long}\n\n| 名称 | 所载文字 |\n|:--|:--|\n" + "\n".join(
    f"| 第{number}行 | {WORDS[number % 20 : number % 20 + 24]}{number} |" for number in range(110)
)


def test_a_page_that_holds_nothing_but_a_table_that_goes_on_begins_at_its_row() -> None:
    made = small(f"# 章 {{#sec-long en=Long}}\n\n见[@tbl-long]。\n\n{LONG_TABLE}\n\n末段文字在表之后。\n")
    made.built("pdf", "epub")
    document = pypdfium2.PdfDocument(made.folder / "out/report.pdf")
    printed = {document.get_page_label(number): letters(page.get_textpage().get_text_bounded()) for number, page in enumerate(document)}  # fmt: skip
    said, marks = _text(made)
    labels = [label for _, label in marks]
    assert set(printed) - set(labels) <= {"ii", "iii"} and labels == [label for label in printed if label in labels]
    inside = [(at, label) for at, label in marks if re.match("第\\d+行", said[at:])]
    assert len(inside) >= 2
    for at, label in inside:
        row = re.match("第\\d+行", said[at:])
        assert row is not None
        # The first row of the page, behind the head rows that it repeats.
        assert re.findall("第\\d+行", printed[label])[0] == row.group()
    codes = {one.code for one in check(made.session, rows(("epub",)), 1, lambda _: None).diagnostics}
    assert not {code for code in codes if code.startswith("OUT")}
