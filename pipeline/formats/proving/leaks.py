"""Knows what must not be in a published file: addresses and paths of the machine that built it; must not know
formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span

_FILE_ADDRESS = re.compile(rb"file:/{1,3}[^\s\"'<>)]{0,120}", re.I)


def find_leaks(parts: Iterable[tuple[str, bytes]], places: Iterable[str]) -> Iterator[Diagnostic]:
    """OUT104 for each part that holds a `file:` address or a path of this machine."""
    needles = [place.rstrip("/").encode() + b"/" for place in places if len(place) > 4]
    for name, data in parts:
        found = _FILE_ADDRESS.search(data)
        if found:
            yield Diagnostic("OUT104", Span(name), {"text": found.group().decode("utf-8", "replace")[:80]}, "file:")
        for needle in needles:
            if needle in data:
                yield Diagnostic("OUT104", Span(name), {"text": needle.decode("utf-8", "replace")}, "path")
