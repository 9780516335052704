"""Knows where addresses, paths and other long runs of letters may be broken over lines; must not know how wide a line
is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from pipeline.formats.hypertext.elements import Element, change_texts, new

_RUN = re.compile(r"(?:https?|ftp)://[!-~]+|[!-~]{16,}")
# After the marks of an address, and before what stands for a byte of it: no line ends with half of one.
_PLACE = re.compile(
    r"(?<=[/?&=#@])(?=[\w~%(\[{-])|(?<=[A-Za-z0-9][_|+-])(?=[\w(])|(?<=[A-Za-z0-9][.,:;])(?=[A-Za-z_])"
    r"|(?=%[0-9A-Fa-f]{2})",
    re.ASCII,
)
_SOLID = re.compile(r"[A-Za-z0-9]{17,}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STEP = 8
"""How many signs of a digest, which has no marks, stand before a place."""
_CLOSED = frozenset(["pre", "svg", "math", "script", "style", "ruby"])


@lru_cache(maxsize=4)
def places(text: str) -> frozenset[int]:
    """The offsets in a text before which a line may begin."""
    return frozenset(place for run in _RUN.finditer(text) for place in _places(run.group(), run.start()))


def open_up(element: Element) -> None:
    """Put a `wbr` wherever a text of an element may be broken: what stands before a long run would be stretched over
    the whole line."""
    change_texts(element, _split, lambda one: one.tag in _CLOSED)


def _places(run: str, start: int) -> Iterator[int]:
    yield from (start + found.start() for found in _PLACE.finditer(run, 1))
    for solid in _SOLID.finditer(run):
        if solid.group().isdigit():
            continue  # a number is one
        if solid.group().isalpha():
            yield from (start + found.start() for found in _HUMP.finditer(run, solid.start(), solid.end()))
        else:
            yield from range(start + solid.start() + _STEP, start + solid.end() - _STEP // 2, _STEP)


def _split(text: str, parent: Element, index: int) -> str:
    """What of a text stands before its first place; the rest becomes children of its parent from an index on."""
    cuts = sorted(places(text))
    for first, last in reversed(list(pairwise([*cuts, len(text)]))):
        chance = new("wbr")
        chance.tail = text[first:last]
        parent.insert(index, chance)
    return text[: cuts[0]] if cuts else text
