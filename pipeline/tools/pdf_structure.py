"""Knows what the structure tree of a PDF says of notes and contents, and where letters lie; must not know what is
right."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Entry:
    """A contents entry: its text with the printed number, and the label of the page that it leads to."""

    text: str
    label: str


@dataclass(frozen=True)
class Structure:
    """The pages (from 1) of each note's call and of the note, and the contents entries."""

    notes: tuple[tuple[int, int], ...]
    entries: tuple[Entry, ...]


def read(data: bytes) -> Structure:
    """Read the structure tree of a file that opens; nothing where it has none."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            return Structure((), ())
        pages = {page.obj.objgen: (number, str(page.label)) for number, page in enumerate(pdf.pages, 1)}
        has_names = "/Names" in pdf.Root and "/Dests" in pdf.Root.Names
        places: dict[str, Any] = (
            {str(name): place for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items()} if has_names else {}
        )
        notes: list[tuple[int, int]] = []
        entries: list[Entry] = []
        for element in _walk(pdf.Root.StructTreeRoot):
            if element.S == "/TOCI" and (found := _entry(element, places, pages)):
                entries.append(found)
            kids = [kid for kid in _kids(element) if _is_element(kid)]
            for call, note in pairwise(kids):
                if call.S == "/Reference" and note.S in ("/Note", "/FENote"):
                    notes.append((pages[_page(call)][0], pages[_page(note)][0]))
        return Structure(tuple(notes), tuple(entries))


def _walk(element: Any) -> Iterator[Any]:
    waiting = [kid for kid in _kids(element) if _is_element(kid)]
    while waiting:
        one = waiting.pop(0)
        yield one
        waiting = [*(kid for kid in _kids(one) if _is_element(kid)), *waiting]


def _kids(element: Any) -> list[Any]:
    import pikepdf

    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _is_element(kid: Any) -> bool:
    import pikepdf

    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _page(element: Any) -> tuple[int, int]:
    """The page of an element, or of the first one inside it that tells."""
    if "/Pg" in element:
        found: tuple[int, int] = element.Pg.objgen
        return found
    return next(_page(kid) for kid in _kids(element) if _is_element(kid))


def _entry(element: Any, places: dict[str, Any], pages: dict[tuple[int, int], tuple[int, str]]) -> Entry | None:
    import pikepdf

    for link in _walk(element):
        for kid in _kids(link):
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                place = places.get(str(kid.Obj.get("/Dest", "")))
                target = place.D if isinstance(place, pikepdf.Dictionary) else place
                if target is not None:
                    return Entry(str(kid.Obj.get("/Contents", "")), pages[target[0].objgen][1])
    return None


def outside(data: bytes, side: float, end: float) -> Iterator[tuple[int, str]]:
    """Pages (from 1) with letters nearer than `side` pt to their left or right edge or `end` pt to the others, and
    those letters."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, 1):
            left, bottom, right, top = page.get_trimbox()
            text = page.get_textpage()
            found = ""
            for index in range(text.count_chars()):
                near, low, far, high = text.get_charbox(index)
                inside = near >= left + side and far <= right - side and low >= bottom + end and high <= top - end
                if not inside and far > near and text.get_text_range(index, 1).strip():
                    found += text.get_text_range(index, 1)
            if found:
                yield number, found
            text.close()
    finally:
        document.close()
