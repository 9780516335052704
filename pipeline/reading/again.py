"""Knows how a report that was parsed before is parsed again where it has changed alone; must not know what blocks mean.

A section begins at a heading of the top level, of which its mark tells the line: there the parser had nothing open. The
paragraphs that have changed may open nothing either that a blank line does not end (`_OPENING`), and nothing may be
defined in one section and used in another; else all is parsed. That a section is parsed alone as within the whole is
seen once for each, before it is relied on.
"""

from __future__ import annotations

import json
import marshal
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pipeline.core.decoding import references
from pipeline.core.diagnostics import Diagnostics, PipelineError
from pipeline.core.text import SourceText
from pipeline.reading import markdown
from pipeline.reading.changed import LABEL, Change, change_of
from pipeline.reading.markdown import Parsed, ParsedBody, Prepared
from pipeline.reading.marking import NARROW_MARKS, MarkedText, mark
from pipeline.reading.neighbours import join_citations
from pipeline.reading.notenumbers import counted, shift
from pipeline.reading.quotes import without_signs
from pipeline.reading.walker import flatten
from pipeline.tools import pandoc

Json = Any
Range = tuple[int, int]
_HEADING = re.compile(r"#{1,6} ")
# What is defined for other places, notes aside; examples that are counted through the text.
_ELSEWHERE = re.compile(r"\]:|^[\W\d_]*(?:[A-Za-z][.)]\W*)?\(@[\w-]*\)", re.M)
_FEW = 0.6
"""Which part of a text is worth being parsed alone."""
_MOST_LETTERS = len(NARROW_MARKS) - 500
"""Of narrow scripts: some have to be left, so that which of them are used decides nothing."""
_MOST_TOKENS = {1: 40, 2: 2000}
"""Of these lengths, for the same reason."""


@dataclass(frozen=True)
class Section:
    """A part of a body: its length, its blocks with whether each is proved, how many notes and citations it has, and
    whether it was seen that it is parsed alone as within the whole."""

    length: int
    blocks: bytes
    notes: int
    is_seen: bool = False


@dataclass(frozen=True)
class Whole:
    """A body as it was parsed, in sections."""

    body: Prepared
    ast: str
    marks: MarkedText
    sections: tuple[Section, ...]


class Memory:
    """What a report was parsed into last, for who reads it again and again."""

    def __init__(self) -> None:
        self.last: Whole | None = None


_memory: ContextVar[Memory | None] = ContextVar("memory", default=None)


@contextmanager
def remembering(memory: Memory) -> Iterator[None]:
    """Inside, a report is parsed again where it has changed alone."""
    token = _memory.set(memory)
    try:
        yield
    finally:
        _memory.reset(token)


def parse(source: SourceText, body_start: int) -> tuple[ParsedBody, Diagnostics]:
    """As `markdown.parse`, with what is remembered."""
    memory = _memory.get()
    if memory is None:
        return markdown.parse(source, body_start)
    body = markdown.prepare(source, body_start)
    now = parsed_again(memory.last, body) if memory.last else None
    if now is None:
        found = markdown.parse_whole(body)
        memory.last = _whole(body, found)
        return markdown.finish(body, found)
    memory.last = now
    blocks = [block for section in now.sections for block in marshal.loads(section.blocks)]
    return markdown.finish(body, Parsed(now.ast, (), now.marks, blocks))


def _whole(body: Prepared, found: Parsed) -> Whole | None:
    """A body in sections; None where it says something that may depend on all of it."""
    is_plain = all(map(markdown.is_told_elsewhere, found.warnings)) and not any(references(body.source, body.start))
    if not is_plain or _ELSEWHERE.search(LABEL.sub("", body.text)):
        return None
    sections = _sections(body.text, found, 0)
    shell = json.dumps({**json.loads(found.ast), "blocks": []})
    return Whole(body, shell, found.marks, sections) if sections else None


def _sections(text: str, found: Parsed, before: int) -> tuple[Section, ...]:
    """The sections of a text, before which there are some notes and citations; none where these are counted
    otherwise."""
    starts = [(0, 0)]
    for number, (block, is_proved) in enumerate(found.blocks):
        start = _start(text, block, found.marks) if is_proved and block["t"] == "Header" else None
        if start is not None and start > starts[-1][0]:
            starts.append((start, number))
    made = []
    for (start, first), (end, after) in pairwise([*starts, (len(text), len(found.blocks))]):
        blocks = list(found.blocks[first:after])
        last = counted([block for block, _ in blocks], before)
        if last is None:
            return ()
        made.append(Section(end - start, marshal.dumps(blocks), last - before))
        before = last
    return tuple(made)


def _start(text: str, heading: Json, marks: MarkedText) -> int | None:
    """Where the line of a heading begins, below a blank one; None where it is not known."""
    mark = next((marks.letters[letter] for letter in flatten(heading["c"][2]) if letter in marks.letters), None)
    if mark is None:
        return None
    start = text.rfind("\n", 0, mark.offset) + 1
    above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
    return start if _HEADING.match(text, start) and not above.strip(" \t\n") else None


def parsed_again(last: Whole, body: Prepared) -> Whole | None:
    """A body with the sections that have changed parsed anew; None where all has to be parsed."""
    change = change_of(last.body.text, body.text)
    if change is None or not _is_apart(last, body, change) or not _has_room(last.marks):
        return None
    first, after, start, end = _touched(last.sections, change)
    text = body.text[start : len(body.text) - (len(last.body.text) - end)]
    if len(text) > _FEW * len(body.text) or not _is_by_itself(last.body.text[start:end], text, body.text, start):
        return None
    part = Prepared(SourceText(body.source.name, text), 0, text, body.veiled)
    marks = mark(text, around=body.text, others=last.marks)
    before = sum(section.notes for section in last.sections[:first])
    is_seen = all(section.is_seen for section in last.sections[first:after])
    with ThreadPoolExecutor(2) as pool, suppress(PipelineError):
        alone = None if is_seen else pool.submit(_are_alone, last, (first, after), (start, end), before)
        found = markdown.parse_marked(part, marks)
        is_sound = found.marks is marks and all(map(markdown.is_told_elsewhere, found.warnings))
        if is_sound and (alone is None or alone.result()):
            shift([block for block, _ in found.blocks], before)
            made = _sections(text, found, before)
            # Of several each has to be seen by itself.
            made = tuple(replace(section, is_seen=len(made) == 1) for section in made)
            return _put(last, (first, after), made, (body, last.marks.moved(start, end, marks))) if made else None
    return None


def _put(last: Whole, numbers: Range, made: Sequence[Section], now: tuple[Prepared, MarkedText]) -> Whole:
    """The whole with other sections in the place of some."""
    first, after = numbers
    by = sum(section.notes for section in made) - sum(section.notes for section in last.sections[first:after])
    behind = last.sections[after:]
    if by:
        behind = tuple(replace(section, blocks=_shifted(section.blocks, by)) for section in behind)
    return Whole(now[0], last.ast, now[1], (*last.sections[:first], *made, *behind))


def _shifted(blocks: bytes, by: int) -> bytes:
    loaded = marshal.loads(blocks)
    shift([block for block, _ in loaded], by)
    return marshal.dumps(loaded)


def _is_apart(last: Whole, body: Prepared, change: Change) -> bool:
    """Whether nothing outside what has changed is read otherwise for it."""
    veils = last.body.veiled
    if any(body.veiled[code] != veils[code] for code in body.veiled.keys() & veils.keys()):
        return False
    # No mark of another place may stand there.
    if not last.marks.letters.keys().isdisjoint(change.new) or any(token in change.new for token in last.marks.tokens):
        return False
    return not any(references(body.source, body.start))


def _is_by_itself(old: str, new: str, whole: str, start: int) -> bool:
    """Whether a part that begins at an offset of the whole has nothing to do with what is defined elsewhere."""
    labels = {*LABEL.findall(old), *LABEL.findall(new)}
    others = {*LABEL.findall(whole, 0, start), *LABEL.findall(whole, start + len(new))}
    return not labels & others and not _ELSEWHERE.search(LABEL.sub("", new))


def _has_room(marks: MarkedText) -> bool:
    """Whether enough marks are left for what is new."""
    lengths = Counter(map(len, marks.tokens))
    narrow = sum(letter < "\U00020000" for letter in marks.letters)
    return narrow < _MOST_LETTERS and all(lengths[length] < most for length, most in _MOST_TOKENS.items())


def _touched(sections: Sequence[Section], change: Change) -> tuple[int, int, int, int]:
    """The sections that a change is in, as their numbers from the first to before the last, and their offsets."""
    edges = [0]
    for section in sections:
        edges.append(edges[-1] + section.length)
    first = max(number for number, edge in enumerate(edges[:-1]) if edge <= change.start)
    if first and edges[first] == change.start and not _HEADING.match(change.new):
        # The heading that ended what is before is gone.
        first -= 1
    after = next(number for number, edge in enumerate(edges) if number > first and edge >= change.end)
    return first, after, edges[first], edges[after]


def _are_alone(last: Whole, numbers: Range, offsets: Range, before: int) -> bool:
    """Whether some sections are parsed alone as they were within the whole."""
    given = [block for section in last.sections[slice(*numbers)] for block in marshal.loads(section.blocks)]
    ast, warnings = pandoc.parse(last.marks.text[slice(*offsets)])
    blocks = without_signs(json.loads(ast.translate(last.body.veiled))["blocks"])
    join_citations(blocks, last.marks.decode)
    shift(blocks, before)
    is_plain = all(map(markdown.is_told_elsewhere, warnings))
    return is_plain and all(proved for _, proved in given) and blocks == [block for block, _ in given]
