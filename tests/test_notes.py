"""A note that is called several times is one note: printed once, with one number, to which every call leads."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from lxml import etree

from tests.conftest import ROOT
from tests.small import Element, W, epub, findings, html, pdf, small, word

TWICE = """# 甲章 {en="A"}

一处[^a]，又一处[^b]。

# 乙章 {en="B"}

第三处[^a]，第四处[^c]，第五处[^b]。

[^a]: 反复引用的注文。

[^b]: Shared words in Latin letters.

[^c]: 只引用一次。
"""


def calls(tree: Element) -> list[tuple[str, str]]:
    return [
        (str(link.get("href")), "".join(link.itertext()))
        for link in tree.iter("a")
        if link.get("role") == "doc-noteref"
    ]


def test_web_calls_lead_to_one_note() -> None:
    tree = html(TWICE)
    assert calls(tree) == [("#fn1", "1"), ("#fn2", "2"), ("#fn1", "1"), ("#fn3", "3"), ("#fn2", "2")]
    notes = next(section for section in tree.iter("section") if section.get("id") == "footnotes")
    assert [item.get("id") for item in notes.iter("li")] == ["fn1", "fn2", "fn3"]


def test_calls_in_other_chapters_of_an_e_book_lead_to_the_file_of_the_note() -> None:
    files = {name: data.decode() for name, data in epub(TWICE).items() if name.endswith(".xhtml")}
    holders = [name.rpartition("/")[2] for name, text in files.items() if "反复引用的注文" in text]
    assert len(holders) == 1
    second = next(text for text in files.values() if "第三处" in text)
    assert f'href="{holders[0]}#fn1"' in second and "只引用一次" in second
    assert "反复" not in second and "Shared" not in second


def test_word_repeats_the_number_by_a_field() -> None:
    document = word(TWICE)
    codes = [(element.text or "").split() for element in document.iter(f"{W}instrText")]
    repeated = [code[1] for code in codes if code[0] == "NOTEREF"]
    marks = [mark.get(f"{W}name") for mark in document.iter(f"{W}bookmarkStart")]
    assert len(repeated) == 2 and set(repeated) <= set(marks)
    assert len(list(document.iter(f"{W}footnoteReference"))) == 3
    results = [
        run for run in document.iter(f"{W}r") if run.find(f"{W}rPr/{W}rStyle[@{W}val='FootnoteReference']") is not None
    ]
    assert [text.text for run in results for text in run.iter(f"{W}t")] == ["1", "2"]
    assert "反复" in etree.tostring(word(TWICE, part="word/footnotes.xml"), encoding="unicode")


def test_the_pdf_prints_it_once_and_calls_lead_there() -> None:
    data = small(TWICE).built("pdf")["pdf"]
    document = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert text.count("反复引用的注文") == 1 and text.count("Shared words") == 1
    assert "第三处1，第四处3，第五处2。" in text.replace("\r\n", "")
    with pikepdf.open(BytesIO(data)) as file:
        targets = [str(link.get("/Dest", "")) for page in file.pages for link in page.get("/Annots", ())]
    assert targets.count("fn1") == 1 and targets.count("fn2") == 1


def test_by_page_a_call_elsewhere_names_the_page() -> None:
    pages = pdf(TWICE, settings='[pdf]\nnotes = "page"\nopenings = "page"\n')
    page = next(page for page in pages if "第三处" in page).replace("\r\n", "")
    assert "第三处第 1 页注 1，第四处1，第五处第 1 页注 2。" in page
    one = pdf("甲[^a]乙[^a]。\n\n[^a]: 注文。", settings='[pdf]\nnotes = "page"\n')
    assert any("甲1乙1。" in page for page in one)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("甲^[同上]，乙^[同上]。", 2),
        ("^[同上]，又^[同上]。", 2),
        ("甲[^a]乙[^b]。\n\n[^a]: 同上。\n\n[^b]: 同上。", 2),
        ("甲[^a]乙[^a]。\n\n[^a]: 2020。", 1),
        # Notes in which no letter can be marked.
        ("甲[^a]乙[^a]，丙^[Other]。\n\n[^a]: NASA.", 2),
        ("甲[^a]乙[^a]，丙^[*NASA.*]，丁^[*NASA.*]。\n\n[^a]: NASA.", 4),
        ("甲[^a]乙[^a]，丙^[x]。\n\n[^a]: $x^2$", 2),
        ("甲[^a]乙[^a]，丙^[别的]。\n\n[^a]: 주석이다.", 2),
        ("甲[^a]乙[^a]，丙^[别的]。\n\n[^a]: <https://example.org/abc>", 2),
        ('甲[^a]。\n\n| 乙[^a] | 丙 |\n|---|---|\n| 丁[^a] | 戊 |\n\n: 表 {#tbl-a en="T"}\n\n[^a]: 注文。', 1),
        ("甲[^a]乙[^a]。\n\n[^a]: 注文。\n\n    - 第一\n    - 第二", 1),
        # pandoc numbers the notes of citations and references.
        ("甲[^a]乙[^a]，丙[^a]。\n\n[^a]: 见[@osd]。", 1),
        ("甲^[见[@osd]。]乙^[见[@osd]。]", 2),
    ],
)
def test_copies_are_told_from_notes_of_the_same_words(text: str, notes: int) -> None:
    made = next(section for section in html(text).iter("section") if section.get("id") == "footnotes")
    assert len(made.findall("ol/li")) == notes


def test_a_note_that_an_editor_calls_first_stays_in_the_text() -> None:
    text = "[看[^a]。]{.todo}甲[^a]，乙[^a]。\n\n[^a]: 注文。"
    tree = html(text)
    assert calls(tree) == [("#fn1", "1"), ("#fn1", "1")] and "注文。" in "".join(tree.itertext())


def test_what_a_note_holds_is_told_once() -> None:
    found = findings("甲[^a]乙[^a]。\n\n[^a]: 见[@nothere]，{#x}。")
    assert [line.split()[:2] for line in found] == [["CIT101", "3:10-17"], ["SRC130", "3:19-23"]]
    assert not findings(TWICE)


def test_contents_and_running_heads_have_no_call() -> None:
    pages = pdf('# 甲[^a] {en="A"}\n\n文。\n\n# 乙[^a] {en="B"}\n\n文。\n\n[^a]: 注文。')
    assert not any("乙1..." in page for page in pages)


@pytest.mark.parametrize("sheet", ["screen.css", "epub.css"])
def test_the_way_back_from_a_note_is_a_target_of_its_own(sheet: str) -> None:
    """24 px (WCAG 2.2, 2.5.8) also where it stands alone or beside another link, in no line of words."""
    (rule,) = [line for line in (ROOT / "styles" / sheet).read_text("utf-8").splitlines() if line.startswith(".back,")]
    assert "min-width: 24px; min-height: 24px" in rule and "text-indent: 0" in rule
