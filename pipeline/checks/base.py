"""Knows what a check is given; must not know any check."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.model import Document
from pipeline.core.text import SourceText


@dataclass(frozen=True)
class Source:
    """The document as read, and the text it was read from."""

    document: Document
    text: SourceText
