"""Knows which parts of a source are code or comments, where markup means nothing; must not know what markup means."""

from __future__ import annotations

import re

_VERBATIM = re.compile(
    r"^(?P<fence>(?:[ ]{0,3}|[ \t]*>[ ]?)(?P<run>`{3,}|~{3,})[^\n]*)\n.*?(?:^[ \t>]*(?P=run)[`~]*[ \t]*$|\Z)"
    r"|(?P<ticks>(?<!`)`+(?!`))(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)"
    r"|<!--.*?-->",
    re.S | re.M,
)


def without_verbatim(text: str) -> str:
    """The text with blanks in the place of code and comments; offsets and lines stay as they are."""
    return _VERBATIM.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
