"""Knows where a report names addresses of the outside, and how to write another in their place; must not ask for
them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.core.files import write_atomically
from pipeline.core.model import Document
from pipeline.core.opening import read_within
from pipeline.core.text import SourceText, Span

_SCHEMES = ("http:", "https:")
_MAX_BYTES = 16 * 2**20


def collect(document: Document, source: SourceText) -> list[tuple[str, Span]]:
    """Every outside address of the text, the bibliography and the front matter, with its place."""
    found = [(link.target, link.span) for link in document.inventory.links]
    for entry in document.bibliography:
        url = str(json.loads(entry.csl or "{}").get("URL") or "")
        found.append((url, entry.place("URL")))
    licence = document.metadata.license
    if licence in source.text:
        found.append((licence, source.span(source.text.index(licence), len(licence))))
    return [(url, span) for url, span in found if url.lower().startswith(_SCHEMES)]


def rewrite(root: Path, moved: Mapping[str, str], places: Iterable[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """Write the new address wherever a moved one stands; returns what was rewritten. A line that does not hold it is
    left alone."""
    done: list[tuple[str, Span]] = []
    by_file: dict[str, list[tuple[str, Span]]] = {}
    for url, span in places:
        if url in moved and span.line:
            by_file.setdefault(span.file, []).append((url, span))
    for name, found in by_file.items():
        path = root / name
        lines = read_within(path, root, _MAX_BYTES).decode("utf-8").split("\n")
        # From the right, so that the columns of what is still to come stay true.
        for url, span in sorted(found, key=lambda row: (row[1].line or 0, row[1].column or 0), reverse=True):
            line = lines[(span.line or 1) - 1]
            start = line.find(url, (span.column or 1) - 1)
            if start >= 0:
                lines[(span.line or 1) - 1] = line[:start] + moved[url] + line[start + len(url) :]
                done.append((url, span))
        write_atomically(path, "\n".join(lines).encode())
    return done
