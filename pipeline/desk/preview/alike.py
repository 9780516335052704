"""Knows whether two blocks are alike but for their words, and takes out of them what is more than words; must not know
what becomes of either."""

from __future__ import annotations

from typing import Any

from pipeline.reading.places import PLACE_CLASS

Json = Any
SIGN: Json = {"t": "Span", "c": [["", [], []], []]}
"""What stands where something was taken out: a span of nothing."""
_TAKEN, _EDGE = "\ue000", "\ue001"
_ROUND_WORDS = ("Emph", "Strong", "Strikeout", "Superscript", "Subscript", "Quoted")
_NEAR = 2
"""Letters beside what is taken out that have to be as they were: they may be set otherwise for what follows."""


def words_alone(was: Json, now: Json) -> tuple[Json, Json] | None:
    """Two blocks, of which one paragraph alone is left, with signs for what is more than words; None where they are
    not alike but for the words of that paragraph."""
    if was["t"] != now["t"]:
        return None
    if was["t"] in ("Para", "Plain"):
        return _without_others(was, now)
    before, after = _parts(was), _parts(now)
    if before is None or after is None or before[0] != after[0]:
        return None
    (head, old), (_, new) = before, after
    if [len(group) for group in old] != [len(group) for group in new]:
        return None
    changed = [
        (group, one, other)
        for group, others in zip(old, new, strict=True)
        for one, other in zip(group, others, strict=True)
        if one != other
    ]
    # The element of an item is that of its only text.
    if len(changed) != 1 or (changed[0][1]["t"] == "Plain" and len(changed[0][0]) != 1):
        return None
    inner = words_alone(*changed[0][1:])
    return inner and (_round(was["t"], head, inner[0]), _round(was["t"], head, inner[1]))


def _parts(block: Json) -> tuple[Json, list[list[Json]]] | None:
    """What a block says of itself, and the blocks in it, in groups; None for one that is more than its blocks."""
    kind, content = block["t"], block.get("c")
    if kind == "BlockQuote":
        return None, [content]
    if kind == "BulletList":
        return None, content
    if kind == "OrderedList":
        return content[0], content[1]
    if kind == "Div":
        id_, classes, attributes = content[0]
        is_plain = not id_ and not classes and {name for name, _ in attributes} <= {"lang", "dir"}
        return (content[0], [content[1]]) if is_plain else None
    return None


def _round(kind: str, head: Json, inner: Json) -> Json:
    content = {"BlockQuote": [inner], "BulletList": [[inner]], "OrderedList": [head, [[inner]]], "Div": [head, [inner]]}
    return {"t": kind, "c": content[kind]}


def _without_others(was: Json, now: Json) -> tuple[Json, Json] | None:
    taken: tuple[list[Json], list[Json]] = ([], [])
    texts: tuple[list[str], list[str]] = ([], [])
    made = [_signed(block["c"], taken[place], texts[place]) for place, block in enumerate((was, now))]
    old, new = ("".join(text).split(_TAKEN) for text in texts)
    if taken[0] != taken[1] or len(old) != len(new):
        return None
    last = len(old) - 1
    for number, (one, other) in enumerate(zip(old, new, strict=True)):
        if number and one[:_NEAR] != other[:_NEAR]:
            return None
        if number < last and one[-_NEAR:] != other[-_NEAR:]:
            return None
    return {"t": was["t"], "c": made[0]}, {"t": now["t"], "c": made[1]}


def _signed(inlines: list[Json], taken: list[Json], text: list[str]) -> list[Json]:
    made: list[Json] = []
    for inline in inlines:
        kind = inline["t"]
        if kind == "Str" or _is_blank(inline) or _is_place(inline):
            text.append(inline["c"] if kind == "Str" else "" if kind == "Span" else kind[1])
            made.append(inline)
        elif kind in _ROUND_WORDS:
            text.append(_EDGE)
            content = inline["c"]
            inner = _signed(content[1] if kind == "Quoted" else content, taken, text)
            made.append({"t": kind, "c": [content[0], inner] if kind == "Quoted" else inner})
            text.append(_EDGE)
        else:
            text.append(_TAKEN)
            taken.append(_anywhere(inline))
            if not made or made[-1] is not SIGN:
                made.append(SIGN)
    return made


def _is_blank(inline: Json) -> bool:
    return inline["t"] in ("Space", "SoftBreak")


def _is_place(inline: Json) -> bool:
    return bool(inline["t"] == "Span" and inline["c"][0][1] == [PLACE_CLASS])


def _anywhere(node: Json) -> Json:
    """What stands below a node, without its places: what is typed before it moves it."""
    if isinstance(node, list):
        return [
            _anywhere(child) for child in node if not (isinstance(child, dict) and "t" in child and _is_place(child))
        ]
    return {**node, "c": _anywhere(node["c"])} if isinstance(node, dict) and "c" in node else node
