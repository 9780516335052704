"""Knows what the headers and footers of a Word file must say: the title and the fields, and the watermark of a draft;
must not know how they are written."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.model import Metadata
from pipeline.core.text import Span
from pipeline.formats.docx.letterhead import HOUSES, Letterhead, Page, filled
from pipeline.formats.docx.openxml import Element, clark
from pipeline.formats.docx.properties import field_values

_REFERENCES = {clark("w:headerReference"): "header", clark("w:footerReference"): "footer"}
_RELATIONS, _SHOWN = "word/_rels/document.xml.rels", 24


def check(
    metadata: Metadata, files: Mapping[str, bytes], body: Element, output: str, letterhead: Letterhead | None = None
) -> Iterator[Diagnostic]:
    """OUT123 for what a header or footer says and should not; OUT106 for what it should say and does not. Those of a
    template that is not known here say what they say."""
    parts = {str(row.get("Id")): str(row.get("Target")) for row in etree.fromstring(files[_RELATIONS])}
    wanted = _wanted(metadata, letterhead or Letterhead())
    is_unknown = letterhead is None and any(map(HOUSES.fullmatch, files))
    named: dict[str, Page] = {}
    for row in body.iter(*_REFERENCES):
        part = f"word/{parts.get(str(row.get(clark('r:id'))), '')}"
        named[part] = (_REFERENCES[str(row.tag)], str(row.get(clark("w:type"))))
    for part, page in named.items():
        said, lacking = list(_said(etree.fromstring(files[part]))), list(wanted.get(page, ()))
        if said == lacking or (is_unknown and HOUSES.fullmatch(part)):
            continue
        if HOUSES.fullmatch(part) and sorted(said) == sorted(lacking):
            # A watermark stands behind the first words that are in no table.
            continue
        span = Span(f"{output}!{part}")
        for text in (text for text in said if text not in lacking):
            yield Diagnostic("OUT123", span, {"text": text[:_SHOWN]}, text[:_SHOWN])
        missing = [text for text in lacking if text not in said] or ([] if set(said) - set(lacking) else lacking[:1])
        for text in missing:
            yield _lacking(text, span)
    for page in () if is_unknown else wanted.keys() - set(named.values()):
        yield _lacking(" ".join(page), Span(f"{output}!word/document.xml"))


def _lacking(text: str, span: Span) -> Diagnostic:
    return Diagnostic("OUT106", span, {"text": text[:_SHOWN], "format": "docx"}, text[:_SHOWN])


def _wanted(metadata: Metadata, letterhead: Letterhead) -> Mapping[Page, Sequence[str]]:
    """What stands on pages, and on the first one, piece by piece; fields in braces."""
    mark = [text] if (text := metadata.languages.first(metadata.watermark)) else []
    wanted: dict[Page, Sequence[str]] = {
        ("header", "default"): [*mark, metadata.languages.first(metadata.title), "\t", "{STYLEREF 1}"],
        ("header", "first"): mark,
        ("footer", "default"): ["{PAGE}"],
    }
    if letterhead.numbers_in_header:
        del wanted["footer", "default"]
    for page, piece in letterhead.pieces.items():
        said = _said(filled(copy.deepcopy(piece.root), field_values(metadata)))
        wanted[page] = [*(mark if page[0] == "header" else ()), *said]
    return wanted


def _said(root: Element) -> Iterator[str]:
    """The pieces of a header or footer; of a field what it asks for, and what it shows unless that is a number."""
    in_result = False
    for element in root.iter(etree.Element):
        name, text = etree.QName(element).localname, element.text or ""
        if name == "fldChar":
            in_result = element.get(clark("w:fldCharType")) == "separate"
        elif name == "instrText":
            yield "{" + " ".join(text.split()) + "}"
        elif name == "tab" and element.getparent() is not None and not _is_stop(element):
            yield "\t"
        elif name == "t" and text and not (in_result and text.isdigit()):
            yield text
        elif name == "textpath" and element.get("string"):
            yield str(element.get("string"))
        elif name == "drawing":
            yield "{drawing}"


def _is_stop(tab: Element) -> bool:
    return any(etree.QName(one).localname == "tabs" for one in tab.iterancestors())
