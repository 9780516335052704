"""Knows how quotation marks typed straight beside Chinese are paired; must not know what stands between them.

pandoc's reader tells an opening mark from a closing one by the spaces round it, and Chinese has none. So such marks are
parsed as signs, and become marks in text and straight again in code, formulas and attributes. A paragraph without any
beside Chinese is left to pandoc.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from pipeline.core.scripts import FULL_WIDTH, HAN
from pipeline.reading.brackets import paragraphs
from pipeline.reading.marking import SYNTAX

Json = Any
_MARKS = "“”‘’″′"
# Private to the time between writing and reading them.
_SIGNS = "\ue010\ue011\ue012\ue013\ue014\ue015"
_IN_TEXT = str.maketrans(_SIGNS, _MARKS)
_ELSEWHERE = str.maketrans(_SIGNS, "\"\"''\"'")
_BESIDE = re.compile(rf"(?<=[{FULL_WIDTH}])(?<!\\)[\"']|[\"'](?=[{FULL_WIDTH}])")
_HIDDEN = re.compile(rf"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)|\$[^$\n]+\$|\\.|{SYNTAX.pattern}", re.M | re.S)
# A line that begins an item, a row, a heading or a definition: what stands in it is paired by itself.
_BEGINS = re.compile(r"^[ \t>]*(?:[-*+|:#]|\(?\w{1,3}[.)])", re.M)
_DECADE = re.compile(rf"\d0s|\d\d(?:年|级|后)|\d0[{HAN}]")


def with_signs(text: str) -> str:
    """A Markdown text of the same length, signs in the place of straight quotation marks beside Chinese."""
    characters = list(text)
    for start, paragraph in paragraphs(text):
        if '"' not in paragraph and "'" not in paragraph:
            continue
        bare = _HIDDEN.sub(lambda found: "\0" * len(found.group()), paragraph)
        edges = [0, *(found.start() for found in _BEGINS.finditer(bare) if found.start()), len(bare)]
        for first, last in pairwise(edges):
            part = bare[first:last]
            if _BESIDE.search(part):
                for place, sign in (*_double(part), *_single(part)):
                    characters[start + first + place] = sign
    return "".join(characters)


def without_signs(node: Json) -> Json:
    """A node of the parsed text with every sign resolved."""
    if isinstance(node, str):
        return node.translate(_ELSEWHERE)
    if isinstance(node, list):
        return [without_signs(child) for child in node]
    if isinstance(node, dict):
        if node.get("t") == "Str":
            return {**node, "c": node["c"].translate(_IN_TEXT)}
        return {key: without_signs(value) for key, value in node.items()}
    return node


def _double(text: str) -> Iterator[tuple[int, str]]:
    """The double marks of a text by turn, and primes: one behind a number that has no partner, or whose partner is
    behind a number too (`5"与6"`). Where another has no partner, those of each line by itself; what is left is told."""
    places = [found.start() for found in re.finditer('"', text)]
    if len(places) % 2:
        inch = next((place for place in places if _is_measured(text, place)), None)
        places = [place for place in places if place != inch] if inch is not None else []
        if inch is not None:
            yield inch, _SIGNS[4]
        if not places and "\n" in text.strip("\n"):
            for line in re.finditer(r"[^\n]+", text):
                yield from ((line.start() + place, sign) for place, sign in _double(line.group()))
    for pair in zip(places[::2], places[1::2], strict=True):
        signs = _SIGNS[4] * 2 if all(_is_measured(text, place) for place in pair) else _SIGNS[:2]
        yield from zip(pair, signs, strict=True)


def _is_measured(text: str, place: int) -> bool:
    """Whether a mark stands behind a number, as that of an inch, a foot, a minute or a second does."""
    return place > 0 and text[place - 1].isdigit()


def _single(text: str) -> Iterator[tuple[int, str]]:
    """The single marks of a text by turn; an apostrophe stands in or behind a Latin word, or before a decade that no
    mark ends, a prime behind a number."""
    is_open = False
    places = [found.start() for found in re.finditer("'", text)]
    for number, place in enumerate(places):
        before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
        is_behind_word = before.isascii() and before.isalnum()
        if _is_measured(text, place) and (after.isdigit() or not (is_open or (after.isalpha() and after.isascii()))):
            yield place, _SIGNS[5]
        elif is_behind_word and after.isascii() and after.isalnum():
            yield place, _SIGNS[3]
        elif is_open:
            is_open = False
            yield place, _SIGNS[3]
        elif is_behind_word or (_DECADE.match(text, place + 1) and not _is_ended(text, places[number + 1 :])):
            yield place, _SIGNS[3]
        elif number + 1 < len(places):
            is_open = True
            yield place, _SIGNS[2]


def _is_ended(text: str, following: Sequence[int]) -> bool:
    """Whether the next mark that stands in no word ends what one before a decade begins: it is no apostrophe of another
    decade."""
    place = next((place for place in following if not re.match(r"[A-Za-z]'[A-Za-z]", text[place - 1 :])), None)
    return place is not None and not _DECADE.match(text, place + 1)
