"""Knows how headings should follow each other; must not know formats."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import LANGUAGES
from pipeline.core.numbers import NUMBERED_LEVELS
from pipeline.core.reasons import Reason, Value

_NAMES = dict(zip(LANGUAGES, ("in_zh", "in_en"), strict=True))


def check(source: Source) -> Iterator[Diagnostic]:
    """HED101 a level is skipped, HED102 no title in the language beside, HED103 an empty heading, HED104 too deep for
    the numbers."""
    before = 0
    beside = source.document.metadata.languages.beside
    for heading in source.document.inventory.headings:
        key = heading.id or heading.text
        # What is no section skips no level (HED105), and hides none that the sections skip.
        if heading.is_section and heading.level > before + 1:
            yield Diagnostic(
                "HED101", heading.span, {"title": heading.text, "level": heading.level, "before": before}, key
            )
        before = heading.level if heading.is_section else before
        if not heading.text.strip():
            yield Diagnostic("HED103", heading.span, {}, key)
        elif beside and not heading.beside:
            values: dict[str, Value] = {"title": heading.text, "missing": beside, "language": Reason(_NAMES[beside])}
            yield Diagnostic("HED102", heading.span, values, key)
        if heading.level > NUMBERED_LEVELS:
            yield Diagnostic("HED104", heading.span, {"title": heading.text, "level": heading.level}, key)
