"""Knows the structure tree of a PDF with the text that it holds, and the text that is in none; must not know what is
right."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

PIECE = "\n"
"""What stands between the pieces of a text, which are drawn apart: a line may end there, or a blank stand."""
_Drawn = Mapping[tuple[int, int], str]


@dataclass(frozen=True)
class Piece:
    """A text that is drawn, and its page, from 1."""

    text: str
    page: int


@dataclass(frozen=True)
class Tag:
    """An element of the structure tree: its kind as `P` or `TH`, its attributes, what it holds in order; `page` from 1
    is the one that it begins on."""

    kind: str
    id: str = ""
    language: str = ""
    alternative: str = ""
    actual: str = ""
    destination: str = ""
    spans: tuple[int, int] = (1, 1)
    page: int = 0
    kids: list[Tag | Piece] = field(default_factory=list)

    def every(self) -> Iterator[Tag]:
        """The element, and all that are inside it, in order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.every()


@dataclass(frozen=True)
class Tagged:
    """What a file says by its structure: the tree; the texts of each page that are in none, and its label; the page
    that each destination is on, and its label; the marked texts that are not in the tree; and what is there beside
    pages: annotations but links, forms, files (`file:NAME`)."""

    root: Tag
    artifacts: tuple[tuple[str, ...], ...]
    printed: tuple[str, ...]
    labels: Mapping[str, str]
    destinations: Mapping[str, int]
    loose: tuple[str, ...]
    others: tuple[str, ...]


def read(data: bytes) -> Tagged:
    """Read the structure of a file that opens."""
    import pikepdf

    drawn, artifacts = _texts(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        used: set[tuple[int, int]] = set()
        root = pdf.Root.get("/StructTreeRoot")
        tree = _tag(root, 0, _Reader(drawn, pages, used)) if root is not None else Tag("")
        printed = tuple(str(page.label) for page in pdf.pages)
        destinations = dict(_destinations(pdf, pages))
        labels = {name: printed[page - 1] for name, page in destinations.items()}
        others = tuple(_others(pdf))
    loose = tuple(text for place, text in drawn.items() if place not in used and text.strip())
    return Tagged(tree, artifacts, printed, labels, destinations, loose, others)


def _texts(data: bytes) -> tuple[_Drawn, tuple[tuple[str, ...], ...]]:
    """The text of each marked content by its page from 0 and its number, and those of each page that have none."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    marked: dict[tuple[int, int], list[str]] = {}
    others: list[tuple[str, ...]] = []
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document):
            text_page = page.get_textpage()
            loose: list[str] = []
            for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
                if pdfium.FPDFTextObj_GetTextRenderMode(drawn.raw) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
                    continue
                text = _text(drawn, text_page)
                mark = pdfium.FPDFPageObj_GetMarkedContentID(drawn.raw)
                (loose if mark < 0 else marked.setdefault((number, mark), [])).append(text)
            others.append(tuple(loose))
            text_page.close()
            page.close()
    finally:
        document.close()
    return {place: PIECE.join(texts) for place, texts in marked.items()}, tuple(others)


def _text(drawn: Any, text_page: Any) -> str:
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFTextObj_GetText(drawn.raw, text_page.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(drawn.raw, text_page.raw, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")


@dataclass(frozen=True)
class _Reader:
    drawn: _Drawn
    pages: Mapping[tuple[int, int], int]
    used: set[tuple[int, int]]

    def text(self, page: int, mark: int) -> Piece:
        self.used.add((page, mark))
        return Piece(self.drawn.get((page, mark), ""), page + 1)


def _tag(element: Any, page: int, reader: _Reader) -> Tag:
    import pikepdf

    if "/Pg" in element:
        page = reader.pages.get(element.Pg.objgen, page)
    kids: list[Tag | Piece] = []
    destinations: list[str] = []
    for kid in _kids(element):
        if isinstance(kid, int):
            kids.append(reader.text(page, kid))
        elif not isinstance(kid, pikepdf.Dictionary):
            continue
        elif "/S" in kid:
            kids.append(_tag(kid, page, reader))
        elif "/MCID" in kid:
            place = reader.pages.get(kid.Pg.objgen, page) if "/Pg" in kid else page
            kids.append(reader.text(place, int(kid.MCID)))
        elif "/Obj" in kid:
            destinations.append(_destination(kid.Obj))
    id_, language, alternative, actual = (
        str(element.get(name, "")) for name in ("/ID", "/Lang", "/Alt", "/ActualText")
    )
    kind = str(element.get("/S", "/"))[1:]
    return Tag(
        kind, id_, language, alternative, actual, " ".join(dict.fromkeys(destinations)), _spans(element), page + 1, kids
    )


def _kids(element: Any) -> list[Any]:
    import pikepdf

    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _destination(annotation: Any) -> str:
    """Where a link leads: `#id` inside, an address outside; nothing for what is no plain link."""
    if "/Dest" in annotation:
        return f"#{annotation.Dest}"
    action = annotation.get("/A", {})
    if "/URI" in action:
        return str(action.URI)
    return f"#{action.D}" if action.get("/S") == "/GoTo" and "/D" in action else ""


def _spans(element: Any) -> tuple[int, int]:
    """The rows and columns of a cell (ISO 32000-1, 14.8.5.7)."""
    import pikepdf

    found = element.get("/A")
    rows = columns = 1
    for attributes in list(found) if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(attributes, pikepdf.Dictionary):
            rows, columns = int(attributes.get("/RowSpan", rows)), int(attributes.get("/ColSpan", columns))
    return rows, columns


def _others(pdf: Any) -> Iterator[str]:
    """What a file may hold beside its pages (ISO 32000-2, 12.5, 12.7, 7.11.4)."""
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") != "/Link":
                yield str(annotation.get("/Subtype", "/Annot"))
    yield from (name for name in ("/AcroForm", "/Collection", "/Threads", "/URI", "/Requirements") if name in pdf.Root)
    yield from (f"file:{name}" for name in pdf.attachments)


def _destinations(pdf: Any, pages: Mapping[tuple[int, int], int]) -> Iterator[tuple[str, int]]:
    import pikepdf

    if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
        return
    for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items():
        target = place.D if isinstance(place, pikepdf.Dictionary) else place
        if target is not None and target[0].objgen in pages:
            yield str(name), pages[target[0].objgen] + 1
