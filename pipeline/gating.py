"""Knows which outside judges a built file is put before, and how what they say becomes findings; must not know the judges' ways."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline import build as line
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.model import Document
from pipeline.core.text import Span
from pipeline.project import Project
from pipeline.reading.report import read_report
from pipeline.tools import outloud, pdf, verapdf

GATES = ("pdf",)
# veraPDF's names for the standards; outloud knows PDF/UA-1 alone.
FLAVOURS = {"ua-1": ("3a", "ua1"), "ua-2": ("4", "ua2"), "ua-2 with files": ("4f", "ua2")}
_ELEMENT = re.compile(r"\((\d+) \d+ obj [^()]*\)")
_SHOWN = 20


def judge(project: Project, gates: Iterable[str]) -> line.Result:
    """Put the built files before the judges of some gates."""
    found: list[Diagnostic] = []
    path = project.output(".pdf")
    if "pdf" in gates:
        if path.is_file():
            document, _ = read_report(project.report, project.references, project.root)
            found += judge_pdf(path, project.name(path), _standard(project), document)
        else:
            found.append(Diagnostic("OUT108", Span(project.name(path)), {"format": "pdf"}, "pdf"))
    return line.Result(tuple(found))


def _standard(project: Project) -> str:
    return project.pdf.standard + (" with files" if project.pdf.attach and project.pdf.standard == "ua-2" else "")


def judge_pdf(path: Path, name: str, standard: str, document: Document) -> Iterator[Diagnostic]:
    """GAT101 for what veraPDF refuses, GAT102 for what outloud does; GAT103 or GAT104 where one of them cannot be asked."""
    try:
        failures = verapdf.validate(path, FLAVOURS[standard])
    except verapdf.Unavailable as error:
        yield _skipped("veraPDF", str(error), name)
        failures = []
    targets = {target.id: target.span for target in document.inventory.targets}
    ids = pdf.ids_by_object(path.read_bytes()) if failures else {}
    told: dict[tuple[str, str], int] = {}
    for failure in failures:
        key = failure.flavour, failure.rule
        told[key] = told.get(key, 0) + 1
        if told[key] <= _SHOWN:
            numbers = reversed([int(number) for number in _ELEMENT.findall(failure.context)])
            place = next((targets[ids[number]] for number in numbers if ids.get(number) in targets), Span(name))
            values = {"flavour": failure.flavour, "rule": failure.rule, "message": failure.message[:300]}
            yield Diagnostic("GAT101", place, values, failure.rule)
    if standard == "ua-1":
        try:
            remarks = outloud.examine(path)
        except outloud.Unavailable as error:
            yield _skipped("outloud", str(error), name)
            return
        for remark in remarks:
            values = {"rule": remark.rule, "message": remark.message[:300], "page": str(remark.page)}
            yield Diagnostic("GAT102", Span(name), values, remark.rule)


def _skipped(judge_: str, reason: str, name: str) -> Diagnostic:
    """A judge that could not be asked is a failure in CI, and a named skip on a user's machine."""
    return Diagnostic("GAT104" if os.environ.get("CI") else "GAT103", Span(name), {"judge": judge_, "reason": reason}, judge_)
