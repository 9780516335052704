"""Knows the numbers that pandoc's reader gives citations, all through a text: each note and each citation outside notes
counts one; must not know what they are for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = Any
_NUMBER = "citationNoteNum"


def counted(blocks: Json, before: int) -> int | None:
    """The number of the last note or citation of some blocks, of which the first counts on from a number; None where
    they were counted otherwise, or may have been."""
    number = before
    for citation, is_in_note in _counting(blocks, is_in_note=False):
        if citation is None:
            number += 1
        elif is_in_note:
            if citation != number:
                return None
        elif citation == number + 1:
            number += 1
        else:
            return None
    return number


def shift(node: Json, by: int) -> None:
    """Have all citations below a node count from another number on."""
    if isinstance(node, list):
        for child in node:
            shift(child, by)
    elif isinstance(node, dict):
        if node.get("t") == "Cite":
            for one in node["c"][0]:
                one[_NUMBER] += by
        shift(node.get("c"), by)


def _counting(node: Json, *, is_in_note: bool) -> Iterator[tuple[int | None, bool]]:
    """What counts below a node as it is read: the numbers that a citation has, each with whether it stands in a note;
    None for a note. A number that is no next one for text that may be a note that is not there."""
    if isinstance(node, list):
        for child in node:
            yield from _counting(child, is_in_note=is_in_note)
    elif isinstance(node, dict):
        kind: str = node.get("t", "")
        content: Json = node.get("c")
        if kind == "Note":
            yield None, is_in_note
            yield from _counting(content, is_in_note=True)
        elif kind == "Cite":
            numbers = [one[_NUMBER] for one in content[0]]
            yield from ((number, is_in_note) for number in (numbers if is_in_note else dict.fromkeys(numbers)))
        elif kind == "Table":
            # What it is called is read behind its rows.
            yield from _counting([*content[2:], content[1]], is_in_note=is_in_note)
        elif kind == "Str" and "[^" in content:
            yield -1, is_in_note
        else:
            yield from _counting(content, is_in_note=is_in_note)
