"""Knows what the Open XML SDK says of a Word file, what LibreOffice leaves of it and docx-preview shows of it, and how
that becomes findings with places; must not know how they are run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from lxml import etree

from pipeline.core.diagnostics import Diagnostic, Values
from pipeline.core.failures import quoted
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.text import Span
from pipeline.formats.docx import seen
from pipeline.formats.docx.bookmarks import target_name
from pipeline.formats.docx.census import census
from pipeline.formats.docx.openxml import NAMESPACES, clark
from pipeline.formats.inputs import Artifact
from pipeline.formats.judging import LONGEST, few, place, skipped
from pipeline.formats.proving.expected import ids
from pipeline.tools import docx_preview, office, openxml_sdk, zips
from pipeline.tools.judges import Unavailable


def judge(artifact: Artifact) -> Iterator[Diagnostic]:
    """GAT110 for what the Open XML SDK says, GAT111 for what LibreOffice loses, GAT115 for what docx-preview does not
    show; GAT103 or GAT104 where one of them cannot be asked."""
    judges: Mapping[str, Callable[[Artifact], Iterator[Diagnostic]]] = {
        "Open XML SDK": _sdk,
        "LibreOffice": _office,
        docx_preview.NAME: _preview,
    }
    for name, ask in judges.items():
        try:
            yield from few(ask(artifact))
        except Unavailable as error:
            yield skipped(name, error.reason, artifact.name)


def _office(artifact: Artifact) -> Iterator[Diagnostic]:
    if lacking := office.missing():
        raise Unavailable(Reason("lacking", what=lacking))
    nothing = Unavailable(Reason("said_nothing", who="LibreOffice"))
    saved = office.saved_again(artifact.data)
    if not saved:
        raise nothing
    try:
        before, after = census(artifact.data), census(saved)
    except (ReasonedError, KeyError, etree.XMLSyntaxError) as error:
        # The SDK says of what is no Word file that it cannot be opened.
        raise nothing from error
    for kind, count in before.items():
        if after[kind] < count:
            values: Values = {"kind": Reason(f"counted_{kind}"), "before": count, "after": after[kind]}
            yield Diagnostic("GAT111", Span(artifact.name), values, kind)


def _sdk(artifact: Artifact) -> Iterator[Diagnostic]:
    files: Mapping[str, bytes] = {}
    with suppress(ReasonedError):
        # The SDK says of what is no zip that it cannot be opened.
        files = zips.read(artifact.data)
    names = {target_name(id_): id_ for id_ in ids(artifact.document)}
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        path = Path(folder, "report.docx")
        path.write_bytes(artifact.data)
        told = openxml_sdk.examine(path, path.parent)
    for said in told:
        there = Span(f"{artifact.name}!{said.part}" if said.part else artifact.name)
        near = (names.get(name, "") for name in bookmarks_at(files.get(said.part, b""), said.path))
        values = {"rule": said.rule, "message": said.words[:LONGEST]}
        yield Diagnostic("GAT110", place(artifact, near, there), values, said.rule)


def _preview(artifact: Artifact) -> Iterator[Diagnostic]:
    names = {target_name(id_): id_ for id_ in ids(artifact.document)}
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        path = Path(folder, "report.docx")
        path.write_bytes(artifact.data)
        shown = docx_preview.examine(path, path.parent)
    for words in shown.errors:
        yield Diagnostic("GAT115", Span(artifact.name), {"reason": quoted(docx_preview.NAME, words[:LONGEST])}, "error")
    if shown.errors:
        return  # what else lacks, lacks by that
    try:
        for part, why, element in seen.unseen(zips.read(artifact.data), shown):
            there = Span(f"{artifact.name}!{part}")
            near = (names.get(name, "") for name in _bookmarks_of(element))
            yield Diagnostic("GAT115", place(artifact, near, there), {"reason": why}, why.name)
    except (ReasonedError, KeyError, etree.XMLSyntaxError) as error:
        # The SDK says of what is no Word file that it cannot be opened.
        raise Unavailable(Reason("said_nothing", who=docx_preview.NAME)) from error


def bookmarks_at(part: bytes, path: str) -> list[str]:
    """The bookmarks at an element of a part: those in it, then those before it, the nearest first."""
    try:
        root = etree.fromstring(part)
        found = root.xpath(path, namespaces=NAMESPACES)
    except (etree.XMLSyntaxError, etree.XPathError):
        return []
    if not isinstance(found, list) or not found or not isinstance(found[0], etree._Element):
        return []
    return _bookmarks_of(found[0])


def _bookmarks_of(element: etree._Element) -> list[str]:
    mark = clark("w:bookmarkStart")
    within, before = element.iter(mark), element.xpath("preceding::w:bookmarkStart", namespaces=NAMESPACES)
    return [str(one.get(clark("w:name"))) for one in (*within, *reversed(before))]
