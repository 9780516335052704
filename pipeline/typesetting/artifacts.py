"""Knows what of a laid-out page is no content: running headers, leaders, repeated table heads, ornaments (ISO
32000-1, 14.8.2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pydyf
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream

_KIND = "kanben_artifact"
_BLANK = " \t\n\u200b\u2060"


def unwrapped(box: Box | AbsolutePlaceholder) -> Box:
    """The box that a placeholder of an absolutely placed box stands for."""
    return box._box if isinstance(box, AbsolutePlaceholder) else box


def kind_of(box: Box) -> str:
    """`Pagination` or `Layout` for a box that is no content; empty for the others."""
    return str(getattr(box, _KIND, ""))


def find_artifacts(pages: Sequence[Page]) -> None:
    """Mark, before the pages are drawn, every box that is no content."""
    heads: set[int] = set()
    for page in pages:
        _find(page._page_box, heads)


def _find(box: Box, heads: set[int]) -> None:
    box = unwrapped(box)
    element = box.element
    if isinstance(box, boxes.MarginBox):
        _mark(box, "Pagination")
        return
    if box.is_leader or (element is not None and element.get("aria-hidden") == "true"):
        _mark(box, "Layout")
        return
    if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
        if id(element) in heads:
            # The head of a table, again on its next page.
            _mark(box, "Pagination")
            return
        heads.add(id(element))
    for child in _children(box):
        _find(child, heads)


def _mark(box: Box, kind: str) -> None:
    box = unwrapped(box)
    setattr(box, _KIND, kind)
    for child in _children(box):
        _mark(child, kind)


def _children(box: Box) -> Sequence[Box]:
    return list(box.children) if isinstance(box, boxes.ParentBox) else ()


@contextmanager
def marked(stream: Stream, box: Box, tag: str) -> Iterator[None]:
    """Draw a box between marks: with a number that the structure tree refers to, or as an artifact."""
    if stream._tags is None:
        yield
        return
    kind = kind_of(box)
    if not kind and isinstance(box, boxes.TextBox) and not box.text.strip(_BLANK):
        kind = "Layout"
    if kind:
        pydyf.Stream.begin_marked_content(stream, "Artifact", pydyf.Dictionary({"Type": f"/{kind}"}))
    else:
        number = len(stream._tags)
        stream._tags[box] = {"tag": tag, "mcid": number}
        pydyf.Stream.begin_marked_content(stream, tag, pydyf.Dictionary({"MCID": number}))
    try:
        yield
    finally:
        pydyf.Stream.end_marked_content(stream)
