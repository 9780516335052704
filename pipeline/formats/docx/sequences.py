"""Knows what the live numbers of a Word document will say when Word counts and repeats them (SEQ, REF, PAGEREF,
ECMA-376, part 1, 17.16.5); must not know what is right."""

from __future__ import annotations

import re
from collections import Counter as Multiset
from collections.abc import Iterator, Mapping

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.formats.docx.counting import Counter
from pipeline.formats.docx.openxml import Element, clark
from pipeline.formats.docx.pieces import ShownField, fields_of, style_of

_SEQUENCE = re.compile(r"SEQ (?P<name>\w+)(?: \\\* ARABIC)?(?: \\r (?P<start>\d+))?")
_REFERENCE = re.compile(r"REF (?P<name>\S+)(?P<number> \\n)?(?: \\h)?(?: \\\* CHARFORMAT)?")
_PAGE = re.compile(r"PAGEREF (?P<name>\S+)")
_NUMBER = re.compile(r"[1-9][0-9]*|[ivxlcdm]+|[IVXLCDM]+")


def check(body: Element, counter: Counter, span: Span) -> Iterator[Diagnostic]:
    """OUT124 for each number that is not the one that Word will put there."""
    fields = list(fields_of(body))
    yield from _sequences(fields, span)
    said, numbers = _bookmarks(body), _numbers(body, counter)
    for field in fields:
        matched = _REFERENCE.fullmatch(field.code)
        repeated = numbers if matched and matched["number"] else said
        if matched and repeated.get(matched["name"], field.said) != field.said:
            yield _told(span, field.code, field.said)
    yield from _pages(fields, list(said), span)


def _pages(fields: list[ShownField], order: list[str], span: Span) -> Iterator[Diagnostic]:
    """A page is a number, the same wherever it is asked for, and none comes before that of an earlier place."""
    pages: dict[str, str] = {}
    for field in fields:
        page = _PAGE.match(field.code)
        if page is None:
            continue
        if not _NUMBER.fullmatch(field.said) or pages.setdefault(page["name"], field.said) != field.said:
            yield _told(span, field.code, field.said)
    last = 0
    for name in order:
        if (said := pages.get(name, "")).isdecimal():
            if int(said) < last:
                yield _told(span, f"PAGEREF {name}", said)
            last = int(said)


def _sequences(fields: list[ShownField], span: Span) -> Iterator[Diagnostic]:
    counts: Multiset[str] = Multiset()
    for field in fields:
        if matched := _SEQUENCE.fullmatch(field.code):
            name = matched["name"]
            counts[name] = int(matched["start"]) if matched["start"] else counts[name] + 1
            if field.said != str(counts[name]):
                yield _told(span, name, field.said)


def _numbers(body: Element, counter: Counter) -> Mapping[str, str]:
    """By the names of bookmarks: the number of the paragraph that each begins in (REF \\n), without what ends it."""
    found: dict[str, str] = {}
    for paragraph in body.iter(clark("w:p")):
        number = counter.number(paragraph, style_of(paragraph)).rstrip().rstrip(".")
        found |= {str(mark.get(clark("w:name"))): number for mark in paragraph.iter(clark("w:bookmarkStart"))}
    return found


def _bookmarks(body: Element) -> Mapping[str, str]:
    """The texts of bookmarks that end where they begin, in one paragraph."""
    said: dict[str, str] = {}
    open_: dict[str, str] = {}
    for piece in body.iter(clark("w:p"), clark("w:bookmarkStart"), clark("w:bookmarkEnd"), clark("w:t")):
        if piece.tag == clark("w:p"):
            open_.clear()
        elif piece.tag == clark("w:bookmarkStart"):
            open_[str(piece.get(clark("w:id")))] = name = str(piece.get(clark("w:name")))
            said[name] = ""
        elif piece.tag == clark("w:bookmarkEnd"):
            open_.pop(str(piece.get(clark("w:id"))), None)
        else:
            for name in open_.values():
                said[name] += piece.text or ""
    return said


def _told(span: Span, name: str, said: str) -> Diagnostic:
    what = Reason("feature_surplus", feature=Reason("feature_number", value=said))
    return Diagnostic("OUT124", span, {"text": name, "format": "docx", "what": what}, name)
