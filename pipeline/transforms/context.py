"""Knows what the transforms share while they run; must not know any one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.model import Bilingual, Document, Drawing
from pipeline.styling.tokens import Tokens


@dataclass
class Context:
    """The document as read, and what is worked out on the way: a label for each id, and the drawings."""

    document: Document
    source_folder: Path
    tokens: Tokens
    proof: bool
    labels: dict[str, Bilingual] = field(default_factory=dict)
    drawings: list[Drawing] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
