"""Knows how a finished PDF is read back; imports pikepdf as `overlay` does."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.reasons import Reason, ReasonedError


class UnreadablePdf(ReasonedError):
    """The bytes are no PDF that opens."""


@dataclass(frozen=True)
class PdfFacts:
    """What the structure of a file says: the packet and the dictionary of its metadata, destinations, links
    inside and outside, fonts that are not embedded."""

    metadata: str
    destinations: frozenset[str]
    internal: tuple[str, ...]
    external: tuple[str, ...]
    loose_fonts: tuple[str, ...]
    loose_bookmarks: tuple[str, ...]
    is_tagged: bool
    language: str
    information: tuple[tuple[str, str], ...]


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
            said = tuple((str(name), str(value)) for name, value in pdf.docinfo.items())
            return PdfFacts(metadata, names, internal, external, fonts, bookmarks, tagged, language, said)
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


def bookmarks(data: bytes) -> tuple[list[tuple[str, int]], dict[str, int]]:
    """The bookmarks with the pages that they lead to, in order, and the pages of destinations by name."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        tree = pikepdf.NameTree(pdf.Root.Names.Dests) if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names else {}
        places = {str(name): _page_of(target, pages) for name, target in tree.items()}
        found = []
        with pdf.open_outline() as outline:
            waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            waiting = [*item.children, *waiting]
            target: Any = item.destination
            if target is None and item.action is not None:
                target = item.action.get("/D")
            found.append((str(item.title), _page_of(target, pages)))
        return found, places


def destinations(path: Path) -> tuple[int, dict[str, int]]:
    """How many pages a file of a tool of ours has, and on which of them, from 1, its named destinations are.

    Raises:
        UnreadablePdf: for what is no PDF.
    """
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
            named: Any = pdf.Root.get("/Dests", {})
            return len(pages), {str(name)[1:]: _page_of(target, pages) for name, target in named.items()}
    except pikepdf.PdfError as error:
        raise UnreadablePdf(_damaged(str(error))) from error


def _page_of(target: Any, pages: dict[Any, int]) -> int:
    """The number of the page of a destination, or of one in a dictionary (ISO 32000-2, 12.3.2.4); -1 for what leads to
    none."""
    import pikepdf

    if isinstance(target, pikepdf.Dictionary):
        target = target.get("/D")
    is_place = target is not None and not isinstance(target, str) and hasattr(target, "__len__") and len(target)
    return pages.get(target[0].objgen, -1) if is_place and hasattr(target[0], "objgen") else -1


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
