"""Knows a text of the author that is more than plain text: what is printed, and what it says where only plain text can
stand; must not know Markdown."""

from __future__ import annotations

import json
import re
from typing import Any

Json = Any
PARAGRAPH: Json = [{"t": "LineBreak"}, {"t": "LineBreak"}]
"""What parts the paragraphs of a text."""


class Words(str):
    """A text as metadata hold it, which is what the string is; `inlines` is what is printed, as pandoc JSON."""

    inlines: str

    def __new__(cls, plain: str, inlines: str = "[]") -> Words:
        made = super().__new__(cls, plain)
        made.inlines = inlines
        return made


def inlines_of(text: str) -> Json:
    """A text as inlines of pandoc's tree; only plain white space parts words, others are characters."""
    if isinstance(text, Words):
        return json.loads(text.inlines)
    parts = (part for part in re.split(r"([ \t\r\n]+)", text) if part)
    return [{"t": "Str", "c": part} if part.strip(" \t\r\n") else {"t": "Space"} for part in parts]


def joined(*parts: str) -> str:
    """Texts one after another; the whole is more than plain text where a part is."""
    plain = "".join(parts)
    if not any(isinstance(part, Words) for part in parts):
        return plain
    return Words(plain, json.dumps([inline for part in parts for inline in inlines_of(part)], ensure_ascii=False))


def listed(separator: str, parts: list[str]) -> str:
    """Texts with a separator between them."""
    return joined(*(piece for place, part in enumerate(parts) for piece in ((separator,) if place else ()) + (part,)))


def linked(text: str, address: str, **attributes: str) -> str:
    """A text that leads to an address; the text alone where there is none."""
    if not (text and address):
        return text
    link = {"t": "Link", "c": [["", [], [*attributes.items()]], inlines_of(text), [address, ""]]}
    return Words(text, json.dumps([link], ensure_ascii=False))
