"""Knows the Word edition: what pandoc writes, and what is put right in its parts; must not know the AST's dressing."""

from __future__ import annotations

import copy
import hashlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from pipeline.core.diagnostics import Diagnostics
from pipeline.core.languages import LANGUAGES
from pipeline.core.model import Document, Drawing, Metadata
from pipeline.formats.docx.numbering import restart_lists
from pipeline.formats.docx.reference import reference_docx
from pipeline.formats.docx.styles import W
from pipeline.formats.docx.tree import dress
from pipeline.formats.inputs import WriterInput
from pipeline.styling.tokens import text
from pipeline.tools import ast, fonts, pandoc, raster, zips

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_SVG_BLIP = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_DPI = 300
Parts = dict[str, bytes]


def write(given: WriterInput) -> tuple[bytes, Diagnostics]:
    """The report as DOCX: Chinese styles, live numbers, SVG pictures with PNG fallbacks, clean bilingual properties."""
    document = replace(given.document, ast=ast.without_places(given.document.ast))
    picture = _picture_maker(given)
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        reference = Path(folder, "reference.docx")
        reference.write_bytes(reference_docx(given.tokens, document.metadata.title.zh))
        data = pandoc.write(dress(document, picture), ["--to", "docx", f"--reference-doc={reference}"])
    parts: Parts = dict(zips.read(data))
    body = etree.fromstring(parts["word/document.xml"])
    _name_pictures(body, parts, document)
    _hold_rows(body)
    _finish_sections(body)
    numbering = etree.fromstring(parts["word/numbering.xml"])
    restart_lists(body, numbering, [number for _, number in document.numbers])
    parts["word/numbering.xml"] = _xml(numbering)
    parts["word/document.xml"] = _xml(body)
    parts["docProps/core.xml"] = _core(document.metadata).encode()
    parts["docProps/custom.xml"] = _custom(document).encode()
    parts.pop("word/comments.xml", None)
    _drop_references(parts, "comments")
    return zips.write(
        sorted(parts.items(), key=lambda part: (part[0] != "[Content_Types].xml", part[0] != "_rels/.rels", part[0]))
    ), ()


def _picture_maker(given: WriterInput) -> Callable[[Drawing], bytes]:
    files = [
        fonts.find(text(given.tokens, "font", name), bold=bold).path
        for name in ("sans-latin", "sans-han")
        for bold in (False, True)
    ]

    def picture(drawing: Drawing) -> bytes:
        return drawing.raster or raster.png_from_svg(drawing.svg, round(min(drawing.width, 582) / 96 * _DPI), files)

    return picture


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _name_pictures(body: etree._Element, parts: Parts, document: Document) -> None:
    """Give each picture a name, title and description, and its SVG beside the PNG (MS-ODRAWXML 2.2.47)."""
    drawings = {drawing.id: drawing for drawing in document.drawings}
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    for number, frame in enumerate(body.iter(f"{{{_WP}}}docPr"), 1):
        inline = frame.getparent()
        if inline is None:
            continue
        inner = next(inline.iter(f"{{{_PIC}}}cNvPr"), None)
        drawing = drawings.get(frame.get("title", "") or (inner.get("title", "") if inner is not None else ""))
        if drawing is None:
            continue
        description = "\n".join(part for part in (drawing.alt.zh, drawing.alt.en, drawing.description.zh) if part)
        for properties in (frame, inner):
            if properties is not None:
                properties.set("id", str(number))
                properties.set("name", drawing.id)
                properties.set("title", drawing.alt.en or drawing.alt.zh)
                properties.set("descr", description)
        if drawing.svg:
            _add_svg(inline, drawing, parts, relations)
    parts["word/_rels/document.xml.rels"] = _xml(relations)
    types = parts["[Content_Types].xml"].decode()
    if b"svgBlip" in _xml(body) and 'Extension="svg"' not in types:
        parts["[Content_Types].xml"] = types.replace(
            "<Default ", '<Default Extension="svg" ContentType="image/svg+xml"/><Default ', 1
        ).encode()


def _add_svg(inline: etree._Element, drawing: Drawing, parts: Parts, relations: etree._Element) -> None:
    blip = next(inline.iter(f"{{{_A}}}blip"))
    relation = f"rIdSvg{len([name for name in parts if name.endswith('.svg')]) + 1}"
    parts[f"word/media/{drawing.id}.svg"] = drawing.svg.encode()
    etree.SubElement(
        relations,
        f"{{{_REL}}}Relationship",
        {"Id": relation, "Type": f"{_R}/image", "Target": f"media/{drawing.id}.svg"},
    )
    extension = etree.SubElement(
        etree.SubElement(blip, f"{{{_A}}}extLst"), f"{{{_A}}}ext", {"uri": "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"}
    )
    etree.SubElement(extension, f"{{{_SVG_BLIP}}}svgBlip", {f"{{{_R}}}embed": relation}, nsmap={"asvg": _SVG_BLIP})


def _hold_rows(body: etree._Element) -> None:
    """Rows do not break over pages (17.4.6), but for the one row of a box."""
    box_rows = {row for box in body.iterfind(f".//{{{W}}}tbl") if _is_box(box) for row in box.iterfind(f"{{{W}}}tr")}
    for row in body.iter(f"{{{W}}}tr"):
        if row in box_rows:
            continue
        properties = row.find(f"{{{W}}}trPr")
        if properties is None:
            properties = etree.Element(f"{{{W}}}trPr")
            before = row.find(f"{{{W}}}tblPrEx")
            row.insert(0 if before is None else 1, properties)
        properties.insert(0, etree.Element(f"{{{W}}}cantSplit"))


def _finish_sections(body: etree._Element) -> None:
    """Give the sections round a turned table the page, headers and footers of the last section (17.6.17)."""
    last = body.find(f"{{{W}}}body/{{{W}}}sectPr")
    if last is None:
        return
    for number, own in enumerate(body.findall(f".//{{{W}}}pPr/{{{W}}}sectPr")):
        turned = own.find(f"{{{W}}}pgSz") is not None
        made = copy.deepcopy(last)
        if number:
            # The page after the cover is no first page again.
            for title in made.findall(f"{{{W}}}titlePg"):
                made.remove(title)
        size = made.find(f"{{{W}}}pgSz")
        if turned and size is not None:
            width, height = size.get(f"{{{W}}}w", ""), size.get(f"{{{W}}}h", "")
            size.set(f"{{{W}}}w", height)
            size.set(f"{{{W}}}h", width)
            size.set(f"{{{W}}}orient", "landscape")
        parent = own.getparent()
        if parent is not None:
            parent.replace(own, made)
    if body.find(f".//{{{W}}}pPr/{{{W}}}sectPr") is not None:
        for title in last.findall(f"{{{W}}}titlePg"):
            last.remove(title)


def _is_box(table: etree._Element) -> bool:
    return table.find(f"{{{W}}}tblPr/{{{W}}}tblStyle[@{{{W}}}val='Box']") is not None


def _drop_references(parts: Parts, name: str) -> None:
    for part, tag in (("word/_rels/document.xml.rels", "Target"), ("[Content_Types].xml", "PartName")):
        root = etree.fromstring(parts[part])
        for child in list(root):
            if child.get(tag, "").removeprefix("/word/") == f"{name}.xml":
                root.remove(child)
        parts[part] = _xml(root)


def _core(metadata: Metadata) -> str:
    """Core properties (ECMA-376, part 2, 11.1); titles and keywords in both languages."""
    title = " / ".join(part for part in (metadata.title.zh, metadata.title.en) if part)
    keywords = ", ".join(
        keyword[language] for language in LANGUAGES for keyword in metadata.keywords if keyword[language]
    )
    authors = "; ".join(person.name.zh or person.name.en for person in metadata.authors)
    stamp = f"{metadata.date}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:subject>{escape(metadata.subtitle.zh)}</dc:subject><dc:creator>{escape(authors)}</dc:creator>"
        f"<cp:keywords>{escape(keywords)}</cp:keywords><dc:description>{escape(' '.join(metadata.abstract.zh.split()))}</dc:description>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        f"<dc:language>{metadata.lang}</dc:language><cp:version>{escape(metadata.version)}</cp:version></cp:coreProperties>"
    )


def _custom(document: Document) -> str:
    """Custom properties: the English metadata, the licence, and what the file was made from."""
    metadata = document.metadata
    values: Mapping[str, str] = {
        "TitleEnglish": metadata.title.en,
        "AbstractEnglish": " ".join(metadata.abstract.en.split()),
        "PublisherChinese": metadata.publisher.zh,
        "PublisherEnglish": metadata.publisher.en,
        "License": metadata.license,
        "ReportDigest": hashlib.sha256(document.ast.encode()).hexdigest(),
    }
    rows = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(((name, value) for name, value in values.items() if value), 2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{rows}</Properties>'
    )
