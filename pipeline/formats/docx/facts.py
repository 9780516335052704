"""Knows what the properties of a Word file say of the report, and reads them; must not know how they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.core.dates import to_the_day
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.facts import Carried, addresses, beside, by_language, called, each, joined, leading, same
from pipeline.core.model import Metadata
from pipeline.core.text import Span
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark
from pipeline.formats.proving import metadata as proving

_EXTENDED, _CORE, _CUSTOM = (f"docProps/{name}.xml" for name in ("app", "core", "custom"))
_PEOPLE = joined("; ", leading)
_PEOPLE_BESIDE = joined("; ", beside)
CARRIED: tuple[Carried, ...] = (
    Carried("title", "dc:title", joined(" / ", each)),
    Carried("title", "Title", beside),
    Carried("subtitle", "dc:subject"),
    Carried("subtitle", "Subtitle", beside),
    Carried("authors", "dc:creator", _PEOPLE),
    Carried("authors", "Authors", _PEOPLE_BESIDE),
    Carried("contributors", "Contributors", joined("; ", called)),
    Carried("publisher", "Publisher", called),
    Carried("abstract", "dc:description"),
    Carried("abstract", "Abstract", beside),
    Carried("keywords", "cp:keywords", joined(", ", by_language)),
    Carried("series", "Series", called),
    Carried("funding", "Funding", joined("; ", called)),
    Carried("date", "dcterms:created", lambda metadata, _: [("", f"{to_the_day(metadata.date)}T00:00:00Z")]),
    Carried("date", "dcterms:modified", lambda metadata, _: [("", f"{to_the_day(metadata.date)}T00:00:00Z")]),
    Carried("version", "cp:version", same),
    Carried("languages", "dc:language", lambda metadata, _: [("", metadata.languages.tag)]),
    Carried("languages", "Languages", joined(", ", same)),
    Carried("doi", "DOI", same),
    Carried("doi", "dc:identifier", lambda metadata, _: [("", text) for text in addresses(metadata)[:1]]),
    Carried("isbn", "ISBN", same),
    Carried("report number", "ReportNumber", same),
    Carried("rights", "Rights", called),
    Carried("license", "License", same),
)
_FORMS = {"SourceDigest": "[0-9a-f]{64}", "extended:Application": "Kanben"}


def check(metadata: Metadata, files: Mapping[str, bytes], output: str) -> Iterator[Diagnostic]:
    """OUT102 for what the properties say otherwise than the report, or that nobody knows."""
    named = [etree.fromstring(files[name]) for name in (_EXTENDED, _CORE) if name in files]
    custom = etree.fromstring(files[_CUSTOM])
    said = proving.gathered([*(row for root in named for row in _named(root)), *_custom(custom)])
    yield from proving.check(said, proving.wanted(metadata, CARRIED), _FORMS, Span(f"{output}!{_CORE}"))


def _named(root: Element) -> Iterator[tuple[str, str]]:
    prefixes = {space: prefix for prefix, space in NAMESPACES.items()}
    for row in root.iter(etree.Element):
        name = etree.QName(row)
        if row is not root and row.text:
            yield f"{prefixes.get(name.namespace or '', '?')}:{name.localname}", row.text


def _custom(root: Element) -> Iterator[tuple[str, str]]:
    for row in root.iter(clark("custom:property")):
        yield str(row.get("name")), "".join(map(str, row.itertext()))
