"""Knows how DOT is read, and which attributes a report's graph may have; must not know Graphviz or drawings.

A graph is written anew from what was read, so that Graphviz reads nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.reasons import Reason, ReasonedError

_NAMES = """
    arrowhead arrowsize arrowtail bgcolor center charset class clusterrank color colorscheme comment compound
    concentrate constraint decorate dim dir fillcolor fixedsize fontcolor fontname fontsize forcelabels
    gradientangle group head headclip headlabel headport height id K label labelangle labeldistance labelfloat
    labelfontcolor labelfontname labelfontsize labeljust labelloc landscape layer layout len levels lhead lp
    ltail margin maxiter mclimit mindist minlen mode model newrank nodesep nojustify normalize nslimit nslimit1
    ordering orientation outputorder overlap pack packmode pad page pencolor penwidth peripheries pin pos
    quantum rank rankdir ranksep ratio regular remincross root rotate samehead sametail samplepoints searchsize
    sep shape showboxes sides size skew smoothing sortv splines start style tail tailclip taillabel tailport
    tooltip truecolor vertices viewport weight width xdotversion xlabel xlp z
"""
ATTRIBUTES = frozenset(_NAMES.split())
"""Attributes of Graphviz that name no file and no address."""
_NAME = re.compile(r"[\w ,.:;()#%+-]*")
_VALUES = {
    **dict.fromkeys(("fontname", "labelfontname", "layout", "shape", "style", "colorscheme"), _NAME),
    "charset": re.compile(r"utf-?8", re.I),
}
"""Values that Graphviz may look for among files: names alone."""
_KEYWORDS = frozenset(["node", "edge", "graph", "digraph", "subgraph", "strict"])
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
    """A graph wants what a report's graph may not have."""


@dataclass(frozen=True)
class _Token:
    """A piece of DOT; of a quoted string `text` is what stands between the quotes."""

    kind: str
    text: str

    @property
    def is_name(self) -> bool:
        return self.kind == "quoted" or (self.kind == "word" and self.text.lower() not in _KEYWORDS)

    @property
    def name(self) -> str:
        """The name that Graphviz reads: in a quoted string only a quote is escaped."""
        return self.text.replace('\\"', '"')

    def __str__(self) -> str:
        return f'"{self.text}"' if self.is_name else self.text


_PLUS = _Token("mark", "+")


def plain(dot: str, more: str = "") -> str:
    """The same graph with all names in quotes and without comments, on the same lines; `more` stands at its end.

    Raises:
        RefusedDot: for an attribute that is not in `ATTRIBUTES`, however its name is written; for text in the manner of
            HTML, which may name files; for what is no DOT.
    """
    tokens = _joined(_tokens(dot.removeprefix("\ufeff")))
    said = [token for token in tokens if token.kind != "blank"]
    for place, token in enumerate(said[1:-1], 1):
        if token == _Token("mark", "=") and said[place - 1].is_name:
            _allow(said[place - 1].name, said[place + 1].name)
    ends = [place for place, token in enumerate(tokens) if token == _Token("mark", "}")]
    parts = list(map(str, tokens))
    if ends:
        parts.insert(ends[-1], f"\n{more}")
    return " ".join(parts)


def label(text: str, values: Mapping[str, str]) -> str:
    r"""A label as it is read: `values` in the place of `\N`, `\G` and their kin, blanks in that of `\n`, `\l`, `\r`."""
    known = {"n": " ", "l": " ", "r": " ", **values}
    return re.sub(r"\\(.)", lambda found: known.get(found[1], found[1]), text, flags=re.S).strip()


def _allow(name: str, value: str) -> None:
    if name not in ATTRIBUTES:
        raise RefusedDot(Reason("attribute_of_dot", attribute=name[:40]))
    if name in _VALUES and not _VALUES[name].fullmatch(value):
        raise RefusedDot(Reason("value_of_dot", attribute=name, value=value[:40]))


def _tokens(dot: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(dot):
        kind, text = str(found.lastgroup), found[0]
        if kind == "blank":
            yield _Token(kind, "\n" * text.count("\n"))
        elif kind == "quoted":
            # A backslash at the end of a line goes on at the next (DOT language).
            yield _Token(kind, re.sub(r"(?<!\\)((?:\\\\)*)\\\r?\n", r"\1", text[1:-1]))
        elif kind == "mark" and text == "<":
            raise RefusedDot(Reason("html_in_dot"))
        elif kind == "mark" and text not in _MARKS and text != "+":
            raise RefusedDot(Reason("character_in_dot", character=text if text.isprintable() else f"U+{ord(text):04X}"))
        else:
            yield _Token(kind, text)


def _joined(tokens: Iterator[_Token]) -> Sequence[_Token]:
    """Tokens with quoted strings that a + joins as one."""
    joined: list[_Token] = []
    for token in tokens:
        before = [place for place, other in enumerate(joined[-4:], max(0, len(joined) - 4)) if other.kind != "blank"]
        first = joined[before[-2]] if len(before) > 1 and joined[before[-1]] == _PLUS else None
        if token.kind == "quoted" and first is not None and first.kind == "quoted":
            del joined[before[-2] :]
            joined.append(_Token("quoted", first.text + token.text))
        else:
            joined.append(token)
    if _PLUS in joined:
        raise RefusedDot(Reason("character_in_dot", character="+"))
    return joined
