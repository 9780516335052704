"""Knows what a check is given; must not know any check."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

from pipeline.checks.runs import Run, runs
from pipeline.core.model import Document
from pipeline.core.text import SourceText


@dataclass(frozen=True)
class Source:
    """The document as read, the text it was read from, and the offset where the body begins in it."""

    document: Document
    text: SourceText
    body_start: int = 0

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The text of each block."""
        return tuple(runs(json.loads(self.document.ast)["blocks"]))
