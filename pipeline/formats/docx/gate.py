"""Knows what the Open XML SDK says of a Word file, and how that becomes findings with places; must not know how it is
run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import ReasonedError
from pipeline.core.text import Span
from pipeline.formats.docx.bookmarks import target_name
from pipeline.formats.docx.openxml import NAMESPACES, clark
from pipeline.formats.inputs import Artifact
from pipeline.formats.judging import LONGEST, few, place, skipped
from pipeline.formats.proving.expected import ids
from pipeline.tools import openxml_sdk, zips
from pipeline.tools.judges import Unavailable


def judge(artifact: Artifact) -> Iterator[Diagnostic]:
    """GAT110 for what the Open XML SDK says; GAT103 or GAT104 where it cannot be asked."""
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        path = Path(folder, "report.docx")
        path.write_bytes(artifact.data)
        try:
            yield from few(_sdk(artifact, path))
        except Unavailable as error:
            yield skipped("Open XML SDK", error.reason, artifact.name)


def _sdk(artifact: Artifact, file: Path) -> Iterator[Diagnostic]:
    files: Mapping[str, bytes] = {}
    with suppress(ReasonedError):
        # The SDK says of what is no zip that it cannot be opened.
        files = zips.read(artifact.data)
    names = {target_name(id_): id_ for id_ in ids(artifact.document)}
    for said in openxml_sdk.examine(file, file.parent):
        there = Span(f"{artifact.name}!{said.part}" if said.part else artifact.name)
        near = (names.get(name, "") for name in bookmarks_at(files.get(said.part, b""), said.path))
        values = {"rule": said.rule, "message": said.words[:LONGEST]}
        yield Diagnostic("GAT110", place(artifact, near, there), values, said.rule)


def bookmarks_at(part: bytes, path: str) -> list[str]:
    """The bookmarks at an element of a part: those in it, then those before it, the nearest first."""
    try:
        root = etree.fromstring(part)
        found = root.xpath(path, namespaces=NAMESPACES)
    except (etree.XMLSyntaxError, etree.XPathError):
        return []
    if not isinstance(found, list) or not found or not isinstance(found[0], etree._Element):
        return []
    mark = clark("w:bookmarkStart")
    within, before = found[0].iter(mark), found[0].xpath("preceding::w:bookmarkStart", namespaces=NAMESPACES)
    return [str(one.get(clark("w:name"))) for one in (*within, *reversed(before))]
