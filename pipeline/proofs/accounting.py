"""Knows which tracked changes of a returned file no reading of its text has met; must not know how text is read.

An edit may stand where nobody looks: in a header, a text box, the contents. Each element that says of a change is
counted (ECMA-376, part 1, 17.13.5), and what was not read as text is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.core.reasons import Reason
from pipeline.formats.docx.openxml import Element, clark
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.words import Place

_TEXT = ("ins", "del", "moveFrom", "moveTo", "rPrChange")
_LOOKS = (
    *("pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange", "tcPrChange"),
    *("numberingChange",),
)
_CELLS = ("cellIns", "cellDel", "cellMerge")
_PARTS = re.compile(r"word/[^/]+\.xml")


@dataclass(frozen=True)
class Unread:
    """A change that is not brought into the source: who made it, the words in it, why it is not, and the place in what
    was sent where it may be made by hand."""

    author: str
    date: str
    text: str
    reason: Reason
    place: Place | None = None


def unread(returned: ReturnedFile) -> Iterator[Unread]:
    """Every tracked change that is no edit of the text."""
    seen = {element for reader in returned.readers for element in reader.seen}
    made = {element for reader in returned.readers for element in reader.made}
    empty = {element for reader in returned.readers for element in reader.empty}
    for name in sorted(filter(_PARTS.fullmatch, returned.parts)):
        root = returned.root(name)
        for element in () if root is None else root.iter(*(clark(f"w:{tag}") for tag in (*_TEXT, *_LOOKS, *_CELLS))):
            reason = _reason(element, name, in_field=element in made, is_empty=element in empty)
            if element not in seen or (element in empty and not _is_anchor(element)):
                yield _told(element, reason)


def _reason(element: Element, part: str, *, in_field: bool, is_empty: bool) -> Reason:
    tag = str(element.tag).rpartition("}")[2]
    if is_empty:
        return Reason("change_without_text")
    if tag in _LOOKS:
        return Reason("change_of_looks")
    if tag in _CELLS or _is_of_row(element):
        return Reason("change_of_cells")
    if in_field:
        return Reason("edit_of_field")
    if any(str(above.tag).endswith("}txbxContent") for above in element.iterancestors()):
        return Reason("change_in_box")
    return Reason("change_elsewhere", part=part)


def _is_anchor(element: Element) -> bool:
    """Whether what was put in is where a comment is, or the number of a note in it: LibreOffice tracks both as an
    insertion without a letter."""
    beside = element.getnext()
    is_of_comment = beside is not None and beside.tag == clark("w:commentRangeEnd")
    numbers = element.iter(clark("w:footnoteRef"), clark("w:endnoteRef"))
    return element.tag == clark("w:ins") and (is_of_comment or next(numbers, None) is not None)


def _is_of_row(element: Element) -> bool:
    above = element.getparent()
    return above is not None and above.tag == clark("w:trPr")


def _told(element: Element, reason: Reason) -> Unread:
    texts = element.iter(clark("w:t"), clark("w:delText"))
    return Unread(
        str(element.get(clark("w:author"), "")),
        str(element.get(clark("w:date"), "")),
        "".join(text.text or "" for text in texts),
        reason,
    )
