"""Knows what a PDF says of the report in its packet (ISO 16684-1) and its dictionary, and reads them; must not know how
they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.core.dates import to_the_day
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.edition import PdfOptions
from pipeline.core.facts import Carried, Rows, Texts, address, by_language, each, joined, leading, same, tagged
from pipeline.core.model import Metadata
from pipeline.core.text import Span
from pipeline.formats.proving import metadata as proving
from pipeline.formats.proving.markup import Element, local
from pipeline.tools.identifiers import license_address
from pipeline.tools.pdf import PdfFacts

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://www.aiim.org/pdfa/ns/extension/": "pdfaExtension",
}


def _day(metadata: Metadata, _: Texts) -> Rows:
    return [("", to_the_day(metadata.date))]


def _keywords(metadata: Metadata, texts: Texts) -> Rows:
    """A list that is parted by commas, each word once."""
    words = (word.strip() for _, text in by_language(metadata, texts) for word in text.split(","))
    return [("", ", ".join(dict.fromkeys(words)))]


def _rights(metadata: Metadata, _: Texts) -> Rows:
    return [("", metadata.languages.first(metadata.rights) or metadata.license)]


CARRIED: tuple[Carried, ...] = (
    Carried("title", "dc:title x-default", joined(" / ", each)),
    Carried("title", "dc:title", tagged),
    Carried("title", "/Title", joined(" / ", each)),
    Carried("authors", "dc:creator"),
    Carried("authors", "/Author", joined(", ", leading)),
    Carried("contributors", "dc:contributor"),
    Carried("publisher", "dc:publisher", each),
    Carried("abstract", "dc:description x-default"),
    Carried("abstract", "dc:description", tagged),
    Carried("abstract", "/Subject"),
    Carried("keywords", "dc:subject", each),
    Carried("keywords", "pdf:Keywords", _keywords),
    Carried("keywords", "/Keywords", _keywords),
    Carried("date", "xmp:CreateDate", _day),
    Carried("date", "xmp:MetadataDate", _day),
    Carried("date", "/CreationDate", lambda metadata, _: [("", "D:" + to_the_day(metadata.date).replace("-", ""))]),
    Carried("version", "xmpMM:VersionID", same),
    Carried("languages", "dc:language", same),
    Carried("doi", "dc:identifier", address("https://doi.org/")),
    Carried("doi", "xmp:Identifier", address("https://doi.org/")),
    Carried("isbn", "xmp:Identifier", address("urn:isbn:")),
    Carried("report number", "xmp:Identifier", same),
    Carried("rights", "dc:rights", tagged),
    Carried("license", "dc:rights x-default", _rights),
    Carried("license", "xmpRights:WebStatement", lambda metadata, _: [("", license_address(metadata.license))]),
)
_FORMS = {
    "xmp:CreatorTool": "Kanben",
    "/Creator": "Kanben",
    "pdf:Producer": r"WeasyPrint [0-9.]+",
    "/Producer": r"WeasyPrint [0-9.]+",
    "xmpRights:Marked": "True",
}
_EXTENSION = (
    r"PDF/UA identification schema\s*http://www\.aiim\.org/pdfua/ns/id/\s*pdfuaid\s*part\s*Integer\s*internal\s*"
    "The part of ISO 14289 that the file follows"
)
_MARKS = {
    "ua-1": {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1", "pdfaExtension:schemas": _EXTENSION},
    "ua-2": {"pdfaid:part": "4", "pdfaid:rev": "2020", "pdfuaid:part": "2", "pdfuaid:rev": "2024"},
}


def check(metadata: Metadata, facts: PdfFacts, options: PdfOptions, span: Span) -> Iterator[Diagnostic]:
    """OUT102 for what packet, dictionary and file say otherwise than the report, or that nobody knows."""
    said = proving.gathered([("/Lang", facts.language), *facts.information, *_packet(facts.metadata)])
    forms, rows = {**_FORMS, **_MARKS[options.standard]}, CARRIED
    if options.standard == "ua-2":
        # It has no dictionary (ISO 19005-4, 6.1.3).
        forms, rows = _of_packet(forms), tuple(row for row in CARRIED if not row.name.startswith("/"))
        forms |= {"pdfaid:conformance": "F"} if options.attach else {}
    expected = proving.wanted(metadata, rows, [("/Lang", metadata.languages.tag)])
    yield from proving.check(said, expected, forms, span)


def _of_packet(forms: Mapping[str, str]) -> dict[str, str]:
    return {name: form for name, form in forms.items() if not name.startswith("/")}


def _packet(text: str) -> Iterator[tuple[str, str]]:
    """The properties of a packet with their texts; none of one that cannot be read."""
    try:
        root = etree.fromstring(text.encode())
    except etree.XMLSyntaxError:
        return
    for about in root.iter(f"{_RDF}Description"):
        for row in about.iterchildren(etree.Element):
            name = etree.QName(row)
            yield from _texts(f"{_PREFIXES.get(name.namespace or '', '?')}:{name.localname}", row)


def _texts(name: str, row: Element) -> Iterator[tuple[str, str]]:
    items = [item for listing in row if local(listing) in ("Alt", "Bag", "Seq") for item in listing]
    if not items or any(len(item) for item in items):
        yield name, "\n".join(map(str, row.itertext()))
    for item in items:
        if not len(item):
            yield " ".join(filter(None, (name, item.get(_LANG)))), item.text or ""
