"""Knows what every figure must say of itself, in all languages of the report; must not know how figures are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from pipeline.checks.base import Source, named
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import Languages
from pipeline.core.model import FigureBlock

MAX_ALT = 150
_FILE_NAME = re.compile(r"[\w.\- ]+\.(svg|png|jpe?g|gif|tiff?|webp|pdf|bmp)", re.I)


def check(source: Source) -> Iterator[Diagnostic]:
    """FIG101 no id, FIG102 a text in one language only, FIG103 alt repeats the caption, FIG104 alt too long,
    FIG105 never referred to, FIG106 alt is a file name."""
    cited = {citation.key for citation in source.document.inventory.citations}
    for figure in source.document.inventory.figures:
        yield from named(figure.id, figure.span, "fig-", ("FIG101", "FIG105"), cited)
        yield from _texts(figure, source.document.metadata.languages)


def _texts(figure: FigureBlock, languages: Languages) -> Iterator[Diagnostic]:
    for name, text in (("caption", figure.caption), ("alt", figure.alt), ("credit", figure.credit)):
        for language in languages:
            if not text[language]:
                yield Diagnostic("FIG102", figure.span, {"id": figure.id, "name": name, "missing": language}, figure.id)
    for language in languages:
        caption, alt = figure.caption[language], figure.alt[language]
        if caption and alt and SequenceMatcher(None, caption, alt).ratio() > 0.9:
            yield Diagnostic("FIG103", figure.span, {"id": figure.id, "language": language}, figure.id)
        if _FILE_NAME.fullmatch(alt.strip()):
            yield Diagnostic("FIG106", figure.span, {"id": figure.id, "language": language}, figure.id)
        if len(alt) > MAX_ALT and figure.long_description == "none":
            yield Diagnostic("FIG104", figure.span, {"id": figure.id, "length": len(alt), "limit": MAX_ALT}, figure.id)
