"""Knows what Nu, axe, HTML CodeSniffer and a walk by keyboard say of a page, what Chromium shows of it, and how that
becomes findings with places; must not know how they are run."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.formats.inputs import Artifact
from pipeline.formats.judging import LONGEST, few, ids_at, of_axe, of_layout, place, skipped
from pipeline.tools import axe, layout, nu, walk
from pipeline.tools.axe import Mode
from pipeline.tools.judges import Unavailable

_MODES = (
    Mode("light"),
    Mode("dark", media={"prefers-color-scheme": "dark"}),
    Mode("narrow", width=320, height=720),
    Mode("forced-colors", media={"forced-colors": "active"}),
    Mode("reduced-motion", media={"prefers-reduced-motion": "reduce"}),
)
_VOID = re.compile(rb"<(?:br|hr|img|col|input|wbr)(?: [^<>]*)?>")
"""What is never closed, each on one line."""
_WIDTHS = (320, 390, 1280)


def judge(artifact: Artifact) -> Iterator[Diagnostic]:
    """GAT107 for what axe says, GAT108 for Nu, GAT109 for HTML CodeSniffer and the walk, GAT112 and GAT113 for what
    Chromium shows; GAT103 or GAT104 where one of them cannot be asked."""
    judges: Mapping[str, Callable[[Artifact, Path], Iterator[Diagnostic]]] = {
        "Nu": _nu,
        "axe": _axe,
        "HTML CodeSniffer": _walk,
        "Chromium": _layout,
    }
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        path = Path(folder, "report.html")
        path.write_bytes(artifact.data)
        for name, ask in judges.items():
            try:
                yield from few(ask(artifact, path))
            except Unavailable as error:
                yield skipped(name, error.reason, artifact.name)


def _nu(artifact: Artifact, page: Path) -> Iterator[Diagnostic]:
    for said in nu.examine(page):
        there = Span(artifact.name, said.line or None, said.column or None)
        values = {"severity": said.severity, "message": said.words[:LONGEST]}
        # Nu has no names for its rules: its words without what stands in quotation marks.
        rule = "".join(said.words.split("“")[:1])[:60]
        yield Diagnostic("GAT108", place(artifact, _ids(artifact.data, said.line, said.column), there), values, rule)


def _ids(page: bytes, line: int, column: int) -> list[str]:
    """The ids round a place of a page, whose body alone is XML but for its void elements."""
    head, _, body = page.partition(b"<body")
    closed = _VOID.sub(lambda found: b" " * len(found[0]), b"<body" + body)
    return ids_at(closed, line - head.count(b"\n"), column)


def _axe(artifact: Artifact, page: Path) -> Iterator[Diagnostic]:
    for said in axe.examine([page], _MODES, page.parent):
        yield from of_axe(said, artifact)


def _walk(artifact: Artifact, page: Path) -> Iterator[Diagnostic]:
    for said in walk.examine(page, page.parent):
        values = {"rule": said.rule, "message": said.words[:LONGEST]}
        yield Diagnostic("GAT109", place(artifact, said.ids, Span(artifact.name)), values, said.rule)


def _layout(artifact: Artifact, page: Path) -> Iterator[Diagnostic]:
    yield from of_layout(layout.examine([page], _WIDTHS, page.parent), artifact)
