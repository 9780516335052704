"""Knows which notes of a parsed body are one that is called more than once; must not know how notes are printed.

pandoc's reader copies a note to each of its calls. A mark stands at one place of the source, so two notes that hold the
same one are copies; notes without any are copies where none is written in the line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.core.vocabulary import CALLED_AGAIN, call_id
from pipeline.reading.marking import MarkedText

Json = Any
_AGAIN, _NAME = "CalledAgain", "name"


def share_notes(blocks: Json, marks: MarkedText, *, has_inline_notes: bool) -> None:
    """Name the notes that are called again, and put what says so in the place of their copies."""
    first: dict[str, Json] = {}
    names = 0
    for note in list(_notes(blocks)):
        content = json.dumps(note["c"], ensure_ascii=False)
        if has_inline_notes and not marks.find(content) and marks.letters.keys().isdisjoint(content):
            continue
        named = first.setdefault(content, note)
        if named is note:
            continue
        if _NAME not in named:
            names += 1
            named[_NAME] = call_id(names)
        note.clear()
        note.update({"t": _AGAIN, "c": named[_NAME]})


def _notes(node: Json) -> Iterator[Json]:
    if isinstance(node, list):
        for child in node:
            yield from _notes(child)
    elif isinstance(node, dict):
        if node.get("t") == "Note":
            yield node
        yield from _notes(node.get("c"))


def is_called_again(node: Json) -> bool:
    """Whether a node is a note with a name, or stands for one."""
    return isinstance(node, dict) and (node.get("t") == _AGAIN or _NAME in node)


def call_of(node: Json, content: Json) -> Json:
    """What stands for it in the tree that goes on: the note in a span with its name, or a link to that."""
    if node["t"] == _AGAIN:
        return {"t": "Link", "c": [["", [CALLED_AGAIN], []], [], [f"#{content}", ""]]}
    return {"t": "Span", "c": [[node[_NAME], [], []], [{"t": "Note", "c": content}]]}
