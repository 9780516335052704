"""Knows the XHTML file that a part of the e-book is in (EPUB 3.3, 6.1); must not know parts."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pipeline.formats.epub.policy import POLICY
from pipeline.formats.hypertext.elements import XHTML, XML_LANG, Element, new, serialize
from pipeline.tools.ebook import Item

FOLDER = "text"
_EPUB = "http://www.idpf.org/2007/ops"
EPUB_TYPE = f"{{{_EPUB}}}type"
"""What an element is in a book (EPUB Structural Semantics Vocabulary 1.1)."""
XML_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def page(id_: str, name: str, title: str, parts: Iterable[Element], language: str) -> Item:
    """A file of the spine with some parts of a fragment, which go over into the namespace of XHTML."""
    head, body = new("head"), new("body")
    head.append(new("meta", charset="utf-8"))
    head.append(new("meta", http_equiv="Content-Security-Policy", content=POLICY))
    # Who opens a page in a browser at night has light letters on a dark ground.
    head.append(new("meta", name="color-scheme", content="light dark"))
    head.append(new("title", title))
    head.append(new("link", rel="stylesheet", type="text/css", href="../css/report.css"))
    body.extend(parts)
    languages = {"lang": language, XML_LANG: language}
    root = etree.Element(f"{{{XHTML}}}html", languages, nsmap={None: XHTML, "epub": _EPUB})
    root.extend((head, body))
    for holder in (root, head, body):
        _on_lines(holder)
    for element in root.iter():
        if isinstance(element.tag, str) and "}" not in element.tag:
            element.tag = f"{{{XHTML}}}{element.tag}"
            if tag := element.get("lang"):
                # Readers of XML know no other (EPUB 3.3, 6.1.3.1).
                element.set(XML_LANG, tag)
    data = f"{XML_DECLARATION}<!DOCTYPE html>\n{serialize(root)}\n".encode()
    return Item(id_, f"{FOLDER}/{name}", "application/xhtml+xml", data, in_spine=True)


def _on_lines(holder: Element) -> None:
    """Put each child on a line of its own."""
    holder.text = "\n"
    for child in holder:
        child.tail = "\n"
