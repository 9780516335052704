"""Knows which words of a run of inlines are the author's own; must not know positions."""

from __future__ import annotations

from typing import Any

from pipeline.core.scripts import QUOTES

Json = Any
_GENERATED = ("Cite", "CalledAgain", "Image", "RawInline", "Math")
_EDITORIAL = {"todo", "query"}


Pieces = tuple[str, ...]
"""A text in the pieces that it was read in, each decoded alone: side by side, marks could be read as others."""


def prose(inlines: Json) -> tuple[str, list[str]]:
    """The flat text (soft breaks as line ends) and its segments, cut where generated text will stand."""
    flat, segments = in_pieces(inlines)
    return flat, ["".join(pieces) for pieces in segments]


def in_pieces(inlines: Json) -> tuple[str, list[Pieces]]:
    """The same, each segment in the pieces that it was read in."""
    collector = _Collector()
    collector.add(inlines)
    return "".join(collector.flat), [tuple(pieces) for pieces in collector.segments]


class _Collector:
    def __init__(self) -> None:
        self.flat: list[str] = []
        self.segments: list[list[str]] = [[]]

    def text(self, text: str) -> None:
        self.flat.append(text)
        self.segments[-1].append(text)

    def cut(self) -> None:
        self.segments.append([])

    def add(self, node: Json) -> None:
        if isinstance(node, list):
            for child in node:
                self.add(child)
            return
        if not isinstance(node, dict):
            return
        kind, content = node.get("t"), node.get("c", "")
        if kind == "Str":
            self.text(content)
        elif kind == "Space":
            self.text(" ")
        elif kind in ("SoftBreak", "LineBreak"):
            self.flat.append("\n")
            self.segments[-1].append(" ")
        elif kind == "Code":
            self.text(content[1])
        elif kind == "Quoted":
            opening, closing = QUOTES[content[0]["t"]]
            self.text(opening)
            self.add(content[1])
            self.text(closing)
        elif kind == "Note" or kind in _GENERATED:
            self.cut()
        elif kind == "Span" and _EDITORIAL & set(content[0][1]):
            self.flat.append(_plain(content[1]))
            self.cut()
        elif kind == "Span" and any(name == "ruby" for name, _ in content[0][2]):
            # The reading may stand between any two of its characters.
            for character in _plain(content[1]):
                self.cut()
                self.text(character)
            self.cut()
        elif kind in ("Span", "Link"):
            self.add(content[1])
        else:
            self.add(content)


def _plain(inlines: Json) -> str:
    return "".join(prose(inlines)[0])


def take_indent(inlines: Json) -> None:
    """Take ideographic spaces off the beginning of a paragraph or heading: an indent that was typed. Formats indent."""
    while inlines and inlines[0].get("t") in ("Str", "Space"):
        inlines[0]["c"] = str(inlines[0].get("c", "")).lstrip("\u3000")
        if inlines[0]["c"]:
            return
        inlines.pop(0)
    if inlines and inlines[0].get("t") in ("Emph", "Strong"):
        take_indent(inlines[0]["c"])
