"""Knows whether the metadata of an output say what the report says, nothing more and nothing less; must not know how a
format spells them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.facts import Carried
from pipeline.core.model import Metadata
from pipeline.core.text import Span

Said = Mapping[str, Sequence[str]]
"""What metadata say: the texts of each name, in order."""


def gathered(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Rows of a name and a text by their names; blanks as XML has them are one, and what is empty says nothing."""
    said: dict[str, list[str]] = {}
    for name, text in rows:
        if not text:
            continue
        said.setdefault(name, []).append(re.sub("[ \\t\\r\\n]+", " ", text).strip(" "))
    return said


def wanted(metadata: Metadata, carried: Iterable[Carried], more: Iterable[tuple[str, str]] = ()) -> Said:
    """What the facts of a report say by the names of a format, and what else has to be there."""
    return gathered([*(row for one in carried for row in one.rows(metadata)), *more])


def check(said: Said, expected: Said, forms: Mapping[str, str], span: Span) -> Iterator[Diagnostic]:
    """OUT102 for each name with other texts than the report's, or that nobody knows.

    `forms` are patterns of what is there once and comes from no report.
    """
    for name in dict.fromkeys((*expected, *forms, *said)):
        texts = list(said.get(name, ()))
        if name in forms:
            is_right = len(texts) == 1 and re.fullmatch(forms[name], texts[0], re.S) is not None
        else:
            is_right = texts == list(expected.get(name, ()))
        if not is_right:
            yield lacking(name, span)


def lacking(name: str, span: Span) -> Diagnostic:
    """OUT102 for what an output does not say as it should."""
    return Diagnostic("OUT102", span, {"name": name}, name)
