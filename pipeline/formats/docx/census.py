"""Knows how much of each kind a Word file holds, so that two of one document can be compared; must not know what it
says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from pipeline.formats.docx.openxml import Element, clark
from pipeline.tools import zips

_COUNTED = {
    clark("w:tbl"): "tables",
    clark("w:tr"): "rows",
    clark("w:tc"): "cells",
    clark("w:footnoteReference"): "notes",
    clark("pic:pic"): "pictures",
    clark("m:oMath"): "formulas",
}
# Contents are written anew with links in the place of PAGEREF; what else is computed stays.
_FIELDS = ("REF", "SEQ", "TOC", "INDEX", "XE")
_TEXT, _CODE, _MARK = clark("w:t"), clark("w:instrText"), clark("w:fldChar")


def census(data: bytes) -> Counter[str]:
    """How many there are of each kind in the body of a file.

    Raises:
        ReasonedError, KeyError, etree.XMLSyntaxError: where it is none.
    """
    body = etree.fromstring(zips.read(data)["word/document.xml"])
    counted = Counter(_COUNTED[str(one.tag)] for one in body.iter(*_COUNTED))
    counted["bookmarks"] = len({one.get(clark("w:name")) for one in body.iter(clark("w:bookmarkStart"))})
    counted["paragraphs"] = sum(
        any((text.text or "").strip() for text in paragraph.iter(_TEXT)) for paragraph in body.iter(clark("w:p"))
    )
    counted["fields"] = sum(code.split()[:1][0] in _FIELDS for code in _codes(body))
    return counted


def _codes(body: Element) -> Iterator[str]:
    """The codes of all fields, each ended by the mark after it."""
    code = ""
    for element in body.iter(_CODE, _MARK):
        if element.tag == _CODE:
            code += element.text or ""
        elif code.strip():
            yield code
            code = ""
