"""Knows from which face each text of a finished PDF is set, and in which language it stands; must not know which is
right."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_SUBSET = re.compile(r"^[A-Z]{6}\+")


@dataclass(frozen=True)
class Run:
    """A text of one face: its page (from 1), its characters, the name of the face as the file has it, and its language
    as a BCP 47 tag, empty for what the structure tree does not hold, as running heads."""

    page: int
    text: str
    face: str
    language: str


def runs(data: bytes) -> Iterator[Run]:
    """The texts of all pages in the order in which they are drawn."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    languages = _languages(data)
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, 1):
            text_page = page.get_textpage()
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                mark = pdfium.FPDFPageObj_GetMarkedContentID(item.raw)
                yield Run(number, _text(item, text_page), _face(item), languages.get((number, mark), ""))
            text_page.close()
    finally:
        document.close()


def _text(item: Any, text_page: Any) -> str:
    import pypdfium2.raw as pdfium

    length = pdfium.FPDFTextObj_GetText(item.raw, text_page.raw, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(item.raw, text_page.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _face(item: Any) -> str:
    import pypdfium2.raw as pdfium

    font = pdfium.FPDFTextObj_GetFont(item.raw)
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
    return _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))


def _languages(data: bytes) -> dict[tuple[int, int], str]:
    """The language of each piece of marked content, by its page (from 1) and its number (ISO 32000-1, 14.9.2)."""
    import pikepdf

    found: dict[tuple[int, int], str] = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        root = pdf.Root.get("/StructTreeRoot")
        waiting: list[tuple[Any, str, int]] = [] if root is None else [(root, str(pdf.Root.get("/Lang", "")), 0)]
        while waiting:
            element, language, page = waiting.pop()
            language, page = str(element.get("/Lang", language)), pages.get(_page(element), page)
            kids = element.get("/K", [])
            kid: Any
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    found[page, kid] = language
                elif kid.get("/Type") == "/MCR":
                    found[pages.get(_page(kid), page), int(kid.MCID)] = language
                elif "/S" in kid:
                    waiting.append((kid, language, page))
    return found


def _page(element: Any) -> tuple[int, int]:
    """The object of the page that an element or a piece of content names."""
    named: tuple[int, int] = element.Pg.objgen if "/Pg" in element else (0, 0)
    return named
