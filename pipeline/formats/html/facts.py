"""Knows what the head of the web page says of the report, and reads it; must not know how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.edition import HtmlOptions
from pipeline.core.facts import (
    Carried,
    Rows,
    Texts,
    address,
    by_language,
    joined,
    leading,
    license_address,
    same,
    tagged,
)
from pipeline.core.model import Metadata
from pipeline.core.text import Span
from pipeline.formats.html.structured import KIND, structured
from pipeline.formats.proving import metadata as proving
from pipeline.formats.proving.markup import Element, local

_COUNTRY = re.compile(r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?-([A-Z]{2})\b")
"""A tag of a language that names a country (BCP 47)."""


def _slashed(_: Metadata, texts: Texts) -> Rows:
    """A date as Highwire Press has it."""
    return [("", text.en.replace("-", "/")) for text in texts]


def _first(_: Metadata, texts: Texts) -> Rows:
    """The first of some languages."""
    return [("", text.en) for text in texts[:1]]


def _locale(_: Metadata, texts: Texts) -> Rows:
    """The first of some languages as Open Graph has it, which wants a country: `zh_CN`; without one nothing is said."""
    found = _COUNTRY.match(texts[0].en) if texts else None
    return [("", "_".join(found.groups()))] if found else []


CITED: tuple[Carried, ...] = (
    Carried("title", "citation_title"),
    Carried("authors", "citation_author"),
    Carried("date", "citation_publication_date", _slashed),
    Carried("publisher", "citation_publisher"),
    Carried("publisher", "citation_technical_report_institution"),
    Carried("report number", "citation_technical_report_number", same),
    Carried("series", "citation_series_title"),
    Carried("doi", "citation_doi", same),
    Carried("isbn", "citation_isbn", same),
    Carried("languages", "citation_language", _first),
    Carried("keywords", "citation_keywords", joined("; ", leading)),
)
"""What Zotero and Scholar read."""
SHARED: tuple[Carried, ...] = (
    Carried("title", "og:title"),
    Carried("abstract", "og:description"),
    Carried("languages", "og:locale", _locale),
)
"""What is shown where somebody shares a link."""
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
    *CITED,
    *SHARED,
)
_OTHERS = {
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""The other formats of the report, beside the page under their usual names."""
_FORMS = {
    "charset": "utf-8",
    "viewport": "width=device-width, initial-scale=1",
    "generator": r"Kanben, pandoc [0-9.]+",
    "style": ".+",
    "og:type": "article",
}


def addresses_of(options: HtmlOptions) -> Iterator[tuple[str, str]]:
    """Where the page and its PDF are, by the names of metadata, if it is said where they are published."""
    if options.address:
        yield "og:url", options.address
        yield "citation_public_url", options.address
        yield "citation_pdf_url", urljoin(options.address, "report.pdf")


def links_of(metadata: Metadata, options: HtmlOptions) -> Iterator[tuple[str, str, str]]:
    """The page's relations to other things: each with the kind of file, if that is known, and the address."""
    if address := license_address(metadata.license):
        yield "license", "", address
    if options.address:
        yield "canonical", "", options.address
        for suffix, kind in _OTHERS.items():
            yield "alternate", kind, urljoin(options.address, f"report.{suffix}")
    if options.latest:
        yield "latest-version", "", options.latest
    if options.history:
        yield "version-history", "", options.history


def check(metadata: Metadata, options: HtmlOptions, tree: Element, span: Span) -> Iterator[Diagnostic]:
    """OUT102 for what the head says otherwise than the report, or that nobody knows."""
    links = ((f"link {relation} {kind}".strip(), address) for relation, kind, address in links_of(metadata, options))
    more = [("lang", metadata.languages.tag), ("data", structured(metadata, options))]
    expected = proving.wanted(metadata, CARRIED, [*more, *addresses_of(options), *links])
    yield from proving.check(proving.gathered(_said(tree)), expected, _FORMS, span)


def _said(tree: Element) -> Iterator[tuple[str, str]]:
    """The names of the head with their texts; those in a language with its tag."""
    yield "lang", str(tree.get("lang", ""))
    for line in (line for head in tree.iter("head") for line in head):
        if local(line) == "link":
            yield f"link {line.get('rel')} {line.get('type') or ''}".strip(), str(line.get("href"))
        elif local(line) == "script" and line.get("type") == KIND:
            yield "data", line.text or ""
        elif local(line) == "script" or line.get("http-equiv"):
            # What runs, and what may run, is held against the page's own (formats/html/own).
            continue
        elif local(line) != "meta":
            yield local(line) or "comment", line.text or ""
        elif line.get("charset"):
            yield "charset", str(line.get("charset"))
        else:
            # What says the same has both names.
            for name in filter(None, (line.get("name"), line.get("property"))):
                yield " ".join(filter(None, (name, line.get("lang")))), str(line.get("content"))
