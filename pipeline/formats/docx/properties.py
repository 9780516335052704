"""Knows the properties of a Word file: what it is called, who made it and from what; must not know its text."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pipeline.core.dates import to_the_day
from pipeline.core.facts import addresses, folded, identifier
from pipeline.core.languages import ENGLISH_NAMES, Bilingual, Language
from pipeline.core.model import Metadata, Person
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark

_APPLICATION = "Kanben"
# The format of custom properties (ECMA-376, part 1, 22.3.2.2).
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def properties(metadata: Metadata, digest: str) -> dict[str, Element]:
    """The parts that hold the properties, by name; `digest` is the SHA-256 of what the report is made of."""
    return {
        "docProps/app.xml": _extended_properties(),
        "docProps/core.xml": core_properties(metadata),
        "docProps/custom.xml": _custom_properties(metadata, digest),
    }


def core_properties(metadata: Metadata) -> Element:
    """Core properties (ECMA-376, part 2, 11.1); titles and keywords in all languages. The identifier is the DOI, or
    the next one that there is."""
    languages = metadata.languages
    keywords = [keyword[language] for language in languages for keyword in metadata.keywords if keyword[language]]
    stamp = f"{to_the_day(metadata.date)}T00:00:00Z"
    values = {
        "dc:identifier": next(iter(addresses(metadata)), ""),
        "dc:title": " / ".join(languages.all(metadata.title)),
        "dc:subject": languages.first(metadata.subtitle),
        "dc:creator": "; ".join(languages.first(person.name) for person in metadata.authors),
        "cp:keywords": ", ".join(keywords),
        "dc:description": languages.first(folded(metadata.abstract)),
        "dcterms:created": stamp,
        "dcterms:modified": stamp,
        "dc:language": metadata.languages.tag,
        "cp:version": metadata.version,
    }
    prefixes = ("cp", "dc", "dcterms", "xsi")
    root = etree.Element(clark("cp:coreProperties"), nsmap={prefix: NAMESPACES[prefix] for prefix in prefixes})
    for name, value in values.items():
        if name == "dc:identifier" and not value:
            continue
        property_ = etree.SubElement(root, clark(name))
        property_.text = value
        if name.startswith("dcterms:"):
            property_.set(clark("xsi:type"), "dcterms:W3CDTF")
    return root


def field_values(metadata: Metadata) -> dict[str, str]:
    """What fields show of the properties, by their names (17.16.5)."""
    core = core_properties(metadata)
    names = {"TITLE": "dc:title", "SUBJECT": "dc:subject", "AUTHOR": "dc:creator"}
    return {name: core.findtext(path, "", NAMESPACES) for name, path in names.items()}


def _extended_properties() -> Element:
    """Extended properties (ECMA-376, part 1, 22.2): which program made the file. No counts of words and pages: each
    program that opens the file counts in its own way."""
    root = etree.Element(clark("extended:Properties"), nsmap={None: NAMESPACES["extended"]})
    etree.SubElement(root, clark("extended:Application")).text = _APPLICATION
    return root


def _custom_properties(metadata: Metadata, digest: str) -> Element:
    """Custom properties: what core properties have no place for, in all languages, and what the file was made from."""
    languages = metadata.languages
    names = [(ENGLISH_NAMES[language], language) for language in languages]
    values = {
        **{f"Title{name}": metadata.title[language] for name, language in names[1:]},
        **{f"Subtitle{name}": metadata.subtitle[language] for name, language in names[1:]},
        **{f"Authors{name}": _people(metadata.authors, language) for name, language in names[1:]},
        **{f"Abstract{name}": folded(metadata.abstract)[language] for name, language in names[1:]},
        **{f"Contributors{name}": _people(metadata.contributors, language) for name, language in names},
        **{f"Publisher{name}": metadata.publisher[language] for name, language in names},
        **{f"Series{name}": metadata.series[language] for name, language in names},
        **{f"Funding{name}": _listed(metadata.funding, language) for name, language in names},
        **{f"Rights{name}": metadata.rights[language] for name, language in names},
        "Languages": ", ".join(tag for _, tag in languages.tags),
        "DOI": identifier(metadata, "doi"),
        "ISBN": identifier(metadata, "isbn"),
        "ReportNumber": identifier(metadata, "report"),
        "License": metadata.license,
        "SourceDigest": digest,
    }
    root = etree.Element(clark("custom:Properties"), nsmap={None: NAMESPACES["custom"], "vt": NAMESPACES["vt"]})
    # Numbers below 2 are Word's own.
    for number, (name, value) in enumerate(((name, value) for name, value in values.items() if value), 2):
        attributes = {"fmtid": _FORMAT, "pid": str(number), "name": name}
        property_ = etree.SubElement(root, clark("custom:property"), attributes)
        etree.SubElement(property_, clark("vt:lpwstr")).text = value
    return root


def _people(people: Iterable[Person], language: Language) -> str:
    return _listed((person.name for person in people), language)


def _listed(texts: Iterable[Bilingual], language: Language) -> str:
    return "; ".join(text[language] for text in texts if text[language])
