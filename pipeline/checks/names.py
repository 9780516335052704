"""Knows markup in the names of people and bodies, which are printed as they are typed; must not know other fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.base import Source
from pipeline.checks.fields import names
from pipeline.core.diagnostics import Diagnostic, Values
from pipeline.core.reasons import Reason

_MARKUP = re.compile(
    r"\*{1,2}(?=[^\s*])[^*]*(?<=[^\s*])\*{1,2}|`[^`]+`|\$[^$]+\$|\[[^\[\]]*\]\([^()]*\)|\[?\^[^\s^\[\]]+[\]^]"
    r"|<[a-z/][^<>]*>|\{[#.][^{}]*\}|(?<![*\w])\*\*(?=\w)|&[a-z]+;"
)


def check(source: Source) -> Iterator[Diagnostic]:
    """SRC130 for markup in a name."""
    front = source.text.text[: source.body_start]
    for name in dict.fromkeys(filter(None, names(source.document))):
        start = front.find(name)
        for found in _MARKUP.finditer(name) if start >= 0 else ():
            span = source.text.span(start + found.start(), len(found.group()))
            values: Values = {"text": found.group(), "meant": Reason("no_markup_in_names")}
            yield Diagnostic("SRC130", span, values, "no_markup_in_names")
