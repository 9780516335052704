"""Knows how DOT is read; must not know Graphviz or drawings.

A graph is written anew from what was read, so that Graphviz reads nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.core.reasons import Reason, ReasonedError
from pipeline.tools.dot_attributes import why_refused

_KEYWORDS = frozenset(["node", "edge", "graph", "digraph", "subgraph", "strict"])
_DEFAULTS = frozenset(["node", "edge"])
_MARKS = frozenset("{}[]=;,:")
_TOKEN = re.compile(
    r"""(?P<blank>\s+|//[^\n]*|/\*.*?\*/|\#[^\n\r]*)
    |(?P<quoted>"(?:[^"\\]|\\.)*+")
    |(?P<word>-?(?:\.\d+|\d+(?:\.\d*)?)|[A-Za-z_\x80-\U0010ffff][A-Za-z_0-9\x80-\U0010ffff]*)
    |(?P<edge>->|--)
    |(?P<mark>.)""",
    re.X | re.S | re.A,
)


class RefusedDot(ReasonedError):
    """A graph wants what a report's graph may not have; `line` is where in its text, from 1."""

    def __init__(self, reason: Reason, line: int) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True)
class _Token:
    """A piece of DOT; of a quoted string `text` is what stands between the quotes. `line` is where it begins."""

    kind: str
    text: str
    line: int = field(default=0, compare=False)

    @property
    def is_name(self) -> bool:
        return self.kind == "quoted" or (self.kind == "word" and self.text.lower() not in _KEYWORDS)

    @property
    def is_graph(self) -> bool:
        return self.kind == "word" and self.text.lower() in _KEYWORDS - _DEFAULTS

    @property
    def name(self) -> str:
        """The name that Graphviz reads: in a quoted string only a quote is escaped."""
        return self.text.replace('\\"', '"')

    def __str__(self) -> str:
        return f'"{self.text}"' if self.is_name else self.text


_PLUS, _EQUALS = _Token("mark", "+"), _Token("mark", "=")
_OPEN, _CLOSE, _PORT = _Token("mark", "["), _Token("mark", "]"), _Token("mark", ":")


def plain(dot: str, more: str = "") -> str:
    """The same graph with all names in quotes and without comments, on the same lines; `more` stands at its end.

    Raises:
        RefusedDot: for an attribute or a value that a report's graph may not have, however it is written; for text in
            the manner of HTML, which may name files; for what is no DOT.
    """
    tokens = _joined(_tokens(dot))
    said = [token for token in tokens if token.kind != "blank"]
    for name, equals, value in zip(said, said[1:], said[2:], strict=False):
        if equals == _EQUALS and name.is_name and (reason := why_refused(name.name, value.name)):
            raise RefusedDot(reason, name.line)
    ends = [place for place, token in enumerate(tokens) if token == _Token("mark", "}")]
    parts = list(map(str, tokens))
    if ends:
        parts.insert(ends[-1], f"\n{more}")
    return " ".join(parts)


def bare_nodes(dot: str) -> dict[str, int]:
    """The nodes that have no label but their name, with the line of their first place; none where the graph gives
    labels to all.

    Raises:
        RefusedDot: for what is no DOT.
    """
    said = [token for token in _joined(_tokens(dot)) if token.kind != "blank"]
    found: dict[str, int] = {}
    named: set[str] = set()
    depth, owner, before = 0, _PLUS, _PLUS
    for token, after in zip(said, [*said[1:], _PLUS], strict=True):
        if token in (_OPEN, _CLOSE):
            depth += 1 if token == _OPEN else -1
        elif depth:
            if token.name == "label" and after == _EQUALS:
                named.add(owner.name)
        elif not token.is_name:
            owner = token if token.text.lower() in _KEYWORDS else owner
        elif _EQUALS not in (before, after) and before != _PORT and not before.is_graph:
            # The label of an edge is none of the nodes at its ends.
            owner = _PLUS if before.kind == "edge" else token
            found.setdefault(token.name, token.line)
        before = token
    return {} if "node" in named else {name: line for name, line in found.items() if name not in named}


def label(text: str, values: Mapping[str, str]) -> str:
    r"""A label as it is read: `values` in the place of `\N`, `\G` and their kin, blanks in that of `\n`, `\l`, `\r`."""
    known = {"n": " ", "l": " ", "r": " ", **values}
    return re.sub(r"\\(.)", lambda found: known.get(found[1], found[1]), text, flags=re.S).strip()


def _tokens(dot: str) -> Iterator[_Token]:
    before, line = _PLUS, 1
    for found in _TOKEN.finditer(dot.removeprefix("\ufeff")):
        kind, text = str(found.lastgroup), found[0]
        token = _Token(kind, text, line)
        if before.is_name and token.is_name and (before.kind, kind) != ("quoted", "word"):
            # Graphviz reads 1e3, 12pt and v1.2 as two names; but a="b"c="d" is usual.
            raise RefusedDot(Reason("names_touch_in_dot", first=before.text[:40], second=text[:40]), line)
        if kind == "blank":
            token = _Token(kind, "\n" * text.count("\n"))
        elif kind == "quoted":
            # A backslash at the end of a line goes on at the next (DOT language).
            token = _Token(kind, re.sub(r"(?<!\\)((?:\\\\)*)\\\r?\n", r"\1", text[1:-1]), line)
        elif kind == "mark" and text == "<":
            raise RefusedDot(Reason("html_in_dot"), line)
        elif kind == "mark" and text not in _MARKS and text != "+":
            character = text if text.isprintable() else f"U+{ord(text):04X}"
            raise RefusedDot(Reason("character_in_dot", character=character), line)
        yield token
        before, line = token, line + text.count("\n")


def _joined(tokens: Iterator[_Token]) -> Sequence[_Token]:
    """Tokens with quoted strings that a + joins as one."""
    joined: list[_Token] = []
    for token in tokens:
        before = [place for place, other in enumerate(joined[-4:], max(0, len(joined) - 4)) if other.kind != "blank"]
        first = joined[before[-2]] if len(before) > 1 and joined[before[-1]] == _PLUS else None
        if token.kind == "quoted" and first is not None and first.kind == "quoted":
            del joined[before[-2] :]
            joined.append(_Token("quoted", first.text + token.text, first.line))
        else:
            joined.append(token)
    if _PLUS in joined:
        raise RefusedDot(Reason("character_in_dot", character="+"), joined[joined.index(_PLUS)].line)
    return joined
