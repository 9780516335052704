"""Changes to finished outputs that their checks must find, by kind and seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.formats import FORMATS
from pipeline.formats.inputs import Artifact
from pipeline.tools import zips
from tests.mutants import archives, markup, pages

KNOWN: Mapping[str, str] = {
    "list number changed": "to another list of the same bullets, which looks the same",
    "list level changed": "of a bullet, whose depth is not compared",
    "language lost": "of an element that stands in another of the same language",
    "text doubled": "in the lettering of a drawing, which is not proved in the PDF",
}
"""Kinds of change that are not found, each with the reason."""
_CHECKS = {row.name: row.check for row in FORMATS}
_DOCTYPE = "<!DOCTYPE html>"


def checked(artifact: Artifact) -> bool:
    """Whether the check of an output's format finds something."""
    return any(True for _ in _CHECKS[artifact.format](artifact))


def mutants(artifact: Artifact, seed: str) -> Iterator[tuple[str, bytes]]:
    """Each kind of change of an output, once: what it is, and the changed file."""
    if artifact.format == "html":
        tree = etree.fromstring(artifact.data, etree.HTMLParser(encoding="utf-8", huge_tree=True))
        for kind, twin in markup.changes(tree, seed):
            yield kind, etree.tostring(twin, method="html", encoding="utf-8", doctype=_DOCTYPE)
        yield from markup.of_head(artifact.data)
    elif artifact.format == "pdf":
        yield from pages.changes(artifact.data, seed)
    else:
        make = archives.word if artifact.format == "docx" else archives.book
        for kind, parts in make(dict(zips.read(artifact.data)), seed):
            yield kind, zips.write(list(parts.items()))
