"""Knows how a proof in Word carries what is remarked of it: as comments on paragraphs (ECMA-376, part 1, 17.13.4), with
numbered lines and tracked changes; must not know what is remarked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.core.dates import to_the_day
from pipeline.core.editorial import initials_of
from pipeline.core.model import Metadata
from pipeline.formats.docx.bookmarks import target_name
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w
from pipeline.formats.docx.threads import Comment
from pipeline.formats.inputs import Proof, Remark

AUTHOR, _INITIALS = "Kanben", "K"
"""Who makes the comments of a proof, and the initials of that name."""
_COUNT_BY = 5


def annotated(body: Element, tree: str, proof: Proof, metadata: Metadata) -> list[Comment]:
    """The comments, each of which is put on the paragraph that its line of the source is in; the answer to a query is
    the reply to its comment.

    `tree` is pandoc JSON with the lines of paragraphs."""
    lines = dict(_lines(json.loads(tree)["blocks"]))
    anchors = list(_anchors(body, lines))
    found: list[Comment] = []
    for remark in [remark for remark in proof.remarks if remark.text] if anchors else []:
        paragraph, first = _paragraph_of(anchors, remark.line), len(found)
        found += _thread(remark, proof, metadata, first)
        for number in range(first, len(found)):
            _put(paragraph, number)
    return found


def _thread(remark: Remark, proof: Proof, metadata: Metadata, number: int) -> Iterator[Comment]:
    """What is remarked, by its editor where it is known, and what the author answers; the first comment has a number.

    What is ours is of the day that the report is of."""
    day = f"{to_the_day(metadata.date)}T00:00:00Z"
    place = f" {proof.place(remark.line)}" if remark.line else ""
    note = remark.note
    if note is None or not note.by:
        text = remark.text if note is None else note.text
        yield Comment(AUTHOR, _INITIALS, day, f"{remark.kind}{place}  {text}")
    else:
        # A moment is one of a day (XML Schema, part 2, 3.3.7).
        date = f"{note.date}T00:00:00Z" if len(note.date) == len("2026-01-01") else note.date
        yield Comment(note.by, note.initials or initials_of(note.by), date, note.text)
    if note and note.answer:
        author = author_of(metadata)
        yield Comment(author, initials_of(author), day, note.answer, number)


def author_of(metadata: Metadata) -> str:
    """Who answers queries: the first author of the report."""
    languages = metadata.languages
    names = (languages.first(person.name) for person in metadata.authors)
    return next(filter(None, names), "") or languages.first(metadata.publisher) or AUTHOR


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
