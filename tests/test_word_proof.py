"""A proof for Word: remarks are comments, changes are tracked, and no word in the text is another's than the author's."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from pipeline.core.edition import Edition
from pipeline.tools import zips
from tests.small import Small, W, paragraphs

BODY = """\
# 甲 {#sec-a en="A"}

首段[请核对]{.query}，引文[@nobody]。

::: {.todo}
补一段说明。
:::

末段[看[^a]。]{.todo}又见[^a]。

[^a]: 注文。
"""


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    return dict(zips.read(Small(BODY, edition=Edition(proof=True)).built("docx")["docx"]))


def _on(body: etree._Element, number: str) -> str:
    """The text that a comment is on."""
    said, is_open = "", False
    for piece in body.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}t"):
        if piece.get(f"{W}id") == number:
            is_open = piece.tag == f"{W}commentRangeStart"
        elif is_open and piece.tag == f"{W}t":
            said += piece.text or ""
    return said


def test_remarks_are_comments_on_their_paragraphs(parts: dict[str, bytes]) -> None:
    body, comments = (etree.fromstring(parts[f"word/{name}.xml"]) for name in ("document", "comments"))
    found = {"".join(comment.itertext()): _on(body, comment.get(f"{W}id")) for comment in comments}
    wanted = {"请核对": "首段", "补一段说明。": "首段", "nobody": "首段", "看注文": "末段"}
    for said, paragraph in wanted.items():
        (place,) = [on for text, on in found.items() if said in text]
        assert place.startswith(paragraph), said
    for comment in comments:
        assert comment.get(f"{W}author") and comment.get(f"{W}initials")
        assert comment.get(f"{W}date") == "2026-11-22T00:00:00Z"
    ids = [mark.get(f"{W}id") for mark in body.iter(f"{W}commentReference")]
    assert sorted(ids) == sorted(comment.get(f"{W}id") for comment in comments)


def test_no_word_of_the_text_is_the_editors(parts: dict[str, bytes]) -> None:
    text = "\n".join(paragraphs(etree.fromstring(parts["word/document.xml"])))
    assert "首段，引文" in text and "又见1。" in text
    assert not any(word in text for word in ("请核对", "补一段", "看注文"))
    notes = etree.fromstring(parts["word/footnotes.xml"])
    assert "注文。" in "".join(notes.itertext())


def test_changes_are_tracked_lines_numbered_and_the_version_is_said(parts: dict[str, bytes]) -> None:
    settings, body = (etree.fromstring(parts[f"word/{name}.xml"]) for name in ("settings", "document"))
    assert settings.find(f"{W}trackRevisions") is not None
    sections = list(body.iter(f"{W}sectPr"))
    assert all(section.find(f"{W}lnNumType") is not None for section in sections)
    for name in ("header1", "header2"):
        assert "0.1" in "".join(etree.fromstring(parts[f"word/{name}.xml"]).itertext())


def test_a_release_has_none_of_it() -> None:
    parts = dict(zips.read(Small("正文。").built("docx")["docx"]))
    assert "word/comments.xml" not in parts
    assert b"trackRevisions" not in parts["word/settings.xml"] and b"lnNumType" not in parts["word/document.xml"]


def test_each_paragraph_has_a_bookmark_that_is_not_shown_and_no_other_has() -> None:
    made = Small(f"{BODY}\n| 甲 | 乙 |\n|:--|--:|\n| 一 | 2 |\n\n: 题 {{#tbl-a en=T}}\n", edition=Edition(proof=True))
    body = etree.fromstring(dict(zips.read(made.built("docx")["docx"]))["word/document.xml"])
    names = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names)) and all(len(name) <= 40 for name in names)
    for paragraph in body.iter(f"{W}p"):
        marks = [mark.get(f"{W}name") for mark in paragraph.iter(f"{W}bookmarkStart")]
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        is_listed = (
            style is not None and str(style.get(f"{W}val")).startswith("TOC") and style.get(f"{W}val")[3:].isdigit()
        )
        has_text = next(paragraph.iter(f"{W}t"), None) is not None
        assert sum(re.fullmatch("_k[0-9]+", name) is not None for name in marks) == (has_text and not is_listed)


def test_each_citation_says_what_it_cites() -> None:
    body = "引文[@osd]，又[@osd]。\n\n::: {.callout-note}\n框[@osd]。\n:::\n\n[^a] 注\n\n[^a]: 见[@osd]。\n"
    parts = dict(zips.read(Small(body, edition=Edition(proof=True)).built("docx")["docx"]))
    held = [
        one for name in ("document", "footnotes") for one in etree.fromstring(parts[f"word/{name}.xml"]).iter(f"{W}sdt")
    ]
    tags = {"".join(one.find(f"{W}sdtContent").itertext()): one.find(f"{W}sdtPr/{W}tag") for one in held}
    assert {tag.get(f"{W}val") for said, tag in tags.items() if said == "[1]"} == {"cite:osd"}
    assert sum(one.find(f"{W}sdtPr/{W}tag") is not None for one in held) == 4
    release = dict(zips.read(Small(body).built("docx")["docx"]))
    assert b'"cite:' not in release["word/document.xml"] and b'"_k1"' not in release["word/document.xml"]
