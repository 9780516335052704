"""Knows what in a text looks like a key and was not read as one; must not know which keys there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.core.model import Citation
from pipeline.core.text import SourceText, Span

# An @key as pandoc's manual (Citation syntax) has it, without the marks that may end a sentence; or @{anything}.
_KEY = re.compile(r"@(?:\{(?P<braced>[^{}\s]+)\}|(?P<bare>[^\W_](?:[:.#$%&\-+?<>~/]?\w)*))")
_BARE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


def loose_keys(text: str, source: SourceText, line: int | None, used: set[int]) -> Iterator[Citation]:
    """The keys of `@key` and `@{key}` in a piece of text that the parser left as it is, with their places on a line of
    the source or soon after; not those behind a backslash. `used` are the places that are taken."""
    for found in _KEY.finditer(text):
        # Chinese text runs on behind a bare key.
        bare = _BARE.match(found["bare"] or "")
        key = found["braced"] or (bare.group().rstrip("-_") if bare else "")
        place = _place(found.group() if found["braced"] else f"@{key}", source, line, used)
        if key and found["bare"] and "." in found["bare"] and found.start():
            # What is left of a mail address.
            continue
        if key and place is not None:
            yield Citation(key, place)


def _place(written: str, source: SourceText, line: int | None, used: set[int]) -> Span | None:
    """The first place that is not taken; None where a backslash or code says that it is no citation."""
    if line is None:
        return Span(source.name)
    for number in range(line, min(line + 12, len(source.starts) + 1)):
        raw, start = source.line(number), source.starts[number - 1]
        code = [found.span() for found in _CODE.finditer(raw)]
        for found in re.finditer(re.escape(written), raw):
            offset = start + found.start()
            if offset in used or any(first <= found.start() < last for first, last in code):
                continue
            used.add(offset)
            return None if raw[found.start() - 1 : found.start()] == "\\" else source.span(offset, len(written))
    return None
