"""Knows what veraPDF and outloud say of a PDF, and how that becomes findings with places; must not know how either is
run."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.formats.inputs import Artifact
from pipeline.tools import outloud, pdf, verapdf

# veraPDF's names for the standards; outloud knows PDF/UA-1 alone.
_FLAVOURS = {"ua-1": ("3a", "ua1"), "ua-2": ("4", "ua2")}
_WITH_FILES = {"ua-1": ("3a", "ua1"), "ua-2": ("4f", "ua2")}
_ELEMENT = re.compile(r"\((\d+) \d+ obj [^()]*\)")
_SHOWN = 20


def judge(artifact: Artifact) -> Iterator[Diagnostic]:
    """GAT101 for what veraPDF refuses, GAT102 for what outloud does; GAT103 or GAT104 where one of them cannot be
    asked."""
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        path = Path(folder, "report.pdf")
        path.write_bytes(artifact.data)
        yield from _verapdf(path, artifact)
        if artifact.pdf.standard == "ua-1":
            yield from _outloud(path, artifact)


def _verapdf(path: Path, artifact: Artifact) -> Iterator[Diagnostic]:
    flavours = (_WITH_FILES if artifact.pdf.attach else _FLAVOURS)[artifact.pdf.standard]
    try:
        failures = verapdf.validate(path, flavours)
    except verapdf.Unavailable as error:
        yield _skipped("veraPDF", error.reason, artifact.name)
        return
    targets = {target.id: target.span for target in artifact.document.inventory.targets}
    ids = pdf.ids_by_object(artifact.data) if failures else {}
    told: dict[tuple[str, str], int] = {}
    for failure in failures:
        key = failure.flavour, failure.rule
        told[key] = told.get(key, 0) + 1
        if told[key] <= _SHOWN:
            numbers = reversed([int(number) for number in _ELEMENT.findall(failure.context)])
            place = next(
                (targets[ids[number]] for number in numbers if ids.get(number) in targets), Span(artifact.name)
            )
            values = {"flavour": failure.flavour, "rule": failure.rule, "message": failure.message[:300]}
            yield Diagnostic("GAT101", place, values, failure.rule)


def _outloud(path: Path, artifact: Artifact) -> Iterator[Diagnostic]:
    try:
        remarks = outloud.examine(path)
    except outloud.Unavailable as error:
        yield _skipped("outloud", error.reason, artifact.name)
        return
    for remark in remarks:
        values = {"rule": remark.rule, "message": remark.message[:300], "page": str(remark.page)}
        yield Diagnostic("GAT102", Span(artifact.name), values, remark.rule)


def _skipped(judge_: str, reason: Reason, name: str) -> Diagnostic:
    """A judge that could not be asked is a failure in CI, and a named skip on a user's machine."""
    return Diagnostic(
        "GAT104" if os.environ.get("CI") else "GAT103", Span(name), {"judge": judge_, "reason": reason}, judge_
    )
