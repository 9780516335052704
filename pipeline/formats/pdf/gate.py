"""Knows what veraPDF and outloud say of a PDF, and how that becomes findings with places; must not know how either is
run."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.formats.inputs import Artifact
from pipeline.formats.judging import few, place, skipped
from pipeline.tools import outloud, pdf, verapdf
from pipeline.tools.judges import Unavailable

# veraPDF's names for the standards; outloud knows PDF/UA-1 alone.
_FLAVOURS = {"ua-1": ("3a", "ua1"), "ua-2": ("4", "ua2")}
_WITH_FILES = {"ua-1": ("3a", "ua1"), "ua-2": ("4f", "ua2")}
_ELEMENT = re.compile(r"\((\d+) \d+ obj [^()]*\)")


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
    except Unavailable as error:
        yield skipped("veraPDF", error.reason, artifact.name)
        return
    ids = pdf.ids_by_object(artifact.data) if failures else {}
    yield from few(_refused(failure, artifact, ids) for failure in failures)


def _refused(failure: verapdf.Failure, artifact: Artifact, ids: Mapping[int, str]) -> Diagnostic:
    numbers = [int(number) for number in _ELEMENT.findall(failure.context)]
    around = [ids[number] for number in reversed(numbers) if number in ids]
    values = {"flavour": failure.flavour, "rule": failure.rule, "message": failure.message[:300]}
    return Diagnostic("GAT101", place(artifact, around, Span(artifact.name)), values, failure.rule)


def _outloud(path: Path, artifact: Artifact) -> Iterator[Diagnostic]:
    try:
        remarks = outloud.examine(path)
    except Unavailable as error:
        yield skipped("outloud", error.reason, artifact.name)
        return
    for remark in remarks:
        values = {"rule": remark.rule, "message": remark.message[:300], "page": str(remark.page)}
        yield Diagnostic("GAT102", Span(artifact.name), values, remark.rule)
