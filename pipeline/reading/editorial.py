"""Knows how an editorial note is written: its class and its attributes; must not know what is said of it."""

from __future__ import annotations

from typing import Any

from pipeline.core.editorial import EditorialNote
from pipeline.core.text import Span
from pipeline.core.vocabulary import ANSWER, ASKED, EDITORIAL, QUERY

Json = Any


def editorial_note(attributes: Json, text: str, span: Span) -> EditorialNote | None:
    """The note that an element with pandoc's attributes is; None where it is none."""
    kind = next((name for name in attributes[1] if name in EDITORIAL), "")
    said = dict(attributes[2])
    asked = (str(said.get(name, "")) for name in (*ASKED, ANSWER))
    return EditorialNote(kind, text, span, *asked) if kind else None


def idle_attributes(attributes: Json, text: str) -> tuple[str, ...]:
    """The attributes of notes that do nothing on an element: all where it is no note, an answer where nothing is
    asked."""
    classes = attributes[1]
    if not any(name in EDITORIAL for name in classes):
        return (*ASKED, ANSWER)
    return () if QUERY in classes and text.strip() else (ANSWER,)
