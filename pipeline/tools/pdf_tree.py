"""Knows whether a PDF has the objects that its readers need (ISO 32000-2), and none that act; must not know what
stands on a page."""

from __future__ import annotations

import io
from typing import Any

from pipeline.core.reasons import Reason, ReasonedError

_DEEPEST = 60
_INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
_CATALOG = ("/Metadata", "/OutputIntents", "/ViewerPreferences", "/Names", "/Outlines")
_DESCRIPTOR = ["/FontName", "/Flags", "/FontBBox", "/ItalicAngle", "/Ascent", "/Descent", "/CapHeight", "/StemV"]
_NEEDED = {
    "/Type0": ("/BaseFont", "/Encoding", "/DescendantFonts", "/ToUnicode"),
    "/CIDFontType0": ("/BaseFont", "/CIDSystemInfo", "/FontDescriptor", "/W"),
    "/CIDFontType2": ("/BaseFont", "/CIDSystemInfo", "/FontDescriptor", "/W"),
    "/FontDescriptor": tuple(_DESCRIPTOR),
}
"""What fonts of each kind have to say (9.6 to 9.8)."""
_FONTS = frozenset(["/Type0", "/CIDFontType0", "/CIDFontType2", "/Type1", "/TrueType", "/Type3"])
_PASSIVE = frozenset(["/GoTo", "/URI"])
_ACTING = ("/AA", "/OpenAction", "/JS", "/JavaScript")


class BrokenTree(ReasonedError):
    """A part of the file is not as readers need it, or as they may have it."""

    def __init__(self, part: str, reason: str = "broken_in_pdf") -> None:
        super().__init__(Reason(reason, part=part))


def prove(data: bytes) -> None:
    """The catalog, the tree of pages and the fonts are whole, and nothing acts or is locked. Readers go through the
    tree by counts and by kids; some repair what is odd, each in another way.

    Raises:
        BrokenTree
    """
    import pikepdf

    # What opens the file for other checks repairs the tree as soon as its pages are asked for.
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if pdf.is_encrypted:
            raise BrokenTree("/Encrypt", "locked_pdf")
        root, pages = pdf.Root, pdf.Root.get("/Pages")
        if root.get("/Type") != "/Catalog":
            raise BrokenTree("/Catalog")
        if not isinstance(pages, pikepdf.Dictionary) or "/Parent" in pages:
            raise BrokenTree("/Pages")
        for name in _CATALOG:
            if name not in root:
                raise BrokenTree(name)
        if _count(pages, {}, set(), 0) < 1:
            raise BrokenTree("/Count")
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary):
                _object(item)


def _object(item: Any) -> None:
    """A font has what it needs; nothing acts but links."""
    kind, subtype = str(item.get("/Type")), str(item.get("/Subtype"))
    if kind == "/Font" and subtype not in _FONTS:
        raise BrokenTree("/Font")
    for name in _NEEDED.get(subtype, _NEEDED.get(kind, ())):
        if name not in item:
            raise BrokenTree(name)
    action = item.get("/A")
    does = action.get("/S") if hasattr(action, "get") else item.get("/S") if kind == "/Action" else None
    acting = [name for name in _ACTING if name in item]
    if acting or (does is not None and str(does) not in _PASSIVE):
        raise BrokenTree(acting[0] if acting else str(does), "acting_in_pdf")


def _count(node: Any, above: dict[str, Any], seen: set[tuple[int, int]], depth: int) -> int:
    import pikepdf

    if node.objgen in seen or depth > _DEEPEST:
        raise BrokenTree("/Kids")
    seen.add(node.objgen)
    known = {**above, **{key: node[key] for key in _INHERITED if key in node}}
    if node.get("/Type") == "/Page":
        _page(node, known)
        return 1
    kids = node.get("/Kids")
    if node.get("/Type") != "/Pages" or not isinstance(kids, pikepdf.Array):
        raise BrokenTree("/Type" if isinstance(kids, pikepdf.Array) else "/Kids")
    count = 0
    for kid in kids:
        if not isinstance(kid, pikepdf.Dictionary) or not kid.is_indirect:
            raise BrokenTree("/Kids")
        parent = kid.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary) or parent.objgen != node.objgen:
            raise BrokenTree("/Parent")
        count += _count(kid, known, seen, depth + 1)
    if node.get("/Count") != count:
        raise BrokenTree("/Count")
    return count


def _page(page: Any, known: dict[str, Any]) -> None:
    import pikepdf

    box, contents = known.get("/MediaBox"), page.get("/Contents")
    sides = [float(side) for side in box] if isinstance(box, pikepdf.Array) and len(box) == 4 else []
    if not sides or sides[2] <= sides[0] or sides[3] <= sides[1]:
        raise BrokenTree("/MediaBox")
    if not isinstance(known.get("/Resources"), pikepdf.Dictionary):
        raise BrokenTree("/Resources")
    if known.get("/Rotate", 0) != 0 or page.get("/UserUnit", 1) != 1:
        raise BrokenTree("/Rotate" if known.get("/Rotate", 0) else "/UserUnit")
    if "/CropBox" in known and [float(side) for side in known["/CropBox"]] != sides:
        raise BrokenTree("/CropBox")
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    if not all(isinstance(stream, pikepdf.Stream) for stream in streams):
        raise BrokenTree("/Contents")
