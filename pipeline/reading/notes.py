"""Knows which notes of a parsed body are one that is called more than once; must not know how notes are printed.

pandoc's reader copies a note to each of its calls. A mark stands at one place of the source, so two notes that hold the
same one are copies; notes without any are copies where none with their words is written in the line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.core.vocabulary import CALLED_AGAIN, call_id
from pipeline.reading.marking import MarkedText

Json = Any
_AGAIN, _NAME = "CalledAgain", "name"
_COUNT = re.compile(r'"citationNoteNum": \d+')
_ROOM = 200
"""Characters of markup that a note in the line may have among its letters."""


def share_notes(blocks: Json, marks: MarkedText, body: str) -> None:
    """Name the notes that are called again, and put what says so in the place of their copies."""
    first: dict[str, Json] = {}
    names = 0
    inline = [found.end() for found in re.finditer(r"\^\[", body)]
    for note in list(_notes(blocks)):
        # pandoc counts the notes that a citation stands in, copies too.
        content = _COUNT.sub("", json.dumps(note["c"], ensure_ascii=False))
        is_marked = marks.find(content) or not marks.letters.keys().isdisjoint(content)
        if inline and not is_marked and _may_be_written(_letters("".join(_texts(note["c"]))), body, inline):
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


def _may_be_written(letters: str, body: str, inline: Sequence[int]) -> bool:
    """Whether a note in the line may begin with these letters, whatever markup is between them."""
    return any(_letters(body[start : start + _ROOM + 4 * len(letters)]).startswith(letters) for start in inline)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _texts(node: Json) -> Iterator[str]:
    """What stands in a node as text, code or TeX."""
    if isinstance(node, list):
        for child in node:
            yield from _texts(child)
    elif isinstance(node, dict):
        content = node.get("c")
        if node.get("t") in ("Str", "Code", "Math", "CodeBlock"):
            yield str(content) if isinstance(content, str) else str(node["c"][1])
        else:
            yield from _texts(content)


def is_called_again(node: Json) -> bool:
    """Whether a node is a note with a name, or stands for one."""
    return isinstance(node, dict) and (node.get("t") == _AGAIN or _NAME in node)


def call_of(node: Json, content: Json) -> Json:
    """What stands for it in the tree that goes on: the note in a span with its name, or a link to that."""
    if node["t"] == _AGAIN:
        return {"t": "Link", "c": [["", [CALLED_AGAIN], []], [], [f"#{content}", ""]]}
    return {"t": "Span", "c": [[node[_NAME], [], []], [{"t": "Note", "c": content}]]}
