"""Knows how a Word file of others is opened: as something hostile (ECMA-376, part 2); must not know what it is for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from pipeline.core.reasons import Reason, ReasonedError
from pipeline.formats.docx.openxml import NAMESPACES, Element
from pipeline.tools import zips

BODY = "word/document.xml"
# What compound files begin with: .doc, and documents with a password ([MS-CFB] 2.2).
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What an archive begins with, an empty one too (APPNOTE 4.3.7, 4.3.16).
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MACROS = re.compile(r"(?:vba|activeX).*|.*\.bin", re.I)
_MACRO_TYPE = b"macroEnabled"


class RefusedWord(ReasonedError):
    """A file that is no document of Word that can be read."""


def parts_of(data: bytes) -> Mapping[str, bytes]:
    """The parts of a Word file by name.

    Raises:
        RefusedWord: where it is no document of Word, is damaged, has a password, or unpacks to too much.
    """
    if data.startswith(_COMPOUND):
        raise RefusedWord(Reason("old_word_or_password"))
    if not data.startswith(_ZIP):
        raise RefusedWord(Reason("no_word_document"))
    try:
        parts = dict(zips.read(data))
    except zips.RefusedZip as error:
        raise RefusedWord(error.reason) from error
    if BODY not in parts:
        raise RefusedWord(Reason("no_word_document"))
    return parts


def parsed(data: bytes) -> Element:
    """The root of a part, without anything that it asks for from outside.

    Raises:
        RefusedWord: where it is broken, or declares a document type.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedWord(Reason("damaged_inside")) from error
    if root.getroottree().docinfo.doctype:
        raise RefusedWord(Reason("xml_with_doctype"))
    return root


def refuse_what_acts(parts: Mapping[str, bytes]) -> None:
    """Refuse a file that holds programs, or that leads out of itself other than by links in its text.

    Raises:
        RefusedWord
    """
    if any(_MACROS.fullmatch(name.rpartition("/")[2]) for name in parts):
        raise RefusedWord(Reason("word_with_macros"))
    if _MACRO_TYPE in parts.get("[Content_Types].xml", b""):
        raise RefusedWord(Reason("word_with_macros"))
    for name in (name for name in parts if name.endswith(".rels")):
        for row in parsed(parts[name]).iterfind("rel:Relationship", NAMESPACES):
            is_link = str(row.get("Type", "")).endswith("/hyperlink")
            if row.get("TargetMode") == "External" and not is_link:
                raise RefusedWord(Reason("word_leads_outside", target=str(row.get("Target", ""))[:60]))
