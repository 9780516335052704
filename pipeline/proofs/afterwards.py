"""Knows where the places of what is told stand in the files once edits are written into them; must not know what is
told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.core.diagnostics import Diagnostics, Edit
from pipeline.core.text import SourceText, Span
from pipeline.line.session import Session
from pipeline.proofs.applying import edits_with
from pipeline.proofs.replacing import Replacement


def as_written(found: Diagnostics, session: Session, replacements: Iterable[Replacement]) -> Diagnostics:
    """What was found, at places of the files as they were, with the places that those have once replacements are
    written: what was replaced at what stands for it."""
    edits = edits_with(session, replacements)
    texts = {file.source.name: file.source for file in session.with_data.files if file.source.name in edits}
    written = {name: SourceText(name, _edited(text.text, edits[name])) for name, text in texts.items()}
    return tuple(replace(row, span=row.span and _moved(row.span, texts, written, edits)) for row in found)


def _edited(text: str, edits: Sequence[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _moved(
    span: Span,
    texts: Mapping[str, SourceText],
    written: Mapping[str, SourceText],
    edits: Mapping[str, Sequence[Edit]],
) -> Span:
    text, new = texts.get(span.file), written.get(span.file)
    if text is None or new is None or span.line is None or span.column is None:
        return span
    start = text.starts[span.line - 1] + span.column - 1
    end = start + (span.end_column - span.column if span.end_column else 0)
    first, last = _after(start, end, edits[span.file])
    while first < last and new.text[first].isspace():
        first += 1  # a new paragraph begins with the line that it stands on
    return new.span(first, last - first)


def _after(start: int, end: int, edits: Sequence[Edit]) -> tuple[int, int]:
    """Where the characters from `start` to before `end` stand after edits, with what those put in there."""
    first, last = start, end
    # What is put in at the end of a text that is written anew stands in that.
    is_inside = start == end and all(edit.start != start for edit in edits)
    for edit in edits:
        grown = len(edit.text) - (edit.end - edit.start)
        if edit.end <= start and edit.start < start and not (is_inside and edit.end == end):
            first, last = first + grown, last + grown
        elif edit.start < end or edit.start == start or (is_inside and edit.end == end):
            # It is in the stretch, or reaches over one of its ends.
            first -= max(start - edit.start, 0)
            last += grown + max(edit.end - max(end, edit.start), 0)
    return first, last
