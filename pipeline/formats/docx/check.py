"""Knows what the Word edition must hold; must not know how it is written."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import Languages
from pipeline.core.model import Document
from pipeline.core.pictures import Drawing
from pipeline.core.reasons import ReasonedError
from pipeline.core.text import Span
from pipeline.core.vocabulary import ENTRIES_BESIDE
from pipeline.formats.docx import accessible, agreeing, facts, foreign, furniture, package, sequences
from pipeline.formats.docx.bookmarks import target_name
from pipeline.formats.docx.counting import Counter
from pipeline.formats.docx.house import House
from pipeline.formats.docx.index import pages_of_entries
from pipeline.formats.docx.labels import labels, repeated
from pipeline.formats.docx.letterhead import Letterhead
from pipeline.formats.docx.opened import RefusedWord
from pipeline.formats.docx.openxml import clark
from pipeline.formats.docx.pictures import has_pixels, is_stretched
from pipeline.formats.docx.pieces import entry_of, fields_of, split_contents
from pipeline.formats.docx.printed import Parts, WordDocument
from pipeline.formats.inputs import Artifact
from pipeline.formats.proving import contents, leaks
from pipeline.formats.proving.comparison import Proof
from pipeline.formats.proving.expected import expected, ids
from pipeline.formats.proving.formulas import as_mathml, in_any_order, letters, told_of
from pipeline.formats.proving.markup import Element
from pipeline.formats.proving.opening import files_of, unopened
from pipeline.formats.proving.pictures import of_file
from pipeline.formats.proving.printed import EVERY_KIND, Kind
from pipeline.formats.proving.shown import Shown
from pipeline.tools import ast

_ANCHOR, _EMBED = clark("w:anchor"), clark("r:embed")

# A formula with its number, and what is below a heading that Word lists, stand in paragraphs of their own.
PROVED: tuple[Kind, ...] = EVERY_KIND
LENIENT: tuple[Kind, ...] = ("anchor", "block")
_PLAIN: Mapping[str, tuple[Kind, ...]] = {
    "sidebar": ("heading",),
    "listing": ("item",),
    "see": ("link",),
    "index-entries": ("item", "emphasis", "strong", "code"),
}


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT101 to OUT107, OUT111 to OUT114 and OUT123 to OUT127 on a DOCX file."""
    try:
        files = files_of(artifact.data)
        package.prove(files)
        body = etree.fromstring(files["word/document.xml"])
        notes = etree.fromstring(files["word/footnotes.xml"])
    except (ReasonedError, KeyError, etree.XMLSyntaxError) as error:
        yield unopened(artifact, error)
        return
    span = Span(f"{artifact.name}!word/document.xml")
    yield from facts.check(artifact.document.metadata, files, artifact.name)
    yield from _dead_links(artifact.name, body, notes)
    yield from leaks.find_leaks(((f"{artifact.name}!{name}", data) for name, data in files.items()), artifact.places)
    yield from foreign.check(artifact.name, files)
    yield from agreeing.check(files, body, artifact.document.metadata.contents, span)
    if not artifact.docx.template:
        styles = etree.fromstring(files["word/styles.xml"])
        yield from agreeing.check_looks(styles, body, _in_columns(artifact.document), span)
    letterhead = _letterhead(artifact)
    yield from furniture.check(artifact.document.metadata, files, body, artifact.name, letterhead)
    yield from accessible.check(body, span)
    yield from sequences.check(body, _counter(files), span)
    yield from _proof(artifact, files, body, notes)


def _proof(artifact: Artifact, files: Mapping[str, bytes], body: Element, notes: Element) -> Iterator[Diagnostic]:
    document, span = artifact.document, Span(f"{artifact.name}!word/document.xml")
    listed, text = split_contents(body[0])
    names = {target_name(id_): id_ for id_ in ids(document)}
    rows = [
        (names.get(str(link.get(_ANCHOR)), ""), entry_of(link))
        for paragraph in listed
        for link in paragraph.iter(clark("w:hyperlink"))
    ]
    yield from contents.check(document, span, rows, document.metadata.contents)
    led_by = repeated(document, labels(document, ast.load(document.ast)))
    shown = replace(
        _shown(document, led_by), asked=pages_of_entries(document, body, _pages_asked((*text, notes), names))
    )
    parts = Parts(
        {str(note.get(clark("w:id"))): note for note in notes if not note.get(clark("w:type"))},
        _addresses(files),
        names,
        {asked.split()[0]: id_ for id_, said in led_by.items() for asked in said.values()},
        lambda drawing: _picture(drawing, files, _relations(files, "document")),
    )
    reader = WordDocument(parts, _counter(files), document.metadata.languages.leading)
    reader.read_all(text)
    told = {shown.picture(drawing): drawing.id for drawing in document.drawings}
    proof = Proof(document, span, "docx", PROVED, lenient=LENIENT, pictures=told)
    yield from proof.compare(expected(document, shown), reader.printed())


def _in_columns(document: Document) -> int:
    """How many blocks of the text are set in columns; those in boxes and lists are not."""
    blocks = json.loads(document.ast)["blocks"]
    return sum(block["t"] == "Div" and "columns" in block["c"][0][1] for block in blocks)


def _letterhead(artifact: Artifact) -> Letterhead | None:
    """The headers and footers of the template that the settings name; the build tells of one that cannot be read."""
    try:
        return House.open(artifact.docx.template).letterhead if artifact.docx.template else None
    except RefusedWord:
        return None


def _counter(files: Mapping[str, bytes]) -> Counter:
    return Counter.of(*(etree.fromstring(files[f"word/{name}.xml"]) for name in ("numbering", "styles")))


def _shown(document: Document, led_by: Mapping[str, Collection[str]]) -> Shown:
    """What Word shows: descriptions belong to pictures, lists have one language, labels or numbers lead."""
    languages, mathml = document.metadata.languages, as_mathml(document)
    return Shown(
        apart=("description", "backlinks", *ENTRIES_BESIDE.values()),
        plain=_PLAIN,
        plain_lines=True,
        line_numbers=True,
        led_by=led_by,
        picture=lambda drawing: _told(drawing, languages),
        formula=lambda tex, is_display, _: told_of(mathml, (tex, is_display), lambda one: in_any_order(letters(one))),
    )


def _pages_asked(text: Iterable[Element], names: Mapping[str, str]) -> Mapping[str, str]:
    """What references say that ask for a page."""
    fields = (field for block in text for field in fields_of(block) if field.code.startswith("PAGEREF "))
    return {names.get(field.code.split()[1], ""): field.said for field in fields}


def _told(drawing: Drawing, languages: Languages) -> str:
    """What a picture is told by: its name, its bytes, its title and what is said of it."""
    words = "\n".join(filter(None, (*languages.all(drawing.alt), languages.first(drawing.description))))
    title = languages.second(drawing.alt) or languages.first(drawing.alt)
    return "\n".join((drawing.id, of_file(drawing.svg.encode() or drawing.raster, title), words))


def _picture(drawing: Element, files: Mapping[str, bytes], relations: Mapping[str, str]) -> str:
    frame = next(drawing.iter(clark("wp:docPr")), None)
    pictures = [*drawing.iter(clark("asvg:svgBlip")), *drawing.iter(clark("a:blip"))]
    targets = [f"word/{relations.get(str(picture.get(_EMBED)), '')}" for picture in pictures]
    if frame is None or not targets or any(not has_pixels(files.get(target, b"")) for target in targets):
        return ""
    if any(is_stretched(drawing, files[target]) for target in targets):
        return ""
    words = (str(frame.get(name, "")) for name in ("name", "title", "descr"))
    name, title, description = words
    return "\n".join((name, of_file(files[targets[0]], title), description))


def _relations(files: Mapping[str, bytes], part: str) -> Mapping[str, str]:
    """Where the relations of a part lead."""
    data = files.get(f"word/_rels/{part}.xml.rels", b"<none/>")
    return {str(row.get("Id")): str(row.get("Target")) for row in etree.fromstring(data)}


def _addresses(files: Mapping[str, bytes]) -> Mapping[str, str]:
    return {**_relations(files, "footnotes"), **_relations(files, "document")}


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
