"""Knows what a check is given; must not know any check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.model import Document
from pipeline.core.text import SourceText
from pipeline.styling.tokens import Tokens


@dataclass(frozen=True)
class Source:
    """The document as read, and the text it was read from."""

    document: Document
    text: SourceText


@dataclass(frozen=True)
class Artifact:
    """A built file: its format, the name that messages show, its bytes, and the document it was built from.

    `places` are path prefixes of this machine that must not stand in it.
    """

    format: str
    name: str
    data: bytes
    document: Document
    tokens: Tokens
    places: Sequence[str]
