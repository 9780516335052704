"""Knows what is done with the entries of the bibliography beside setting them: put in order, looked up, held against
registrars."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

from pipeline.bibliography.layout import CannotFormat, appended
from pipeline.bibliography.normalize import normalize
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.files import write_atomically
from pipeline.core.reasons import Reason
from pipeline.core.result import Result
from pipeline.line.links import request_settings_of
from pipeline.line.references import text_of
from pipeline.line.session import Session
from pipeline.links.lookup import look_up
from pipeline.links.registrar import audit
from pipeline.project import Project


def audit_entries(session: Session, allow: Sequence[str]) -> Result:
    """What the registrars of DOIs find wrong with the entries of the bibliography."""
    project, bibliography = session.project, session.document.bibliography
    items = {entry.id: normalize(json.loads(entry.csl))[0] for entry in bibliography if entry.csl}
    services = project.links.doi, project.links.crossref
    found = audit(request_settings_of(project, allow), services, list(items.values()))
    problems = []
    for entry in bibliography:
        for finding in found.get(entry.id, ()):
            values = {"key": entry.id, "doi": str(items[entry.id]["DOI"]), "found": finding.found}
            problems.append(Diagnostic(finding.code, entry.place("DOI"), values, entry.id))
    return Result(tuple(problems), ran=frozenset({"registrars"}))


def add_entry(project: Project, what: str, allow: Sequence[str], today: str) -> str:
    """Look up a DOI, an ISBN or an address, and write its entry at the end of references.yaml; returns the key.

    Raises:
        NotFound, CannotFormat
    """
    services = {"doi": project.links.doi, "isbn": project.links.isbn}
    item = look_up(what, request_settings_of(project, allow), services, today)
    path = project.source / "references.yaml"
    if project.references != path:
        # A second file would hide the first.
        raise CannotFormat(Reason("other_bibliography", name=project.references.name))
    made, key = appended(text_of(path) if os.path.lexists(path) else "", item)
    write_atomically(path, made.encode())
    return key
