"""Knows what of a Word file has to be seen where a program shows it: each text, each picture; must not know which
program that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.core.reasons import Reason
from pipeline.formats.docx.opened import BODY
from pipeline.formats.docx.openxml import Element, clark
from pipeline.tools.docx_preview import Shown

_NOTES = "word/footnotes.xml"
_FAR = 1_000
"""How many letters may be seen between two texts that follow each other: a formula, or what is counted."""
_LONGEST = 40
_APART = clark("w:ruby")
"""What docx-preview (0.4) shows nothing of."""


def unseen(files: Mapping[str, bytes], shown: Shown) -> Iterator[tuple[str, Reason, Element]]:
    """What is not seen: the part of the file, what of it, and the element.

    Raises:
        KeyError, etree.XMLSyntaxError: where the file is none.
    """
    body, notes = (etree.fromstring(files[name]) for name in (BODY, _NOTES))
    yield from ((BODY, *row) for row in _texts(body, _letters(shown.body)))
    yield from ((BODY, *row) for row in _pictures(body, shown))
    seen = _letters(shown.notes)
    for text in _told(notes):
        if _letters(text.text or "") not in seen:
            yield _NOTES, Reason("seen_without_text", text=_shortly(text)), text


def _texts(body: Element, seen: str) -> Iterator[tuple[Reason, Element]]:
    """The texts that are not seen, each after the one before it."""
    at = 0
    for text in _told(body):
        letters = _letters(text.text or "")
        found = seen.find(letters, at)
        if found < 0 or found - at > _FAR:
            yield Reason("seen_without_text", text=_shortly(text)), text
        else:
            at = found + len(letters)


def _told(root: Element) -> Iterator[Element]:
    for text in root.iter(clark("w:t")):
        if (text.text or "").strip() and next(text.iterancestors(_APART), None) is None:
            yield text


def _shortly(text: Element) -> str:
    return " ".join((text.text or "").split())[:_LONGEST]


def _letters(text: str) -> str:
    """A text without white space, which programs set in their own ways, in small ones as styles may show others."""
    return "".join(text.split()).casefold()


def _pictures(body: Element, shown: Shown) -> Iterator[tuple[Reason, Element]]:
    blips = list(body.iter(clark("a:blip")))
    for number, blip in enumerate(blips):
        across, down = shown.pictures[number] if number < len(shown.pictures) else (0, 0)
        if not across or not down:
            frame = next(blip.iterancestors(clark("w:drawing")), blip)
            name = next((str(one.get("name", "")) for one in frame.iter(clark("wp:docPr"))), "")
            yield Reason("seen_without_picture", name=name), blip
