"""Knows what the Word edition must hold; must not know how it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.facts import both, leading
from pipeline.core.reasons import ReasonedError
from pipeline.core.text import Span
from pipeline.formats.docx import package
from pipeline.formats.docx.openxml import NAMESPACES, clark
from pipeline.formats.inputs import Artifact
from pipeline.formats.proving import landings, leaks, metadata, parity
from pipeline.formats.proving.markup import Element, local
from pipeline.formats.proving.opening import files_of, unopened

_ANCHOR, _LINK, _EMBED = clark("w:anchor"), clark("r:id"), clark("r:embed")

CARRIED = (
    *both("title", "abstract", "keywords", "publisher", "date", "version", "license"),
    *leading("subtitle", "authors"),
)


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT101 to OUT107 and OUT111 to OUT114 on a DOCX file."""
    try:
        files = files_of(artifact.data)
        package.prove(files)
        body = etree.fromstring(files["word/document.xml"])
        notes = etree.fromstring(files["word/footnotes.xml"])
        relations = etree.fromstring(files["word/_rels/document.xml.rels"])
    except (ReasonedError, KeyError, etree.XMLSyntaxError) as error:
        yield unopened(artifact, error)
        return
    span = Span(f"{artifact.name}!docProps/core.xml")
    yield from metadata.check(artifact.document.metadata, CARRIED, _properties(files), span)
    yield from _dead_links(artifact.name, body, notes)
    listed = [str(link.get(_ANCHOR)) for link in _contents_links(body)]
    yield from landings.check(artifact.document, artifact.name, _outside(files, (body, notes)), listed)
    yield from _pictures(artifact, body, relations, files)
    yield from leaks.find_leaks(((f"{artifact.name}!{name}", data) for name, data in files.items()), artifact.places)
    yield from parity.check(artifact.document, text_of(body), text_of(notes), "docx")


def _properties(files: Mapping[str, bytes]) -> list[str]:
    """The texts of the core and the custom properties; none of a part that cannot be read."""
    said = []
    for name in ("docProps/core.xml", "docProps/custom.xml"):
        with suppress(KeyError, etree.XMLSyntaxError):
            said += metadata.texts_of(etree.fromstring(files[name]))
    return said


def text_of(root: Element) -> str:
    """The text of all runs, without field codes and readings; paragraphs end lines."""
    text = clark("w:t")
    readings = {part for reading in root.iter(clark("w:rt")) for part in reading.iter(text)}
    parts = root.iter(text, clark("w:tab"), clark("w:br"), clark("w:p"))
    return "".join("" if part in readings else (part.text or "") if part.tag == text else "\n" for part in parts)


def _dead_links(name: str, body: Element, notes: Element) -> Iterator[Diagnostic]:
    """Links and fields to bookmarks, and marks of notes, in the text and in the notes."""
    marks = {element.get(clark("w:name")) for part in (body, notes) for element in part.iter(clark("w:bookmarkStart"))}
    numbers = {element.get(clark("w:id")) for element in notes.iter(clark("w:footnote"))}
    for part, root in (("document", body), ("footnotes", notes)):
        span = Span(f"{name}!word/{part}.xml")
        targets = [str(element.get(_ANCHOR)) for element in root.iter(clark("w:hyperlink")) if element.get(_ANCHOR)]
        codes = [(element.text or "").split() for element in root.iter(clark("w:instrText"))]
        targets += [code[1] for code in codes if len(code) > 1 and code[0] in ("REF", "PAGEREF", "NOTEREF")]
        yield from (Diagnostic("OUT103", span, {"target": target}, target) for target in targets if target not in marks)
        called = (str(mark.get(clark("w:id"))) for mark in root.iter(clark("w:footnoteReference")))
        yield from (
            Diagnostic("OUT103", span, {"target": f"footnote {id_}"}, id_) for id_ in called if id_ not in numbers
        )


def _contents_links(body: Element) -> Iterator[Element]:
    for paragraph in body.iter(clark("w:p")):
        style = paragraph.find("w:pPr/w:pStyle", NAMESPACES)
        if style is not None and str(style.get(clark("w:val"))).startswith("TOC"):
            yield from paragraph.iter(clark("w:hyperlink"))


def _outside(files: Mapping[str, bytes], parts: Sequence[Element]) -> Iterator[str]:
    """The addresses that links of the text and the notes lead to."""
    for name, root in zip(("document", "footnotes"), parts, strict=True):
        data = files.get(f"word/_rels/{name}.xml.rels", b"<none/>")
        targets = {str(relation.get("Id")): str(relation.get("Target")) for relation in etree.fromstring(data)}
        yield from (
            targets.get(str(link.get(_LINK)), "") for link in root.iter(clark("w:hyperlink")) if link.get(_LINK)
        )


def _pictures(
    artifact: Artifact, body: Element, relations: Element, files: Mapping[str, bytes]
) -> Iterator[Diagnostic]:
    """Every drawing of the document is in the file, with its words."""
    targets = {relation.get("Id"): f"word/{relation.get('Target')}" for relation in relations}
    shown = set()
    for frame in (element for element in body.iter() if local(element) == "docPr"):
        inline = frame.getparent()
        blips = (
            [element for element in inline.iter() if local(element) in ("blip", "svgBlip")]
            if inline is not None
            else []
        )
        if blips and all(targets.get(blip.get(_EMBED), "") in files for blip in blips) and frame.get("descr"):
            shown.add(frame.get("name"))
    for drawing in artifact.document.drawings:
        if drawing.id not in shown:
            yield Diagnostic("OUT111", Span(f"{artifact.name}!word/document.xml"), {"id": drawing.id}, drawing.id)
