"""Knows what EPUBCheck says of a book, and how that becomes findings with places; must not know how it is run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import ReasonedError
from pipeline.core.text import Span
from pipeline.formats.inputs import Artifact
from pipeline.formats.judging import few, ids_at, place, skipped
from pipeline.tools import epubcheck, zips
from pipeline.tools.judges import Unavailable

_BOOK = "report.epub"


def judge(artifact: Artifact) -> Iterator[Diagnostic]:
    """GAT105 for what EPUBCheck says; GAT103 or GAT104 where it cannot be asked."""
    try:
        files = zips.read(artifact.data)
    except ReasonedError:
        # EPUBCheck says so in its own words.
        files = {}
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        path = Path(folder, _BOOK)
        path.write_bytes(artifact.data)
        try:
            said = epubcheck.examine(path)
        except Unavailable as error:
            yield skipped("EPUBCheck", error.reason, artifact.name)
            return
        yield from few(
            Diagnostic(
                "GAT105",
                _place(artifact, files.get(one.file, b""), one),
                {"severity": one.severity, "rule": one.rule, "message": one.words[:300]},
                one.rule,
            )
            for one in said
        )


def _place(artifact: Artifact, markup: bytes, said: epubcheck.Message) -> Span:
    name = f"{artifact.name}!{said.file}" if said.file else artifact.name
    there = Span(name, said.line or None, said.column or None)
    return place(artifact, ids_at(markup, said.line, said.column) if said.line and markup else (), there)
