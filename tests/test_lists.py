"""Numbers of lists and sizes of pictures are those of the source in every format, and notes hold any block."""

from __future__ import annotations

import re
import struct
import zlib

import pypdfium2
import pytest

from pipeline.formats.hypertext.fragment import fragment
from pipeline.formats.pdf.body import dress_body
from pipeline.formats.pdf.hints import HINTS
from pipeline.line.build import check
from pipeline.transforms import transform
from tests.conftest import ROOT, TESTS
from tests.small import W, epub, html, pdf, small, word

LISTS = """\
(3) 三
(4) 四

段

1986. 那一年的事。

段

d) 丁
e) 戊

    (iii) 内
    (iv) 内

段

C.  大
D.  大

段

#. 甲
#. 乙

(@a) 例一

见(@b)。

(@b) 例二[^n]

[^n]: 注

    (x) 项
    (y) 项
"""
MARKERS = ["(3)", "(4)", "1986.", "d)", "e)", "(iii)", "(iv)", "C.", "D.", "1.", "2.", "(1)", "(2)", "(x)", "(y)"]
_MARKER = re.compile(r"^\(?(?:\d+|[ivx]+|[a-z]|[A-Z])[.)]$")


def _markers(page: str) -> list[str]:
    """What stands alone on a line and may be the number of an item."""
    return [line for line in (line.strip() for line in page.splitlines()) if _MARKER.match(line)]


def test_the_pdf_numbers_lists_as_the_source_does() -> None:
    assert sorted(_markers("\n".join(pdf(LISTS)))) == sorted(MARKERS)


def test_html_and_the_book_give_browsers_the_same_numbers() -> None:
    lists = [
        (listing.get("start", "1"), listing.get("type", "1"), listing.get("class", ""))
        for listing in html(LISTS).iter("ol")
        if not listing.xpath("ancestor::nav") and "footnotes" not in str(listing.getparent().get("id"))
    ]
    assert lists == [
        ("3", "1", "two-parens"),
        ("1986", "1", ""),
        ("4", "a", "one-paren"),
        ("3", "i", "two-parens"),
        ("3", "A", "capitals"),
        ("1", "1", ""),
        ("1", "1", "two-parens"),
        ("2", "1", "two-parens"),
        ("24", "a", "two-parens"),
    ]
    text = b"".join(data for name, data in epub(LISTS).items() if name.endswith(".xhtml")).decode()
    assert 'class="two-parens"' in text and 'start="1986"' in text


def test_no_rule_for_capitals_holds_for_small_letters() -> None:
    """In HTML a selector takes `type="a"` for `type="A"`, whose rule came later: `a)` was shown as `A)`."""
    rules = [line for line in (ROOT / "styles/base.css").read_text("utf-8").splitlines() if line.startswith("ol")]
    capitals = [line for line in rules if '[type="A"]' in line or '[type="I"]' in line]
    assert len(capitals) == 6 and all(".capitals[" in line for line in capitals)


def test_word_numbers_lists_as_the_source_does() -> None:
    numbering = word(LISTS, part="word/numbering.xml")
    forms = {level.get(f"{W}val") for level in numbering.iter(f"{W}lvlText")}
    assert {"(%1)", "%1)", "(%2)", "%1."} <= forms
    starts = {start.get(f"{W}val") for start in numbering.iter(f"{W}startOverride")}
    assert {"3", "1986", "4", "24"} <= starts


def test_a_long_number_stays_within_the_measure() -> None:
    document = pypdfium2.PdfDocument(small("段。\n\n(1986) 那一年的事。\n").built("pdf")["pdf"])
    text = document[len(document) - 1].get_textpage()
    places = {text.get_text_range(index, 1): text.get_charbox(index) for index in range(text.count_chars())}
    year = text.get_text_range().index("(1986")
    # The paragraph above is indented by two ems of 10.5 pt.
    assert text.get_charbox(year)[0] >= places["段"][0] - 21.5


# What WeasyPrint takes from HTML itself, and what shows nothing on a page.
_TAKEN = {
    *((tag, "colspan") for tag in ("td", "th")),
    *((tag, "rowspan") for tag in ("td", "th")),
    *((tag, "scope") for tag in ("td", "th")),
    ("a", "href"),
    ("a", "rel"),
    ("a", "title"),
    ("abbr", "title"),
    ("img", "src"),
    ("img", "alt"),
}
_EVERYWHERE = re.compile(r"id|class|lang|style|role|aria-.+|data-.+")
# Said by the style sheet of all media.
_BY_SHEET = {("ol", "type")}


def _emitted(folder: str) -> set[tuple[str, str]]:
    from pipeline.line.session import Session
    from pipeline.project import open_project

    session = Session(open_project(TESTS / folder)) if folder else small(LISTS).session
    document, _ = transform(session.document, lambda blocks: [(None, ())] * len(blocks), proof=False)
    body = fragment(document, shift=1, places=True)
    dress_body(body, session.tokens)
    for element in body.iter(*{tag for tag, _ in HINTS}):
        for (tag, name), style in HINTS.items():
            if element.tag == tag and element.get(name):
                assert style(element.get(name)) in element.get("style", "")
    plain = [element for element in body.iter() if isinstance(element.tag, str) and "}" not in element.tag]
    return {(str(element.tag), str(name)) for element in plain for name in element.attrib}


@pytest.mark.parametrize("folder", ["", "project", "torture"])
def test_every_attribute_is_taken_shows_nothing_or_is_said_as_a_style(folder: str) -> None:
    emitted = {(tag, name) for tag, name in _emitted(folder) if not _EVERYWHERE.fullmatch(name)}
    assert emitted <= _TAKEN | _BY_SHEET | HINTS.keys()


def _png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + b"\x20\x60\x80" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


_FIGURE = """\
``` {{.figure #fig-{name}}}
kind: image
file: {name}.{suffix}
width: {width}
caption: {{zh: 图, en: Figure}}
alt: {{zh: 方框。, en: A frame.}}
credit: {{zh: 自制, en: Own}}
```
"""
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30" fill="#206080"/></svg>'


@pytest.mark.parametrize(("suffix", "width"), [("png", 60), ("png", 20), ("png", 300), ("svg", 60), ("svg", 33.5)])
def test_pictures_are_as_wide_in_print_as_asked_for_and_as_in_html(suffix: str, width: float) -> None:
    made = small(_FIGURE.format(name="a", suffix=suffix, width=width))
    (made.folder / f"source/a.{suffix}").write_bytes(_png(900, 300) if suffix == "png" else _SVG.encode())
    files = made.built("pdf", "html")
    image = re.search(rb'<img [^>]*width="(\d+)"', files["html"])
    assert image
    in_html = int(image[1]) / 96 * 25.4
    document = pypdfium2.PdfDocument(files["pdf"])
    widths = [
        (bounds[2] - bounds[0]) / 72 * 25.4
        for page in document
        for thing in page.get_objects(max_depth=4)
        if (bounds := thing.get_bounds()) and abs((bounds[2] - bounds[0]) - 3 * (bounds[3] - bounds[1])) < 0.5
        if bounds[2] - bounds[0] > 20
    ]
    assert widths and abs(max(widths) - in_html) < 0.4
    assert abs(in_html - min(width, 156)) < 0.4


NOTE = """\
正文[^a]与[^b]。

[^a]: 第一段。

    第二段。

    - 列表

    ```
    code
    ```

[^b]: - 项目

    > 引文
"""


def test_a_note_holds_any_block_in_every_format() -> None:
    made = small(NOTE)
    files = made.built("pdf", "html", "epub", "docx")
    assert not [found for found in check(made.session, (), 1, lambda _: None).diagnostics if found.code == "OUT106"]
    page = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(files["pdf"]))
    assert "↩" not in page
    lines = [line.strip() for line in page.splitlines()]
    assert [line for line in lines if line in ("1. 第一段。", "第二段。", "列表", "code", "项目", "引文")] == [
        "1. 第一段。",
        "第二段。",
        "列表",
        "code",
        "项目",
        "引文",
    ]
    back = html(NOTE).xpath("//li[starts-with(@id, 'fn')]//a[@role='doc-backlink']/..")
    assert [element.tag for element in back] == ["p", "p"]
