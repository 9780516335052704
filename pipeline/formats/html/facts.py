"""Knows what the head of the web page says of the report, and reads it; must not know how it is written."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.facts import Carried, address, by_language, joined, same, tagged
from pipeline.core.model import Metadata
from pipeline.core.text import Span
from pipeline.formats.proving import metadata as proving
from pipeline.formats.proving.markup import Element, local

CARRIED: tuple[Carried, ...] = (
    Carried("title", "title"),
    Carried("title", "dcterms.title", tagged),
    Carried("subtitle", "dcterms.alternative", tagged),
    Carried("authors", "author"),
    Carried("authors", "dcterms.creator", tagged),
    Carried("contributors", "dcterms.contributor", tagged),
    Carried("publisher", "dcterms.publisher", tagged),
    Carried("abstract", "description"),
    Carried("abstract", "dcterms.abstract", tagged),
    Carried("keywords", "keywords", joined(", ", by_language)),
    Carried("series", "dcterms.isPartOf", tagged),
    Carried("date", "dcterms.date", same),
    Carried("version", "version", same),
    Carried("languages", "dcterms.language", same),
    Carried("doi", "dcterms.identifier", address("https://doi.org/")),
    Carried("isbn", "dcterms.identifier", address("urn:isbn:")),
    Carried("report number", "dcterms.identifier", same),
    Carried("rights", "dcterms.rights", tagged),
    Carried("license", "dcterms.license", same),
)
_FORMS = {
    "charset": "utf-8",
    "viewport": "width=device-width, initial-scale=1",
    "generator": r"Kanben, pandoc [0-9.]+",
    "content-security-policy": r"default-src 'none'; .+",
    "style": ".+",
    "script": ".+",
}


def check(metadata: Metadata, tree: Element, span: Span) -> Iterator[Diagnostic]:
    """OUT102 for what the head says otherwise than the report, or that nobody knows."""
    expected = proving.wanted(metadata, CARRIED, [("lang", metadata.languages.tag)])
    yield from proving.check(proving.gathered(_said(tree)), expected, _FORMS, span)


def _said(tree: Element) -> Iterator[tuple[str, str]]:
    """The names of the head with their texts; those in a language with its tag."""
    yield "lang", str(tree.get("lang", ""))
    for line in (line for head in tree.iter("head") for line in head):
        if local(line) != "meta":
            yield local(line) or "comment", line.text or ""
        elif line.get("charset"):
            yield "charset", str(line.get("charset"))
        else:
            name = line.get("name") or str(line.get("http-equiv")).lower()
            yield " ".join(filter(None, (name, line.get("lang")))), str(line.get("content"))
