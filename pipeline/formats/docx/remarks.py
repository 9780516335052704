"""Knows how a proof in Word carries what is remarked of it: as comments on paragraphs (ECMA-376, part 1, 17.13.4), with
numbered lines and tracked changes; must not know what is remarked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.formats.docx.bookmarks import target_name
from pipeline.formats.docx.fields import run
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w
from pipeline.formats.inputs import Proof, Remark

AUTHOR, _INITIALS = "Kanben", "K"
"""Who makes the comments of a proof, and the initials of that name."""
_COUNT_BY = 5


def annotated(body: Element, tree: str, proof: Proof, date: str) -> Element:
    """The part of the comments, each of which is put on the paragraph that its line of the source is in.

    `tree` is pandoc JSON with the lines of paragraphs; `date` is when the report is of, to the day."""
    lines = dict(_lines(json.loads(tree)["blocks"]))
    anchors = list(_anchors(body, lines))
    remarks = [remark for remark in proof.remarks if remark.text] if anchors else []
    for number, remark in enumerate(remarks):
        _put(_paragraph_of(anchors, remark.line), number)
    stamp = f"{date}T00:00:00Z"
    return w("comments", *(_comment(number, remark, proof, stamp) for number, remark in enumerate(remarks)))


def _comment(number: int, remark: Remark, proof: Proof, stamp: str) -> Element:
    place = f" {proof.place(remark.line)}" if remark.line else ""
    said = w("p", w("r", w("annotationRef")), run(f"{remark.kind}{place}  {remark.text}"))
    return w("comment", said, id=number, author=AUTHOR, date=stamp, initials=_INITIALS)


def _lines(node: Any) -> Iterator[tuple[str, int]]:
    """The line of the source of each paragraph that has one, by the name of its bookmark."""
    if isinstance(node, dict) and node.get("t") == "Span" and "source-line" in node["c"][0][1]:
        yield target_name(node["c"][0][0]), int(dict(node["c"][0][2])["line"])
    elif isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from _lines(child)


def _anchors(body: Element, lines: Mapping[str, int]) -> Iterator[tuple[int, Element]]:
    """The paragraphs that have lines, in order."""
    for mark in body.iter(clark("w:bookmarkStart")):
        line = lines.get(str(mark.get(clark("w:name"))))
        paragraph = next(mark.iterancestors(clark("w:p")), None)
        if line is not None and paragraph is not None:
            yield line, paragraph


def _paragraph_of(anchors: Sequence[tuple[int, Element]], line: int) -> Element:
    """The last paragraph that begins at a line or before it; the first where none does."""
    before = [row for row in anchors if row[0] <= line]
    return max(before, key=lambda row: row[0])[1] if before else anchors[0][1]


def _put(paragraph: Element, number: int) -> None:
    """A comment on the whole of a paragraph."""
    place = next((at for at, child in enumerate(paragraph) if child.tag != clark("w:pPr")), len(paragraph))
    paragraph.insert(place, w("commentRangeStart", id=number))
    paragraph.append(w("commentRangeEnd", id=number))
    paragraph.append(w("r", w("commentReference", id=number)))


def number_lines(body: Element) -> None:
    """Numbers beside every fifth line, anew on each page (17.6.8)."""
    for margins in body.iterfind(".//w:sectPr/w:pgMar", NAMESPACES):
        margins.addnext(w("lnNumType", countBy=_COUNT_BY, restart="newPage"))
