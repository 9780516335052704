"""Knows how a text from outside, such as the name of a file, is shown where people read it: on one line, and unable to
steer a terminal; must not know where that is."""

from __future__ import annotations

import re

# Controls, among them line ends and ESC; separators of lines and paragraphs; what turns the order of letters; halves of
# characters, which stand for bytes of names that are no UTF-8.
_STEERING = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str, keep: str = "") -> str:
    """A text in which what cannot be seen is an escape, as in Python and JSON (`\\n`, `\\u001b`); `keep` stays."""
    return re.sub(_STEERING, lambda found: found[0] if found[0] in keep else _escape(found[0]), text)


def steering(text: str) -> str:
    """The first character of a text that would steer a terminal, or is none, as `U+001B`; empty where there is none."""
    found = re.search(_STEERING, text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _escape(character: str) -> str:
    return _SHORT.get(character) or f"\\u{ord(character):04x}"
