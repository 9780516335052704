"""Knows how marks are laid over the pages of a tagged PDF, as artifacts and as annotations; must not know what they
say.

What is laid over is no part of the text (ISO 32000-1, 14.8.2.2), annotations are (ISO 14289-1, 7.18.1).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

OWN = "kanben-"
"""What the names of our own annotations begin with (ISO 32000-1, 12.5.2, NM)."""
_SIDE = 14.0  # pt
# Printed, neither zoomed nor rotated (ISO 19005-3, 6.3.2).
_FLAGS = 4 + 8 + 16


@dataclass(frozen=True)
class Comment:
    """A remark on a page (by index): its upper left corner in pt from the page's lower left, who says it, and what."""

    page: int
    left: float
    top: float
    title: str
    text: str


def lay_over(data: bytes, sheets: bytes, comments: Sequence[Comment]) -> bytes:
    """A PDF with each page of another drawn over its own page, and with comments; the same bytes every time."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.open(io.BytesIO(sheets)) as over:
        for number, (page, sheet) in enumerate(zip(pdf.pages, over.pages, strict=True)):
            form = pdf.copy_foreign(sheet.as_form_xobject())
            name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(f"/Proof{number}"))
            page.contents_add(b"q", prepend=True)
            page.contents_add(f"Q /Artifact <</Type /Layout>> BDC q {name} Do Q EMC".encode())
        _comment(pdf, comments)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, min_version=pdf.pdf_version)
        return out.getvalue()


def _comment(pdf: Any, comments: Sequence[Comment]) -> None:
    import pikepdf

    if not comments:
        return
    tree = pdf.Root.StructTreeRoot
    top = tree.K[0] if isinstance(tree.K, pikepdf.Array) else tree.K
    numbers, key = tree.ParentTree.Nums, int(tree.ParentTreeNextKey)
    for comment in comments:
        page = pdf.pages[comment.page]
        note = pdf.make_indirect(_annotation(pdf, comment, key))
        element = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem, S=pikepdf.Name.Annot, P=top, Pg=page.obj, Alt=pikepdf.String(comment.text)
            )
        )
        if "/NS" in top:
            element.NS = top.NS
        element.K = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=note, Pg=page.obj)])
        top.K.append(element)
        numbers.append(key)
        numbers.append(element)
        if "/Annots" not in page.obj:
            page.obj.Annots = pikepdf.Array()
        page.obj.Annots.append(note)
        key += 1
    tree.ParentTreeNextKey = key


def _annotation(pdf: Any, comment: Comment, key: int) -> Any:
    import pikepdf

    # A box of its own drawing: PDF/A leaves nothing to the reader (ISO 19005-3, 6.3.3).
    drawing = f"0.98 0.86 0.35 rg 0.56 0.29 0.07 RG 0.8 w 0.5 0.5 {_SIDE - 1:g} {_SIDE - 1:g} re B"
    picture = pdf.make_stream(drawing.encode())
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    picture.BBox = pikepdf.Array([0, 0, _SIDE, _SIDE])
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=pikepdf.Array(
            [round(edge, 2) for edge in (comment.left, comment.top - _SIDE, comment.left + _SIDE, comment.top)]
        ),
        Contents=pikepdf.String(comment.text),
        T=pikepdf.String(comment.title),
        NM=pikepdf.String(f"{OWN}{key}"),
        Name=pikepdf.Name.Comment,
        F=_FLAGS,
        StructParent=key,
        AP=pikepdf.Dictionary(N=picture),
    )
