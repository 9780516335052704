"""Knows what makes a source too hard to read, and where it stands; must not know what the source means."""

from __future__ import annotations

import json
import re
from typing import Any

from pipeline.core.diagnostics import Diagnostic, ExitCode, PipelineError
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span
from pipeline.reading.brackets import MOST_NESTED, look_at, paragraphs
from pipeline.tools import pandoc
from pipeline.tools.processes import Bounds, bounds

Json = Any
DEEPEST = 40
"""How many elements may stand in each other."""
MOST_SCRIPTS = 8
"""How many subscripts and superscripts may stand in each other: each takes pandoc's reader of TeX twice as long."""
MOST_FENCES = 100
"""How many pairs of `\\left` and `\\right`, `\\begin` and `\\end` of a formula may stand in each other."""
LONGEST_FORMULA = 20_000
"""How many characters a formula may have."""
_SCRIPT = re.compile(r"(?P<escape>\\.)|(?P<script>[_^])\s*(?:\\[A-Za-z]+\s*)?(?P<opens>\{)?|(?P<brace>[{}])", re.S)
_OPENING = re.compile(r"\\(?:(?P<fence>left|begin)|(?P<end>right|end))(?![A-Za-z])|\\.|(?P<brace>\{)|\}", re.S)
_SUSPECTS, _SECONDS = 8, 2.0
_FENCE = re.compile(r"[ \t>]*:{3,}[ \t]*(\S.*)?$")
_LEAD = re.compile(r"[ \t>*+.0-9-]*")
_MARKUP = re.compile(r"[\[\]<>`*_{}\\$|+~^]")


def refuse_brackets(source: SourceText, body: str) -> None:
    """Look at the brackets of a body before it is parsed.

    Raises:
        PipelineError: SRC122 for each nest that is too deep.
    """
    deep = look_at(body).deep
    if deep:
        reason = Reason("brackets_too_deep", limit=MOST_NESTED)
        raise _refused(*(_problem(source.span(offset, 1), reason) for offset in deep))


def parsed(body: str, source: SourceText) -> tuple[str, list[dict[str, Any]]]:
    """What pandoc makes of a body (`pandoc.parse`).

    Raises:
        PipelineError: SRC122, at the paragraph that takes too long or too much where one does.
    """
    try:
        return pandoc.parse(body, _most())
    except PipelineError as error:
        if error.diagnostics[0].code != "TOL107":
            raise
        reason = error.diagnostics[0].values["reason"]
        place = _hardest(body, source)
        if place.line:
            reason = Reason("paragraph_too_hard", reason=reason)
        raise _refused(_problem(place, reason)) from error


def _most() -> Bounds:
    """What reading may take, so that there is time to look for the place."""
    limits = bounds()
    return Bounds(limits.seconds * 2 / 3, limits.memory)


def blocks_of(ast: str, body: str, source: SourceText) -> list[Json]:
    """The blocks of pandoc JSON.

    Raises:
        PipelineError: SRC122 where elements are nested too deep.
    """
    try:
        blocks: list[Json] = json.loads(ast)["blocks"]
        found = _deep(blocks)
    except RecursionError:
        blocks, found = [], ""
    if found is None:
        return blocks
    # What is so deep is a run of quotation marks, fences or items; its text tells the line, if it is there once.
    offset = body.find(found) if len(found) > 3 and body.count(found) == 1 else -1
    place = source.line_span(source.line_of(offset)) if offset >= 0 else _steepest(body, source)
    raise _refused(_problem(place, Reason("blocks_too_deep", limit=DEEPEST)))


def _deep(blocks: list[Json]) -> str | None:
    """The first text below the deepest elements that are allowed; None where all are allowed, empty for no text."""
    found = None
    stack: list[tuple[Json, int]] = [(blocks, 0)]
    while stack:
        node, depth = stack.pop()
        if isinstance(node, dict):
            content: Json = node.get("c")
            depth += 1
            if node.get("t") == "Math" and _depths(str(content[1]))[0] > DEEPEST:
                return str(content[1]).split("\n", maxsplit=1)[0]
            if depth > DEEPEST:
                found = found or ""
                if node.get("t") == "Str":
                    return str(content)
            stack.append((content, depth))
        elif isinstance(node, list):
            stack += [(child, depth) for child in reversed(node)]
    return found


def refuse_formula(tex: str, place: Span) -> None:
    """Look at the length, the braces and the scripts of a formula before anything is made of it.

    Raises:
        PipelineError: SRC122 where it is too long, or they are nested too deep.
    """
    if len(tex) > LONGEST_FORMULA:
        raise _refused(_problem(place, Reason("formula_too_long", limit=LONGEST_FORMULA)))
    for found, limit in zip(_depths(tex), (DEEPEST, MOST_FENCES), strict=True):
        if found > limit:
            raise _refused(_problem(place, Reason("blocks_too_deep", limit=limit)))
    if _scripts(tex) > MOST_SCRIPTS:
        raise _refused(_problem(place, Reason("scripts_too_deep", limit=MOST_SCRIPTS)))


def _scripts(tex: str) -> int:
    """How many scripts of a formula stand in each other, at the most."""
    open_: list[bool] = []
    deepest = 0
    for found in _SCRIPT.finditer(tex):
        if found["opens"] or found["brace"] == "{":
            open_.append(bool(found["opens"]))
            deepest = max(deepest, sum(open_))
        elif found["brace"] and open_:
            open_.pop()
    return deepest


def _depths(formula: str) -> tuple[int, int]:
    """How many braces, and how many fences, of a formula stand in each other, at the most."""
    depths, deepest = {"brace": 0, "fence": 0}, {"brace": 0, "fence": 0}
    for found in _OPENING.finditer(formula):
        opened = found["brace"] or found["fence"]
        kind = "brace" if found.group() in "{}" else "fence"
        if opened or found["end"] or kind == "brace":
            depths[kind] += 1 if opened else -1
            deepest[kind] = max(deepest[kind], depths[kind])
    return deepest["brace"], deepest["fence"]


def _steepest(body: str, source: SourceText) -> Span:
    """The line where most fences are open, where they are what is too deep, else the one that begins with the most
    marks of quotations and items, else the one with the most markup."""
    lines = body.split("\n")
    open_, depths = 0, [0]
    for line in lines:
        fence = _FENCE.match(line)
        open_ += 0 if fence is None else 1 if fence[1] else -1
        depths.append(min(open_, DEEPEST + 1))
    if max(depths) > DEEPEST // 2:
        return source.line_span(depths.index(max(depths)))
    numbers = range(len(lines))
    steep = max(numbers, key=lambda number: _lead(lines[number]))
    if _lead(lines[steep]) <= DEEPEST:
        steep = max(numbers, key=lambda number: len(_MARKUP.findall(lines[number])))
    return source.line_span(steep + 1)


def _lead(line: str) -> int:
    """How many marks of quotations and items a line begins with."""
    found = _LEAD.match(line)
    return len(found.group().replace(" ", "")) if found else 0


def _hardest(body: str, source: SourceText) -> Span:
    """The first line of the paragraph that pandoc alone takes too long for, among those with the most markup."""
    limits = bounds()
    tried = Bounds(min(_SECONDS, limits.seconds), limits.memory)
    suspects = sorted(paragraphs(body), key=lambda found: -len(_MARKUP.findall(found[1])))
    for start, paragraph in suspects[:_SUSPECTS]:
        try:
            pandoc.parse(paragraph, tried)
        except PipelineError:
            return source.line_span(source.line_of(start))
    return Span(source.name)


def _problem(span: Span, reason: Reason | str | int | tuple[str, ...]) -> Diagnostic:
    return Diagnostic("SRC122", span, {"reason": reason})


def _refused(*problems: Diagnostic) -> PipelineError:
    return PipelineError(problems, ExitCode.UNREADABLE)
