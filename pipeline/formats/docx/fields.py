"""Knows the OpenXML of fields and bookmarks (ECMA-376, part 1, 17.16); must not know the document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import count
from xml.sax.saxutils import escape

_MAX_NAME = 40


def bookmark_name(prefix: str, id_: str) -> str:
    """A bookmark name that Word accepts: letters, digits, underscores, at most 40 characters (17.13.6.2)."""
    name = f"_{prefix}_" + re.sub(r"\W", "_", id_)
    if len(name) > _MAX_NAME:
        name = name[:31] + "_" + hashlib.sha256(id_.encode()).hexdigest()[:8]
    return name


class Fields:
    """Writes fields with their last results, and bookmarks with numbers of their own."""

    def __init__(self) -> None:
        # pandoc numbers its own bookmarks from a low number up.
        self.numbers = count(900_000)

    def text(self, text: str, style: str = "") -> str:
        properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
        return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'

    def field(self, code: str, result: str, style: str = "") -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{self.text(result, style)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    def contents(self, code: str, rows: Sequence[tuple[int, str, str]]) -> str:
        """Paragraphs of a contents field that shows its entries: level, anchor and title of each, each a link."""
        begin = (
            f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        links = [
            f'<w:hyperlink w:anchor="{escape(id_)}" w:history="1">{self.text(title)}</w:hyperlink>'
            for _, id_, title in rows
        ]
        links[0] = begin + links[0]
        links[-1] += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        return "".join(
            f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{link}</w:p>'
            for (level, _, _), link in zip(rows, links, strict=True)
        )

    def ruby(self, base: str, reading: str) -> str:
        """A word with its reading above (17.3.3.25); sizes are in half points."""
        return (
            '<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="11"/><w:hpsRaise w:val="20"/><w:hpsBaseText w:val="21"/>'
            '<w:lid w:val="zh-CN"/></w:rubyPr><w:rt><w:r><w:rPr><w:sz w:val="11"/></w:rPr>'
            f"<w:t>{escape(reading)}</w:t></w:r></w:rt><w:rubyBase>{self.text(base)}</w:rubyBase></w:ruby></w:r>"
        )

    def bookmark(self, name: str, content: str) -> str:
        number = next(self.numbers)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'

    def caption_label(self, sequence: str, id_: str, word: str, number: str, *, repeats: bool = False) -> str:
        """`图 1` with a live number: a SEQ field, bookmarked for references where it has an id; `repeats` takes the
        last
        number again."""
        chapter, dash, last = number.rpartition("-")
        lead = self.text(f"{word}\u00a0{chapter}{dash}", "Label")
        if repeats:
            return lead + self.field(f"SEQ {sequence} \\c", last, "Label")
        # Numbers by chapter start anew at each heading of the first level.
        restart = " \\s 1" if chapter else ""
        label = lead + self.field(f"SEQ {sequence} \\* ARABIC{restart}", last, "Label")
        return self.bookmark(bookmark_name("Ref", id_), label) if id_ else label

    def reference(self, id_: str, text: str) -> str:
        """A cross-reference to a caption's label, as a link."""
        return self.field(f"REF {bookmark_name('Ref', id_)} \\h", text)
