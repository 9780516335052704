"""Knows which blocks of a report say something else than when it was parsed last, where sections show it; must not know
what they say."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from typing import Any

from pipeline.core.diagnostics import PipelineError
from pipeline.core.text import SourceText
from pipeline.reading import markdown
from pipeline.reading.again import Memory, Section, Whole, parsed_again
from pipeline.reading.markdown import ParsedBody

Json = Any
Pair = tuple[ParsedBody, ParsedBody]
"""A top-level block as it was and as it is."""


def touched(memory: Memory, source: SourceText, body_start: int) -> tuple[Pair, ...] | None:
    """The blocks that are others than in what is remembered, in the place of which the source is remembered; None, and
    what was is remembered, where more than single blocks may have changed."""
    last = memory.last
    if last is None:
        return None
    try:
        now = parsed_again(last, markdown.prepare(source, body_start))
    except PipelineError:
        return None
    if now is None or len(now.sections) != len(last.sections):
        return None
    pairs: list[Pair] = []
    for was, is_ in zip(last.sections, now.sections, strict=True):
        if was.blocks is not is_.blocks:
            found = _pairs(last, was, now, is_)
            if found is None:
                return None
            pairs += found
    memory.last = now
    return tuple(pairs)


def _pairs(last: Whole, was: Section, now: Whole, is_: Section) -> list[Pair] | None:
    old, new = list(_proved(was)), list(_proved(is_))
    if len(old) != len(new) or None in old or None in new:
        return None
    both = zip(old, new, strict=True)
    # Marks are others wherever something was parsed anew.
    return [
        (_alone(last, one), _alone(now, other))
        for one, other in both
        if markdown.decode(one, last.marks) != markdown.decode(other, now.marks)
    ]


def _proved(section: Section) -> Iterator[Json | None]:
    return (block if is_proved else None for block, is_proved in marshal.loads(section.blocks))


def _alone(whole: Whole, block: Json) -> ParsedBody:
    return ParsedBody(whole.ast, whole.body.source, whole.marks, ((block, True),), whole.body.start)
