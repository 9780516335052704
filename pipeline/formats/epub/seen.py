"""Knows what of a book has to be seen in a reading system: each text of each chapter, each entry of the contents and
where it leads; must not know which reading system that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from lxml import etree

from pipeline.core.reasons import Reason
from pipeline.formats.epub.package import PACKAGE
from pipeline.formats.proving.markup import Element, local
from pipeline.tools.readers import Shown

NAV, NCX = "EPUB/text/nav.xhtml", "EPUB/toc.ncx"
_PAGES = "EPUB/text/"
_FAR = 1_000
"""How many letters may be seen between two texts that follow each other: a formula, or what a drawing says."""
_LONGEST = 40
_APART = frozenset(["script", "style", "svg", "math", "rp", "template"])
"""What shows its text otherwise, or not at all."""
Unseen = tuple[str, Reason, list[str]]
"""A file of the book, what of it is not seen, and the ids round it, nearest first."""


def unseen(files: Mapping[str, bytes], shown: Shown, contents: str = NAV) -> Iterator[Unseen]:
    """What is not seen; `contents` is the file whose entries are shown, and of older reading systems nothing else is
    asked.

    Raises:
        KeyError, etree.XMLSyntaxError: where the book is none.
    """
    for name in files if contents == NAV else ():
        if name.startswith(_PAGES) and name.endswith(".xhtml"):
            seen = next((text for chapter, text in shown.chapters.items() if name.endswith(chapter)), "")
            for text, element in _texts(files[name], _letters(seen)):
                near = (str(one.get("id")) for one in (element, *element.iterancestors()) if one.get("id"))
                yield name, Reason("seen_without_text", text=text), list(near)
    found = {_letters(label): is_there for label, is_there in shown.contents}
    for label in _entries(etree.fromstring(files[contents])):
        if (is_there := found.get(_letters(label))) is None:
            yield contents, Reason("seen_without_entry", label=_shortly(label)), []
        elif not is_there:
            yield contents, Reason("seen_without_target", label=_shortly(label)), []


def without_navigation(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """A copy of a book as older reading systems know it, which take the contents from the NCX."""
    package = etree.fromstring(files[PACKAGE])
    for item in package.iter("{*}item"):
        properties = (item.get("properties") or "").split()
        if "nav" in properties:
            # Those that are left say what the page holds, such as formulas of headings.
            item.set("properties", " ".join(one for one in properties if one != "nav"))
    return {**files, PACKAGE: etree.tostring(package, encoding="utf-8", xml_declaration=True)}


def _texts(page: bytes, seen: str) -> Iterator[tuple[str, Element]]:
    """The texts of a page that are not seen, each after the one before it, with the element round each."""
    body, at = None, 0
    with suppress(etree.XMLSyntaxError):  # EPUBCheck says that it is none
        body = etree.fromstring(page).find("{*}body")
    for text, element in _told(body) if body is not None else ():
        letters = _letters(text)
        found = seen.find(letters, at)
        if found < 0 or found - at > _FAR:
            yield _shortly(text), element
        else:
            at = found + len(letters)


def _told(element: Element) -> Iterator[tuple[str, Element]]:
    """Each text of an element that is neither hidden nor folded."""
    if not isinstance(element.tag, str) or local(element) in _APART or element.get("hidden") is not None:
        return
    if (element.text or "").strip():
        yield element.text or "", element
    for child in element:
        if local(element) != "details" or local(child) == "summary" or element.get("open") is not None:
            yield from _told(child)
            if (child.tail or "").strip():
                yield child.tail or "", element


def _entries(page: Element) -> Iterator[str]:
    """The labels of the contents, of the navigation document or of an NCX."""
    is_ncx = local(page) == "ncx"
    toc = page if is_ncx else next(one for one in page.iter("{*}nav") if one.get("id") == "toc")
    for entry in toc.iter("{*}navPoint" if is_ncx else "{*}li"):
        yield "".join(entry[0].itertext())


def _shortly(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def _letters(text: str) -> str:
    """A text without white space, which reading systems set in their own ways."""
    return "".join(text.split()).casefold()
