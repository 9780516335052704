"""Knows how the Word reference document is made from tokens, afresh at every build; must not know documents."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pipeline.core.model import Metadata
from pipeline.formats.docx.behind import bar, lettering
from pipeline.formats.docx.fields import field, run
from pipeline.formats.docx.house import THEME, House, dressed
from pipeline.formats.docx.numbering import numbering
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, part, w
from pipeline.formats.docx.styles import styles
from pipeline.formats.docx.stylesheet import stylesheet
from pipeline.styling.tokens import Tokens, number
from pipeline.tools import pandoc, zips

_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONSHIPS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
_FURNITURE = (("header1", "default"), ("header2", "first"), ("footer1", "default"))
_PAGES = ("default", "first")


_RIGHT_TAB = "8800"
"""Where entries and headers end on a page of ours, in twentieths of a point."""


def own_styles(tokens: Tokens, metadata: Metadata) -> Element:
    """The styles part of a report as we set it."""
    return stylesheet(tokens, styles(tokens, metadata.languages), metadata.languages.leading)


def reference_docx(tokens: Tokens, metadata: Metadata, version: str = "", house: House | None = None) -> bytes:
    """A reference document for pandoc: A4, the styles of the leading language, heading numbers, a running header with
    the title, page numbers; behind the pages of a draft its watermark. In a proof the header says of which version it
    is. A house has its own page and looks."""
    languages = metadata.languages
    parts = dict(zips.read(pandoc.run(["--print-default-data-file", "reference.docx"], "")))
    behind = (
        [lettering(words, tokens, page) for page in _PAGES] if (words := languages.first(metadata.watermark)) else []
    )
    edge = [bar(tokens)] if metadata.cover == "edge" else []
    first = [run(version)] if version else []
    title = " · ".join(filter(None, (languages.first(metadata.title), version)))
    running = [run(title), w("r", w("tab")), *field("STYLEREF 1", "")]
    made = {
        "word/styles.xml": _styles(own_styles(tokens, metadata), house),
        "word/numbering.xml": numbering(languages.leading),
        "word/header1.xml": _furniture("hdr", "Header", [*behind[:1], *running]),
        "word/header2.xml": _furniture("hdr", "Header", [*edge, *behind[1:], *first]),
        "word/footer1.xml": _furniture("ftr", "Footer", field("PAGE", "1")),
        "word/document.xml": _document(tokens, house),
        _RELATIONSHIPS: _relationships(parts[_RELATIONSHIPS]),
        _TYPES: _content_types(parts[_TYPES]),
    }
    parts |= {name: part(root) for name, root in made.items()}
    if house and house.theme:
        parts[THEME] = house.theme
    return zips.write(sorted(parts.items(), key=lambda row: (row[0] != _TYPES, row[0])))


def _furniture(name: str, style: str, content: Iterable[Element]) -> Element:
    """A header or footer of one paragraph."""
    return w(name, w("p", w("pPr", w("pStyle", val=style)), *content))


def _styles(own: Element, house: House | None) -> Element:
    if house is None:
        return own
    found = dressed(own, house).styles
    for tab in found.iter(clark("w:tab")):
        if tab.get(clark("w:pos")) == _RIGHT_TAB and house.measure() > 0:
            tab.set(clark("w:pos"), str(house.measure()))
    return found


def _document(tokens: Tokens, house: House | None) -> Element:
    """An empty document with the page."""
    names = {"top": "margin-top", "right": "margin-outside", "bottom": "margin-bottom", "left": "margin-inside"}
    margins = {side: _twips(tokens, name) for side, name in names.items()}
    section = w(
        "sectPr",
        *(_reference(*row) for row in _FURNITURE),
        w("pgSz", w=_twips(tokens, "width"), h=_twips(tokens, "height")),
        w("pgMar", **margins, header=851, footer=851, gutter=0),
        w("titlePg"),
    )
    for own in house.page if house else ():
        ours = section.find(str(own.tag))
        section.append(own) if ours is None else section.replace(ours, own)
    root = etree.Element(clark("w:document"), nsmap={prefix: NAMESPACES[prefix] for prefix in ("w", "r")})
    root.append(w("body", w("p"), section))
    return root


def _twips(tokens: Tokens, name: str) -> str:
    """A length of the page in twentieths of a point, from millimetres."""
    return f"{number(tokens, 'page', name) / 25.4 * 1440:.0f}"


def _reference(name: str, page: str) -> Element:
    """The reference to a header or footer, for the first page of a section or for the others."""
    made = w(f"{name[:-1]}Reference", type=page)
    made.set(clark("r:id"), _id(name))
    return made


def _id(name: str) -> str:
    return f"rId{name.title()}"


def _relationships(data: bytes) -> Element:
    """The relationships of pandoc's document but for its links and comments, with those to headers and footers."""
    root = etree.fromstring(data)
    for row in list(root):
        if row.get("Type", "").endswith(("/hyperlink", "/comments")):
            root.remove(row)
    for name, _ in _FURNITURE:
        values = {"Type": f"{NAMESPACES['r']}/{name[:-1]}", "Id": _id(name), "Target": f"{name}.xml"}
        etree.SubElement(root, clark("rel:Relationship"), values)
    return root


def _content_types(data: bytes) -> Element:
    root = etree.fromstring(data)
    for name, _ in _FURNITURE:
        values = {"PartName": f"/word/{name}.xml", "ContentType": f"{_CONTENT}.{name[:-1]}+xml"}
        etree.SubElement(root, clark("type:Override"), values)
    return root
