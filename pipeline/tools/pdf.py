"""Knows how a finished PDF is read back; imports pypdfium2 as `pdf_structure` and `pdf_ink` do, and pikepdf as
`overlay` does."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.core.reasons import Reason, ReasonedError


class UnreadablePdf(ReasonedError):
    """The bytes are no PDF that opens."""


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


@dataclass(frozen=True)
class PdfFacts:
    """What the structure of a file says: metadata, destinations, links inside and outside, fonts that are not
    embedded."""

    metadata: str
    destinations: frozenset[str]
    internal: tuple[str, ...]
    external: tuple[str, ...]
    loose_fonts: tuple[str, ...]
    loose_bookmarks: tuple[str, ...]
    is_tagged: bool
    language: str


def facts(data: bytes) -> PdfFacts:
    """Read the structure of a PDF.

    Raises:
        UnreadablePdf: where it does not open.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if problems := pdf.check_pdf_syntax():
                raise UnreadablePdf(_damaged(problems[0]))
            root = pdf.Root
            links = [
                annotation
                for page in pdf.pages
                for annotation in page.get("/Annots", [])
                if annotation.get("/Subtype") == "/Link"
            ]
            internal = tuple(name for link in links if (name := _destination(link)))
            external = tuple(str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A)
            metadata = bytes(root.Metadata.read_bytes()).decode("utf-8", "replace") if "/Metadata" in root else ""
            tagged = "/MarkInfo" in root and bool(root.MarkInfo.get("/Marked", False))
            language = str(root.get("/Lang", ""))
            names, fonts, bookmarks = frozenset(_names(root)), tuple(_loose_fonts(pdf)), tuple(_loose_bookmarks(pdf))
            return PdfFacts(metadata, names, internal, external, fonts, bookmarks, tagged, language)
    except pikepdf.PdfError as error:
        raise UnreadablePdf(_damaged(str(error))) from error


def _damaged(words: str) -> Reason:
    """That a file is damaged; what the library said is kept without the address of the bytes in memory."""
    return Reason("damaged_inside", words=re.sub(r"stream <[^>]*>[,:]? ?", "", words))


def _destination(link: Any) -> str:
    target = link.get("/Dest")
    if target is None and "/A" in link and link.A.get("/S") == "/GoTo":
        target = link.A.get("/D")
    return "" if target is None else str(target)


def _names(root: Any) -> Iterator[str]:
    import pikepdf

    if "/Names" in root and "/Dests" in root.Names:
        yield from (str(name) for name in pikepdf.NameTree(root.Names.Dests))


def _loose_bookmarks(pdf: Any) -> Iterator[str]:
    """The titles of bookmarks that lead to no page of the file."""
    pages = {page.obj.objgen for page in pdf.pages}
    names = frozenset(_names(pdf.Root))
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
    while waiting:
        item = waiting.pop(0)
        waiting = [*item.children, *waiting]
        target = item.destination
        if target is None and item.action is not None:
            target = item.action.get("/D")
        is_page = (
            target is not None
            and not isinstance(target, str)
            and hasattr(target, "__len__")
            and len(target)
            and target[0].objgen in pages
        )
        if not is_page and str(target) not in names:
            yield str(item.title)


def _loose_fonts(pdf: Any) -> Iterator[str]:
    import pikepdf

    for item in pdf.objects:
        if (
            isinstance(item, pikepdf.Dictionary)
            and item.get("/Type") == "/FontDescriptor"
            and not any(name in item for name in ("/FontFile", "/FontFile2", "/FontFile3"))
        ):
            yield str(item.get("/FontName", "?"))


def ids_by_object(data: bytes) -> dict[int, str]:
    """The ids of structure elements by the numbers of their objects."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {
            item.objgen[0]: str(item.ID)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem" and "/ID" in item
        }


def pages(data: bytes) -> Iterator[list[Character]]:
    """The characters of each page, in the order of the content stream."""
    import pypdfium2
    import pypdfium2.raw as pdfium

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
    import pypdfium2.raw as pdfium

    code = pdfium.FPDFText_GetUnicode(text_page.raw, index)
    left, bottom, _, top = text_page.get_charbox(index, loose=True)
    # The size is that of the text space; the matrix takes it to the page.
    pdfium.FPDFText_GetMatrix(text_page.raw, index, matrix)
    size = pdfium.FPDFText_GetFontSize(text_page.raw, index) * abs(matrix.d)
    text = _address(pdfium.FPDFText_GetTextObject(text_page.raw, index))
    return Character(chr(code) if code else "", top, bottom, left, size, in_drawing=bool(text) and text not in own)
