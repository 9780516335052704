"""Cross-references of the Word edition are fields that compute what they show: of labels, of numbers, and of headings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import etree

from pipeline.formats import rows
from pipeline.formats.docx.pieces import fields_of
from pipeline.line.build import build, check
from pipeline.tools import zips
from tests.small import Small, W, findings, paragraphs, word

ENGLISH = """\
# One {#sec-a}

See [@sec-b], [@sec-c] and [-@sec-b]; [@sec-z], [@sec-y], [@sec-v], [@sec-u].

## Two {#sec-b}

### Three {#sec-c}

Words.

# Thanks {#sec-u .unnumbered}

## To all {#sec-v}

### Deep

# Next

## Again

# Data {#sec-z .appendix}

## Tables {#sec-y}

Words.
"""


def _fields(body: etree._Element, kind: str = "REF") -> list[tuple[str, str]]:
    codes = [(one.code.removesuffix(" \\* CHARFORMAT"), one.said) for one in fields_of(body)]
    return [(code, said) for code, said in codes if code.startswith(f"{kind} ")]


def test_a_label_is_repeated_whole_and_a_number_alone() -> None:
    table = '| 甲 | 乙 |\n|:--|--:|\n| 一 | 2 |\n\n: 题 {#tbl-a en="T"}\n'
    said = "见[@tbl-a]、表[-@tbl-a]。\n\n::: {.summary lang=en}\nSee [@tbl-a] and [-@tbl-a].\n:::\n"
    body = word(f'# 甲 {{en="A"}}\n\n{said}\n{table}')
    asked = [("表\u00a01", "_Zh_tbl_a"), ("1", "_Ref_tbl_a"), ("Table\u00a01", "_En_tbl_a"), ("1", "_Ref_tbl_a")]
    assert _fields(body)[:4] == [(f"REF {name} \\h", text) for text, name in asked]
    names = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names)) and {"_Zh_tbl_a", "_En_tbl_a", "_Ref_tbl_a"} <= set(names)


def test_what_has_a_caption_in_one_language_is_repeated_by_its_number_in_the_other() -> None:
    table = "| 甲 | 乙 |\n|:--|--:|\n| 一 | 2 |\n\n: 题 {#tbl-a}\n"
    body = word(f"# 甲\n\n见[@tbl-a]。[See [@tbl-a].]{{lang=en}}\n\n{table}", "languages: [zh]\n")
    assert [code for code, _ in _fields(body)] == ["REF _Zh_tbl_a \\h", "REF _Ref_tbl_a \\h"]


def test_sections_of_an_english_report_are_repeated_as_word_numbers_them() -> None:
    body = word(ENGLISH, "languages: [en]\n")
    numbers = ["1.1", "1.1.1", "1.1", "Appendix\u00a0A", "A.1", "1"]
    assert [said for _, said in _fields(body)] == numbers
    assert all(code.endswith(" \\n \\h") for code, _ in _fields(body))
    assert not [told for told in findings(ENGLISH, "languages: [en]\n") if told.startswith("OUT")]


def test_below_an_unnumbered_heading_numbers_say_no_chapter() -> None:
    found = zips.read(Small(ENGLISH, "languages: [en]\n").built("docx")["docx"])
    lists = etree.fromstring(found["word/numbering.xml"])
    patterns = [one.get(f"{W}val") for one in lists.iterfind(f"{W}num/{W}lvlOverride/{W}lvl/{W}lvlText")]
    assert patterns[:2] == ["%2", "%2.%3"]


def test_chinese_numbers_of_sections_are_no_numbers_of_headings() -> None:
    """一、 stands before a heading of which references say 第一节."""
    chinese = '# 甲 {#sec-a en="A"}\n\n见[@sec-a]、[@sec-z]。\n\n# 附 {#sec-z .appendix en="Z"}\n\n文。\n'
    body = word(chinese)
    assert _fields(body) == [("REF _At_sec_z \\n \\h", "附录\u00a0A")]
    assert "见第一节、附录\u00a0A。" in paragraphs(body)
    assert findings(chinese) == []


def test_contents_put_the_blank_behind_a_number_that_word_puts_there() -> None:
    assert "1.1 Two" in "\n".join(paragraphs(word(ENGLISH, "languages: [en]\n")))


def _damaged(parts: dict[str, bytes]) -> Iterator[dict[str, bytes]]:
    body = parts["word/document.xml"]
    yield {**parts, "word/document.xml": body.replace(b">A.1</w:t>", b">A.2</w:t>")}
    yield {**parts, "word/document.xml": body.replace(b"REF _At_sec_y ", b"REF _At_sec_z ")}
    numbering = parts["word/numbering.xml"]
    yield {**parts, "word/numbering.xml": numbering.replace(b'w:val="%1.%2"', b'w:val="%2"')}


@pytest.mark.parametrize("place", range(3))
def test_a_number_of_a_heading_that_word_would_change_is_told(place: int) -> None:
    made = Small(ENGLISH, "languages: [en]\n")
    (path,) = build(made.session, rows(["docx"]), 1, lambda _: None).written
    parts = dict(zips.read(path.read_bytes()))
    changed = list(_damaged(parts))[place]
    assert changed != parts
    path.write_bytes(zips.write(list(changed.items())))
    told = {one.code for one in check(made.session, rows(["docx"]), 1, lambda _: None).diagnostics}
    assert "OUT124" in told
