"""Knows how what the checks surely know better is written into the report; must not know checks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.core.diagnostics import Edit, PipelineError
from pipeline.core.files import write_atomically
from pipeline.core.opening import read_within
from pipeline.core.report import resolve
from pipeline.line.session import Session
from pipeline.project import Project
from pipeline.reading.sourcefile import MAX_BYTES

_ROUNDS = 5


def mend(project: Project) -> tuple[Path, ...]:
    """Correct the report where that is certain; the files that were changed. What a rule of the project says is to be
    passed over is left as it is, and a report that cannot be read too.

    One correction may show the next: a heading with its space still lacks the blank line before it.
    """
    changed: dict[Path, None] = {}
    for _ in range(_ROUNDS):
        session = Session(project)
        try:
            found = resolve(session.remarks, project.overrides).findings
        except PipelineError:
            break
        edits = session.joined.edits(finding.diagnostic.edit for finding in found if finding.diagnostic.edit)
        if not edits:
            break
        for name, own in edits.items():
            path = project.root / name
            raw = read_within(path, project.root, MAX_BYTES).decode("utf-8")
            write_atomically(path, edited(raw, own).encode())
            changed[path] = None
    return tuple(changed)


def edited(raw: str, edits: Sequence[Edit]) -> str:
    """A file with edits of its text put in; its line ends and its byte order mark stay as they are."""
    # The characters of the text as it was read: no mark, and each line end one.
    offsets = [found.start() for found in re.finditer(r"(?!\A\ufeff)(?:\r\n|.)", raw, re.S)]
    usual = next(iter(re.findall("\r\n|\r|\n", raw)), "\n")
    offsets.append(len(raw))
    last = len(offsets)
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        if edit.end <= last:
            raw = raw[: offsets[edit.start]] + edit.text.replace("\n", usual) + raw[offsets[edit.end] :]
            last = edit.start
    return raw
