"""Knows which keys and values a JSON Schema of ours allows below a path of keys; must not know where they are
written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pipeline.line.schemas import json_schema

Schema = Mapping[str, Any]
Sort = Literal["entry", "target", "note", "term", "class", "attribute", "key", "value", "file"]


@dataclass(frozen=True)
class Choice:
    """Something that may be written: `text` goes into the source, `detail` stands beside it, `told` explains it."""

    text: str
    sort: Sort
    detail: str = ""
    told: str = ""


@cache
def _schema(part: str) -> Schema:
    return json_schema(part)


def keys_below(part: str, path: Sequence[str], kind: str = "") -> list[Choice]:
    """The keys of a mapping at a path; `kind` is that of the figure, where one is given."""
    whole = _schema(part)
    found: dict[str, Choice] = {}
    for node in _nodes(whole, path, kind):
        for name, row in node.get("properties", {}).items():
            found.setdefault(name, Choice(name, "key", _form(row, whole), _told(row, whole)))
    return list(found.values())


def values_of(part: str, path: Sequence[str], kind: str = "") -> list[Choice]:
    """The values that a key at a path may have, where they are words to choose from."""
    whole = _schema(part)
    found: dict[str, Choice] = {}
    for node in _nodes(whole, path, kind):
        words = [*node.get("enum", ()), *([node["const"]] if "const" in node else ())]
        words += ["true", "false"] if node.get("type") == "boolean" else []
        for word in map(str, words):
            found.setdefault(word, Choice(word, "value", "", str(node.get("description", ""))))
    return list(found.values())


def _nodes(whole: Schema, path: Sequence[str], kind: str) -> list[Schema]:
    """What may stand at a path. Items of a list stand at the path of the list."""
    nodes = [node for node in _open(whole, whole) if not kind or _is_kind(node, kind)] or list(_open(whole, whole))
    for key in path:
        nodes = [inner for node in nodes for row in [_below(node, key)] for inner in _open(row, whole)]
    return nodes


def _below(node: Schema, key: str) -> Schema:
    """What stands at a key, whose name the author may have chosen."""
    named = node.get("properties", {}).get(key)
    free = (row for pattern, row in node.get("patternProperties", {}).items() if re.search(pattern, key))
    other = node.get("additionalProperties")
    return named or next(free, other if isinstance(other, Mapping) else {})


def _is_kind(node: Schema, kind: str) -> bool:
    return bool(node.get("properties", {}).get("kind", {}).get("const", kind) == kind)


def _open(node: Schema, whole: Schema, depth: int = 0) -> Iterator[Schema]:
    """A node, and all that its references, alternatives and items lead to."""
    if depth > 8:
        return
    if "$ref" in node:
        yield from _open(whole["$defs"][node["$ref"].rpartition("/")[2]], whole, depth + 1)
        return
    inner = [*node.get("anyOf", ()), *node.get("oneOf", ())]
    for row in [*inner, *([node["items"]] if isinstance(node.get("items"), Mapping) else ())]:
        yield from _open(row, whole, depth + 1)
    yield node


def _form(row: Schema, whole: Schema) -> str:
    """What kind of value a key has, in a few words."""
    forms = [node for node in _open(row, whole) if node.get("type") != "null"]
    words = [str(word) for node in forms for word in (*node.get("enum", ()), *node.get("examples", ()))]
    return " | ".join(words[:6]) or next((str(node["type"]) for node in forms if "type" in node), "")


def _told(row: Schema, whole: Schema) -> str:
    said = [str(node["description"]) for node in _open(row, whole) if node.get("description")]
    return str(row.get("description") or (said[-1] if said else ""))
