"""Knows how the words of entries pass a citation processor unchanged; must not know styles.

citeproc sets the quotation marks of every field anew, in the form of the style's language, and turns apostrophes; and
what a style sets may be written otherwise afterwards. So each mark goes through it as a private character and is put
back where it comes out.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.bibliography.shapes import EVERY_NAME, Item
from pipeline.citing import latin
from pipeline.tools import ast

_MARKS = f"“”‘’\"'«»‹›„‚「」『』{latin.MARKS}"
_FIRST = 0xF5E0
"""In the private use area of Unicode (23.5); a report that has such characters of its own is told of them."""
_HIDDEN = {ord(mark): chr(_FIRST + number) for number, mark in enumerate(_MARKS)}
_SHOWN = {_FIRST + number: mark for number, mark in enumerate(_MARKS)}
# What is no words: addresses are compared as they stand, and of particles the apostrophe decides about the space.
_BARE = ("id", "type", "language", "URL", "DOI")
_PARTICLES = ("dropping-particle", "non-dropping-particle")


def hidden(item: Mapping[str, object]) -> Item:
    """An entry with each quotation mark and apostrophe of its words as a private character."""
    made: Item = {}
    for field, value in item.items():
        if isinstance(value, str) and field not in _BARE:
            made[field] = _hide(value)
        elif field in EVERY_NAME and isinstance(value, list):
            made[field] = [_name(name) for name in value]
        elif isinstance(value, dict) and isinstance(value.get("literal"), str):
            made[field] = {**value, "literal": _hide(value["literal"])}
        else:
            made[field] = value
    return made


def show(text: ast.Node) -> None:
    """Put the marks back."""
    text.text = text.text.translate(_SHOWN)


def _name(name: object) -> object:
    if not isinstance(name, dict):
        return name
    return {
        part: _hide(text) if isinstance(text, str) and part not in _PARTICLES else text for part, text in name.items()
    }


def _hide(text: str) -> str:
    """A mark in an element of markup is part of it, as in one of class `nocase`."""
    if "<" not in text:
        return text.translate(_HIDDEN)
    pieces = text.split("<")
    made = [pieces[0].translate(_HIDDEN)]
    for piece in pieces[1:]:
        tag, end, words = piece.partition(">")
        is_tag = bool(end) and tag.lstrip("/")[:1].isalpha()
        made.append(f"{tag}>{words.translate(_HIDDEN)}" if is_tag else piece.translate(_HIDDEN))
    return "<".join(made)
