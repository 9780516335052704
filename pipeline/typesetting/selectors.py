"""Knows which selectors of a style sheet the layout engine can use; must not know what is done about the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cssselect2

from pipeline.tools import css
from pipeline.tools.css import Token


def unusable(sheet: str) -> Iterator[int]:
    """The lines on which rules begin whose selectors cannot be used."""
    yield from _among(css.rules(sheet))


def _among(rules: Sequence[Token]) -> Iterator[int]:
    for rule in rules:
        if rule.type == "at-rule" and rule.content is not None:
            yield from _among(css.contents(rule.content))
        elif rule.type == "qualified-rule":
            try:
                cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError:
                yield rule.source_line
