"""Knows what the names, the contents and the pages of a Word file have to agree with, so that an update of its fields
changes nothing; must not know what is printed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark
from pipeline.formats.docx.pages import sections
from pipeline.formats.docx.pieces import fields_of, span_of
from pipeline.formats.proving.foreign import found

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
"""What Word takes for the name of a bookmark."""
_CONTENTS = re.compile(r'TOC \\o "1-(\d+)"')
_PAGES = {
    "Decimal": re.compile(r"[0-9]+"),
    "LowerRoman": re.compile(r"[ivxlcdm]+"),
    "UpperRoman": re.compile(r"[IVXLCDM]+"),
}
_HEADING = re.compile(r"Heading([1-9])")
_SETTINGS = "word/settings.xml"


def check(files: Mapping[str, bytes], body: Element, depth: int, span: Span) -> Iterator[Diagnostic]:
    """OUT127 for a name that Word does not take, for contents of another depth than they show, for an update that is
    asked for where pages are known, for pages that are numbered in another way than they are named, for rows of more
    or fewer columns than their table, and for a page that is on its side by its name alone."""
    for mark in body.iter(clark("w:bookmarkStart")):
        name = str(mark.get(clark("w:name")))
        if not _NAME.fullmatch(name):
            yield found(span, name[:60])
    shown = list(fields_of(body))
    for one in shown:
        asked = _CONTENTS.match(one.code)
        if asked and int(asked[1]) != depth:
            yield found(span, one.code)
    pages = {one.code.split()[1]: one.said for one in shown if one.code.startswith("PAGEREF ")}
    if pages and b"<w:updateFields" in files.get(_SETTINGS, b""):
        yield found(span, "w:updateFields")
    yield from _numbers(body, pages, span)
    yield from _measures(body, span)


def check_looks(styles: Element, body: Element, count: int, span: Span) -> Iterator[Diagnostic]:
    """OUT127 for headings that are none in Word's outline, and for more or fewer sections in columns than the `count`
    of blocks that are; where no template has its own."""
    for style in styles.iterfind("w:style", NAMESPACES):
        level = _HEADING.fullmatch(str(style.get(clark("w:styleId"))))
        outline = style.find("w:pPr/w:outlineLvl", NAMESPACES)
        if level and (outline is None or outline.get(clark("w:val")) != str(int(level[1]) - 1)):
            yield found(span, level[0])
    columns = (one.get(clark("w:num"), "1") for one in body.iter(clark("w:cols")))
    if sum(number != "1" for number in columns) != count:
        yield found(span, "w:cols")


def _numbers(body: Element, pages: Mapping[str, str], span: Span) -> Iterator[Diagnostic]:
    """Pages of front matter and of the text: each in its own numerals, and each from a first one."""
    parts = list(sections(body))
    for before, part in itertools.pairwise(parts[1:]):
        if part.form != before.form and not part.start:
            yield found(span, "w:pgNumType")
    for part in parts:
        for mark in (mark for block in part.blocks for mark in block.iter(clark("w:bookmarkStart"))):
            said = pages.get(str(mark.get(clark("w:name"))), "")
            if said and not _PAGES[part.form].fullmatch(said):
                yield found(span, f"w:pgNumType {said}")


def _measures(body: Element, span: Span) -> Iterator[Diagnostic]:
    for table in body.iter(clark("w:tbl")):
        count = len(table.findall("w:tblGrid/w:gridCol", NAMESPACES))
        rows = (row.findall("w:tc", NAMESPACES) for row in table.iterfind("w:tr", NAMESPACES))
        if any(sum(map(span_of, cells)) != count for cells in rows):
            yield found(span, "w:gridCol")
    for size in body.iter(clark("w:pgSz")):
        width, height = (str(size.get(clark(f"w:{name}"), "")) for name in ("w", "h"))
        is_wide = width.isdecimal() and height.isdecimal() and int(width) > int(height)
        if size.get(clark("w:orient")) == "landscape" and not is_wide:
            yield found(span, "w:pgSz")
