"""Knows the properties of a Word file: what it is called, who made it and from what; must not know its text."""

from __future__ import annotations

import hashlib

from lxml import etree

from pipeline.core.dates import to_the_day
from pipeline.core.languages import ENGLISH_NAMES
from pipeline.core.model import Document, Metadata
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark

# The format of custom properties (ECMA-376, part 1, 22.3.2.2).
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def core_properties(metadata: Metadata) -> Element:
    """Core properties (ECMA-376, part 2, 11.1); titles and keywords in all languages."""
    languages = metadata.languages
    keywords = [keyword[language] for language in languages for keyword in metadata.keywords if keyword[language]]
    stamp = f"{to_the_day(metadata.date)}T00:00:00Z"
    values = {
        "dc:title": " / ".join(languages.all(metadata.title)),
        "dc:subject": languages.first(metadata.subtitle),
        "dc:creator": "; ".join(languages.first(person.name) for person in metadata.authors),
        "cp:keywords": ", ".join(keywords),
        "dc:description": " ".join(languages.first(metadata.abstract).split()),
        "dcterms:created": stamp,
        "dcterms:modified": stamp,
        "dc:language": metadata.languages.tag,
        "cp:version": metadata.version,
    }
    prefixes = ("cp", "dc", "dcterms", "xsi")
    root = etree.Element(clark("cp:coreProperties"), nsmap={prefix: NAMESPACES[prefix] for prefix in prefixes})
    for name, value in values.items():
        property_ = etree.SubElement(root, clark(name))
        property_.text = value
        if name.startswith("dcterms:"):
            property_.set(clark("xsi:type"), "dcterms:W3CDTF")
    return root


def custom_properties(document: Document) -> Element:
    """Custom properties: the metadata in the language beside, the licence, and what the file was made from."""
    metadata = document.metadata
    languages = metadata.languages
    beside = [(ENGLISH_NAMES[language], language) for language in languages][1:]
    values = {
        **{f"Title{name}": metadata.title[language] for name, language in beside},
        **{f"Abstract{name}": " ".join(metadata.abstract[language].split()) for name, language in beside},
        **{f"Publisher{ENGLISH_NAMES[language]}": metadata.publisher[language] for language in languages},
        "License": metadata.license,
        "ReportDigest": hashlib.sha256(document.ast.encode()).hexdigest(),
    }
    root = etree.Element(clark("custom:Properties"), nsmap={None: NAMESPACES["custom"], "vt": NAMESPACES["vt"]})
    # Numbers below 2 are Word's own.
    for number, (name, value) in enumerate(((name, value) for name, value in values.items() if value), 2):
        attributes = {"fmtid": _FORMAT, "pid": str(number), "name": name}
        property_ = etree.SubElement(root, clark("custom:property"), attributes)
        etree.SubElement(property_, clark("vt:lpwstr")).text = value
    return root
