"""Knows how a report's facts are written as an XMP packet (ISO 16684-1) with the marks of PDF/A and PDF/UA; must not
know PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from pipeline.core.dates import to_the_day
from pipeline.core.facts import addresses, folded, identifier
from pipeline.core.languages import Bilingual, Languages
from pipeline.core.model import Metadata
from pipeline.tools.identifiers import license_address

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_MM = "http://ns.adobe.com/xap/1.0/mm/"
_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_PDF = "http://ns.adobe.com/pdf/1.3/"
_PDFA = "http://www.aiim.org/pdfa/ns/id/"
_PDFUA = "http://www.aiim.org/pdfua/ns/id/"
_EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
_SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIXES = {
    "rdf": _RDF,
    "dc": _DC,
    "xmp": _XMP,
    "xmpMM": _MM,
    "xmpRights": _RIGHTS,
    "pdf": _PDF,
    "pdfaid": _PDFA,
    "pdfuaid": _PDFUA,
    "pdfaExtension": _EXTENSION,
    "pdfaSchema": _SCHEMA,
    "pdfaProperty": _PROPERTY,
}


def packet(metadata: Metadata, shown: Mapping[str, str], marks: Mapping[str, Mapping[str, str]]) -> bytes:
    """The packet of a file.

    `shown` are `title`, `description`, `keywords`, `creator` and `producer` as the file's information dictionary has
    them, which has to agree; `marks` are the properties of the standards: `pdfaid` and `pdfuaid`.
    """
    root = etree.Element(f"{{{_RDF}}}RDF", nsmap=_PREFIXES)
    for prefix, values in marks.items():
        about = _description(root)
        for name, value in values.items():
            etree.SubElement(about, f"{{{_PREFIXES[prefix]}}}{name}").text = value
    about, languages = _description(root), metadata.languages
    _alternatives(about, "title", shown["title"], metadata.title, languages)
    _listing(about, "creator", "Seq", [languages.first(person.name) for person in metadata.authors])
    _alternatives(about, "description", shown["description"], folded(metadata.abstract), languages)
    _listing(about, "subject", "Bag", [text for keyword in metadata.keywords for text in languages.all(keyword)])
    _listing(about, "publisher", "Bag", languages.all(metadata.publisher))
    _listing(about, "language", "Bag", [tag for _, tag in languages.tags])
    _alternatives(about, "rights", languages.first(metadata.rights) or metadata.license, metadata.rights, languages)
    _listing(about, "contributor", "Bag", [languages.first(person.name) for person in metadata.contributors])
    if doi := identifier(metadata, "doi"):
        etree.SubElement(about, f"{{{_DC}}}identifier").text = f"https://doi.org/{doi}"
    _listing(about, "Identifier", "Bag", addresses(metadata), _XMP)
    _simple(
        about,
        _XMP,
        CreateDate=to_the_day(metadata.date),
        MetadataDate=to_the_day(metadata.date),
        CreatorTool=shown["creator"],
    )
    _simple(about, _PDF, Producer=shown["producer"], Keywords=shown["keywords"])
    _simple(about, _MM, VersionID=metadata.version)
    _simple(about, _RIGHTS, Marked="True", WebStatement=license_address(metadata.license))
    if marks.get("pdfaid", {}).get("part") in ("2", "3") and "pdfuaid" in marks:
        root.append(_extension())
    body = etree.tostring(root, encoding="unicode")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{body}</x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _description(root: etree._Element) -> etree._Element:
    return etree.SubElement(root, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})


def _simple(about: etree._Element, space: str, **values: str) -> None:
    for name, value in values.items():
        if value:
            etree.SubElement(about, f"{{{space}}}{name}").text = value


def _alternatives(about: etree._Element, name: str, default: str, text: Bilingual, languages: Languages) -> None:
    """A language alternative: what a reader without a choice sees, and each language (ISO 16684-1, 8.2.2.4)."""
    rows = [("x-default", default), *((tag, text[language]) for language, tag in languages.tags)]
    shown = [(language, value) for language, value in rows if value]
    if shown:
        _items(
            etree.SubElement(about, f"{{{_DC}}}{name}"),
            "Alt",
            [(value, {_LANG: language}) for language, value in shown],
        )


def _listing(about: etree._Element, name: str, kind: str, values: Sequence[str], space: str = _DC) -> None:
    if values:
        _items(etree.SubElement(about, f"{{{space}}}{name}"), kind, [(value, {}) for value in values])


def _items(property_: etree._Element, kind: str, rows: Iterable[tuple[str, dict[str, str]]]) -> None:
    holder = etree.SubElement(property_, f"{{{_RDF}}}{kind}")
    for value, attributes in rows:
        etree.SubElement(holder, f"{{{_RDF}}}li", attributes).text = value


def _extension() -> etree._Element:
    """The schema of the PDF/UA mark, which PDF/A-2 and 3 do not know themselves (ISO 19005-3, 6.6.2.3)."""
    about = etree.Element(f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    bag = etree.SubElement(etree.SubElement(about, f"{{{_EXTENSION}}}schemas"), f"{{{_RDF}}}Bag")
    schema = etree.SubElement(bag, f"{{{_RDF}}}li", {f"{{{_RDF}}}parseType": "Resource"})
    _simple(schema, _SCHEMA, schema="PDF/UA identification schema", namespaceURI=_PDFUA, prefix="pdfuaid")
    sequence = etree.SubElement(etree.SubElement(schema, f"{{{_SCHEMA}}}property"), f"{{{_RDF}}}Seq")
    row = etree.SubElement(sequence, f"{{{_RDF}}}li", {f"{{{_RDF}}}parseType": "Resource"})
    _simple(
        row,
        _PROPERTY,
        name="part",
        valueType="Integer",
        category="internal",
        description="The part of ISO 14289 that the file follows",
    )
    return about
