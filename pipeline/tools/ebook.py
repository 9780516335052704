"""Knows how EbookLib is called and what it gets wrong; the only importer of EbookLib (AGPL-3.0-or-later, see NOTICE).

EbookLib 0.20 parses content anew as HTML 4 (which lower-cases SVG), drops metadata attributes, knows no manifest
properties for
SVG and stamps the current time. So items go in and out as the bytes they are, and package metadata is written here in
order.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ebooklib import epub
from lxml import etree

from pipeline.tools import zips

FOLDER = "EPUB"
_DC = "http://purl.org/dc/elements/1.1/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class Item:
    """A file of the book; `properties` are manifest properties (EPUB 3.3, D.1)."""

    id: str
    name: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()
    in_spine: bool = False


@dataclass(frozen=True)
class Meta:
    """An element of the package metadata: `dc:…`, `meta` or `link`, with its attributes (`xml:lang` among them)."""

    name: str
    text: str
    attributes: Mapping[str, str] = field(default_factory=dict)


class _Bytes(epub.EpubItem):  # type: ignore[misc]
    """An item whose bytes EbookLib does not touch."""

    def __init__(self, item: Item) -> None:
        super().__init__(uid=item.id, file_name=item.name, media_type=item.media_type, content=item.data)
        self.properties = list(item.properties)


class _Archive(zipfile.ZipFile):
    """A zip with fixed dates; the mimetype is stored, not deflated (EPUB OCF 3.3, 4.3.2)."""

    def writestr(self, name: Any, data: Any, compress_type: Any = None, compresslevel: Any = None) -> None:
        super().writestr(
            zips.entry(str(name), stored=name == "mimetype"), data, compresslevel=None if name == "mimetype" else 6
        )


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer with our metadata, package language and archive."""

    def __init__(self, target: io.BytesIO, book: Any, metadata: Sequence[Meta], language: str) -> None:
        super().__init__("report.epub", book, {"raise_exceptions": True})
        self.target, self.metadata, self.language = target, metadata, language
        self.notices: Mapping[str, bytes] = {}

    def _write_opf_metadata(self, root: Any) -> None:
        element = etree.SubElement(root, "metadata", nsmap={"dc": _DC})
        for meta in self.metadata:
            tag = f"{{{_DC}}}{meta.name[3:]}" if meta.name.startswith("dc:") else meta.name
            attributes = {_XML_LANG if name == "xml:lang" else name: value for name, value in meta.attributes.items()}
            etree.SubElement(element, tag, attributes).text = meta.text or None

    def _write_opf_file(self, root: Any) -> None:
        root.set(_XML_LANG, self.language)
        root.attrib.pop("prefix", None)
        super()._write_opf_file(root)

    def write(self) -> None:
        self.out = _Archive(self.target, "w", zipfile.ZIP_DEFLATED)
        self.out.writestr("mimetype", "application/epub+zip")
        self._write_container()
        self._write_opf()
        self._write_items()
        for name, data in self.notices.items():
            self.out.writestr(name, data)
        self.out.close()


def package(
    items: Sequence[Item],
    metadata: Sequence[Meta],
    notices: Mapping[str, bytes],
    *,
    identifier: str,
    title: str,
    language: str,
) -> bytes:
    """An EPUB 3 of some items in spine order; the item with the id `ncx` becomes the spine's toc.

    Notices are files that are no part of the publication (OCF 4.2.6.1): reading systems leave them alone."""
    book = epub.EpubBook()
    book.FOLDER_NAME = FOLDER
    book.IDENTIFIER_ID = "pub-id"
    book.uid, book.title, book.language = identifier, title, language
    made = {item.id: _Bytes(item) for item in items}
    for one in made.values():
        book.add_item(one)
    book.spine = [made[item.id] for item in items if item.in_spine]
    out = io.BytesIO()
    writer = _Writer(out, book, metadata, language)
    writer.notices = notices
    writer.process()
    writer.write()
    return out.getvalue()
