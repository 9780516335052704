"""Knows that citations side by side are citations, and one; must not know how they are set.

pandoc's reader takes `[@a][@b]` for a link by reference. Finding none, it prints the brackets of the first and lets its
key speak of the authors.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.core.vocabulary import is_cross_reference

Json = Any


def join_citations(node: Json, decode: Callable[[str], str]) -> None:
    """Make citations of the keys that were left in brackets, and one of those that touch; a cross-reference stays
    apart from an entry. `decode` gives the key that a token stands for."""
    if isinstance(node, list):
        for before, cite, after in zip(node, node[1:], node[2:], strict=False):
            _free(before, cite, after)
        node[:] = _joined([child for child in node if child != {"t": "Str", "c": ""}], decode)
        for child in node:
            join_citations(child, decode)
    elif isinstance(node, dict):
        for child in node.values():
            join_citations(child, decode)


def _free(before: Json, cite: Json, after: Json) -> None:
    if not (_is(before, "Str") and _is(cite, "Cite") and _is(after, "Str")):
        return
    citations, words = cite["c"]
    is_whole = before["c"].endswith("[") and after["c"].startswith("]") and not citations[0]["citationSuffix"]
    if is_whole and not _is_normal(cite):
        citations[0]["citationMode"]["t"] = "NormalCitation"
        words[:] = [{"t": "Str", "c": f"[{words[0]['c']}]"}]
        before["c"], after["c"] = before["c"][:-1], after["c"][1:]


def _joined(nodes: list[Json], decode: Callable[[str], str]) -> list[Json]:
    made: list[Json] = []
    for node in nodes:
        last: Json = made[-1] if made else {}
        if _is(last, "Cite") and _is(node, "Cite") and _is_normal(last) and _is_normal(node):
            kinds = {is_cross_reference(decode(one["citationId"])) for cite in (last, node) for one in cite["c"][0]}
            if len(kinds) == 1:
                made[-1] = {"t": "Cite", "c": [last["c"][0] + node["c"][0], last["c"][1] + node["c"][1]]}
                continue
        made.append(node)
    return made


def _is_normal(cite: Json) -> bool:
    return all(one["citationMode"]["t"] != "AuthorInText" for one in cite["c"][0])


def _is(node: Json, kind: str) -> bool:
    return isinstance(node, dict) and node.get("t") == kind
