"""Knows how a built file is taken up again for checks and gates; must not know what they look for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.model import Document
from pipeline.core.text import Span
from pipeline.formats.base import Format
from pipeline.formats.inputs import Artifact
from pipeline.line.session import Session


def artifacts(
    session: Session, rows: Iterable[Format], document: Document
) -> tuple[list[tuple[Format, Artifact]], list[Diagnostic]]:
    """The built file of each format, held against a document; OUT108 for a file that is not there."""
    project = session.project
    found, missing = [], []
    for row in rows:
        path = project.output(row.suffix)
        name = project.name(path)
        if path.is_file():
            private = (str(project.root), str(Path.home()))
            data, folders = path.read_bytes(), tuple(project.style_folders())
            found.append((row, Artifact(row.name, name, data, document, session.tokens, private, project.pdf, folders)))
        else:
            missing.append(Diagnostic("OUT108", Span(name), {"format": row.name}, row.name))
    return found, missing
