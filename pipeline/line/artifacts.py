"""Knows how a built file is taken up again for checks and gates; must not know what they look for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic, Values
from pipeline.core.model import Document
from pipeline.core.opening import Unopened, read_within
from pipeline.core.text import Span
from pipeline.formats.base import Format
from pipeline.formats.inputs import Artifact
from pipeline.line.session import Session

MAX_BYTES = 2**30


def artifacts(
    session: Session, rows: Iterable[Format], document: Document
) -> tuple[list[tuple[Format, Artifact]], list[Diagnostic]]:
    """The built file of each format, held against a document; OUT108 for a file that is not there."""
    project = session.project
    found, missing = [], []
    for row in rows:
        path = project.output(row.suffix)
        name = project.name(path)
        try:
            data = read_within(path, None, MAX_BYTES)
        except Unopened as error:
            is_missing = error.cause == "missing"
            told: Values = {"format": row.name} if is_missing else {"reason": error.reason}
            missing.append(Diagnostic("OUT108" if is_missing else "OUT101", Span(name), told, row.name))
            continue
        private = (str(project.root), str(Path.home()))
        options = project.options
        made = (options.pdf, session.sheets, options.html, options.epub, options.docx)
        found.append((row, Artifact(row.name, name, data, document, session.tokens, private, *made)))
    return found, missing
