"""Knows how a fact that the front matter says is put into the text, `{{date}}`, and where such places stand; must not
know what the facts mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.core.joined import Insertion
from pipeline.core.text import SourceText
from pipeline.core.vocabulary import DATA
from pipeline.reading.frontmatter import body_start, split
from pipeline.tools import yaml

MAX_LENGTH = 1000
"""The longest value that is put in, in characters."""
MAX_INSERTIONS = 10_000
OWN = "variables"
"""The field for what is a fact of this report alone."""

_VARIABLE = re.compile(r"(?<![\\{])\{\{([^\W\d][\w.-]{0,100})\}\}")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})(.*)")
_DATA_BLOCK = re.compile(rf"[ \t]*(?:\{{?[ \t]*\.?)?(?:{'|'.join(DATA)})\b")
_TICKS_OR_END = re.compile(r"`+|\n[ \t>]*\n")


def values_of(first: SourceText) -> Mapping[str, str]:
    """Every text of the front matter that stands on one line, by its path (`title.en`, `identifier.doi`), and the
    report's own variables by their names alone. An own name comes before a fact's."""
    block, _ = split(first)
    if block is None:
        return {}
    found, _problems = yaml.load(block, yaml.Origin(first, first_line=2))
    data = found.data if found is not None and isinstance(found.data, dict) else {}
    facts = dict(_texts(data, ""))
    own = {name.removeprefix(f"{OWN}."): text for name, text in facts.items() if name.startswith(f"{OWN}.")}
    return {name: text for name, text in {**facts, **own}.items() if not name.startswith(f"{OWN}.")}


def insertions(source: SourceText, values: Mapping[str, str]) -> tuple[Insertion, ...]:
    """What stands in the place of each variable of a file; one of an unknown name, in code or behind a backslash is
    left as it is."""
    if not values or "{{" not in source.text:
        return ()
    code = list(_code(source, body_start(source)))
    made: list[Insertion] = []
    for found in _VARIABLE.finditer(source.text, body_start(source)):
        start, end = found.span()
        while code and code[0][1] <= start:
            code.pop(0)
        is_code = bool(code) and code[0][0] <= start
        if found[1] in values and not is_code and len(made) < MAX_INSERTIONS:
            made.append(Insertion(start, end, values[found[1]]))
    return tuple(made)


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, str) and len(value := value.strip()) <= MAX_LENGTH and "\n" not in value:
        yield path, value


def _code(source: SourceText, start: int) -> Iterator[tuple[int, int]]:
    """Where code stands, in order: blocks between fences that are no data, and what stands between equal marks in a
    paragraph."""
    before, fence, opened, is_data = start, "", 0, False
    for number in range(source.line_of(start), len(source.starts) + 1):
        found = _FENCE.match(source.line(number))
        if not found:
            continue
        if not fence:
            if found[1][0] == "`" and "`" in found[2]:
                continue  # code in a line
            yield from _spans(source.text, before, source.starts[number - 1])
            fence, opened, is_data = found[1], source.starts[number - 1], bool(_DATA_BLOCK.match(found[2]))
        elif found[1].startswith(fence) and not found[2].strip():
            before = source.starts[number] if number < len(source.starts) else len(source.text)
            if not is_data:
                yield opened, before
            fence = ""
    if not fence:
        yield from _spans(source.text, before, len(source.text))
    elif not is_data:
        yield opened, len(source.text)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Code in lines: between two marks of as many backticks in one paragraph (CommonMark, code spans)."""
    waiting: list[re.Match[str]] = []
    for found in _TICKS_OR_END.finditer(text, start, end):
        if found[0][0] != "`":
            waiting = []
            continue
        partner = next((mark for mark in waiting if mark[0] == found[0]), None)
        if partner is None:
            waiting.append(found)
        else:
            yield partner.start(), found.end()
            waiting = []
