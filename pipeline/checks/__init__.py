"""The fifth step: what is wrong with the document and with the outputs. A check is a function and a row in a table here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from pipeline.checks import (
    anchors,
    bibliography,
    citations,
    editorial,
    figures,
    headings,
    out_docx,
    out_epub,
    out_html,
    out_pdf,
    prose,
    tables,
)
from pipeline.checks.base import Artifact, Source
from pipeline.core.diagnostics import Diagnostic

Check = Callable[[Source], Iterable[Diagnostic]]
OutputCheck = Callable[[Artifact], Iterable[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    headings.check,
    figures.check,
    tables.check,
    anchors.check_ids,
    anchors.check_references,
    anchors.check_links,
    citations.check,
    bibliography.check,
    editorial.check,
    prose.check,
)

OUTPUT_CHECKS: dict[str, OutputCheck] = {
    "pdf": out_pdf.check,
    "epub": out_epub.check,
    "docx": out_docx.check,
    "html": out_html.check,
}


def check_source(source: Source) -> Iterator[Diagnostic]:
    """Run every check of the document."""
    return chain.from_iterable(check(source) for check in CHECKS)


def check_output(artifact: Artifact) -> Iterator[Diagnostic]:
    """Run the check of one format over a file."""
    return iter(OUTPUT_CHECKS[artifact.format](artifact))
