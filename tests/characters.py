"""The letters of a PDF with their places and sizes, for tests of layout."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium


@dataclass(frozen=True)
class Character:
    """A character of a page: its text, its edges in pt from the page's lower left corner, its type size in pt, and
    whether it is the lettering of a drawing."""

    text: str
    top: float
    bottom: float
    left: float
    size: float
    in_drawing: bool = False


def pages(data: bytes) -> Iterator[list[Character]]:
    """The characters of each page, in the order of the content stream."""
    document = pypdfium2.PdfDocument(data)
    matrix = pdfium.FS_MATRIX()
    try:
        for page in document:
            text_page = page.get_textpage()
            count = text_page.count_chars()
            found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1)
            own = {_address(text.raw) for text in found}
            yield [_character(text_page, index, matrix, own) for index in range(count)]
            text_page.close()
            page.close()
    finally:
        document.close()


def _address(handle: Any) -> int:
    return ctypes.addressof(handle.contents) if handle else 0


def _character(text_page: Any, index: int, matrix: Any, own: set[int]) -> Character:
    """A character; `own` are the texts that the page itself draws."""

    code = pdfium.FPDFText_GetUnicode(text_page.raw, index)
    left, bottom, _, top = text_page.get_charbox(index, loose=True)
    # The size is that of the text space; the matrix takes it to the page.
    pdfium.FPDFText_GetMatrix(text_page.raw, index, matrix)
    size = pdfium.FPDFText_GetFontSize(text_page.raw, index) * abs(matrix.d)
    text = _address(pdfium.FPDFText_GetTextObject(text_page.raw, index))
    return Character(chr(code) if code else "", top, bottom, left, size, in_drawing=bool(text) and text not in own)
