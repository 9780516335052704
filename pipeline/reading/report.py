"""Knows the whole reading step: report and bibliography to one Document; must not know transforms or formats."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic, Diagnostics, ExitCode, PipelineError
from pipeline.core.model import Document, Entry
from pipeline.core.opening import Folder
from pipeline.core.text import SourceText, Span
from pipeline.reading import again, frontmatter, references
from pipeline.reading.fields import Fields
from pipeline.reading.filling import Filler
from pipeline.reading.sourcefile import turning
from pipeline.reading.survey import survey


def read_report(
    source: SourceText, report: Path, bibliography: Path, root: Path, fields: Fields | None = None
) -> tuple[Document, Diagnostics]:
    """The document of a source text, which lies at `report`, and its bibliography; file names in messages are
    relative to `root`, and `fields` get the texts in YAML and attributes.

    Raises:
        PipelineError: with everything found so far, where the report or its front matter cannot be used at all.
    """
    if not source.text.strip():
        raise PipelineError([Diagnostic("SRC105", Span(source.name))], ExitCode.UNREADABLE)
    fields = Fields() if fields is None else fields
    metadata, problems = frontmatter.read(source, fields)
    parsed, warnings = again.parse(source, frontmatter.body_start(source))
    found, tree, faults = survey(parsed, Folder(report.parent, root), fields, metadata.languages)
    entries, bibliography_problems = _bibliography(bibliography, root, {citation.key for citation in found.citations})
    words, misplaced = fields.read([*(entry.id for entry in entries), *(target.id for target in found.targets)], source)
    found = replace(found, formulas=(*found.formulas, *fields.formulas))
    everything = (*turning(source), *problems, *warnings, *faults, *misplaced, *bibliography_problems)
    if not metadata.title:
        raise PipelineError(everything, ExitCode.UNREADABLE)
    filler = Filler(words)
    document = Document(
        filler.metadata(metadata),
        tree,
        filler.inventory(found, fields.blocks),
        entries,
        is_bibliography_read=bool(entries) or not bibliography_problems,
        source=source.name,
        texts=tuple(words.items()),
    )
    return document, everything


def _bibliography(path: Path, root: Path, cited: Collection[str]) -> tuple[tuple[Entry, ...], Diagnostics]:
    # A report without citations needs no bibliography; a missing one shows as undefined keys.
    return references.read(path, _name(path, root), root, cited) if os.path.lexists(path) else ((), ())


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
