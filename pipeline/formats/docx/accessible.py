"""Knows what Word's own accessibility checker asks of a document and no other check holds; must not know its text.

The rules are Microsoft's (https://support.microsoft.com/office/651e08f2-0fc3-4e10-aaca-74b4a67101c1). Held here: tables
have alternative text and stand in no other table, and no object floats. That pictures have alternative text, tables
head rows and sections headings is compared with the source, as are the title and the languages; blank paragraphs are
foreign.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark
from pipeline.formats.docx.pieces import TABLE
from pipeline.formats.proving.foreign import found


def check(body: Element, span: Span) -> Iterator[Diagnostic]:
    """OUT124 for a table without alternative text, OUT127 for one in another and for what floats."""
    for table in body.iter(clark("w:tbl")):
        style = table.find("w:tblPr/w:tblStyle", NAMESPACES)
        name = table.find("w:tblPr/w:tblCaption", NAMESPACES)
        # A table whose first row is empty, without a caption, has no words to be called by.
        is_named = name is not None and (str(name.get(clark("w:val"), "")).strip() or not _first_words(table))
        if style is not None and style.get(clark("w:val")) == TABLE and not is_named:
            what = Reason("feature_lacking", feature=Reason("feature_alternative"))
            yield Diagnostic("OUT124", span, {"text": _first_words(table), "format": "docx", "what": what})
        if next(table.iterancestors(clark("w:tbl")), None) is not None:
            yield found(span, "w:tbl")
    yield from (found(span, "wp:anchor") for _ in body.iter(clark("wp:anchor")))


def _first_words(table: Element) -> str:
    row = table.find("w:tr", NAMESPACES)
    return "" if row is None else "".join(text.text or "" for text in row.iter(clark("w:t")))[:24]
