"""Knows the Word edition: what pandoc writes, and what is put right in its parts; must not know the AST's dressing."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from lxml import etree

from pipeline.core.collection import garbage_collection_paused
from pipeline.core.diagnostics import Diagnostic, Diagnostics, unreadable
from pipeline.core.pictures import Drawing
from pipeline.core.text import Span
from pipeline.figures.pixels import png
from pipeline.formats.docx import bookmarks, formulas, pages, threads
from pipeline.formats.docx.boxes import grounds, open_boxes
from pipeline.formats.docx.code import dress_code, drop_token_styles
from pipeline.formats.docx.coverfoot import lower_foot
from pipeline.formats.docx.handles import mark_paragraphs
from pipeline.formats.docx.house import House, dressed
from pipeline.formats.docx.keeping import keep_together
from pipeline.formats.docx.languages import name_languages
from pipeline.formats.docx.letterheading import Laying
from pipeline.formats.docx.lists import settle_lists
from pipeline.formats.docx.notes import set_small
from pipeline.formats.docx.numbering import restart_lists, unnumber
from pipeline.formats.docx.opened import RefusedWord
from pipeline.formats.docx.openxml import Element, part
from pipeline.formats.docx.pictures import declare_svg, name_pictures
from pipeline.formats.docx.properties import field_values, properties
from pipeline.formats.docx.reference import own_styles, reference_docx
from pipeline.formats.docx.remarks import annotated, number_lines
from pipeline.formats.docx.schema import put_in_order
from pipeline.formats.docx.sections import finish_sections, hold_rows, lay_grid, number_notes, without_empty
from pipeline.formats.docx.settings import font_table, settings
from pipeline.formats.docx.spacing import space_under_tables
from pipeline.formats.docx.styleset import finish_styles
from pipeline.formats.docx.tables import fit_tables
from pipeline.formats.docx.tablewords import describe_tables
from pipeline.formats.docx.tree import dress
from pipeline.formats.docx.turned import turn_headers
from pipeline.formats.inputs import WriterInput
from pipeline.styling.tokens import Tokens, number
from pipeline.tools import office, pandoc, zips

_BODY, _NOTES = "word/document.xml", "word/footnotes.xml"
_COMMENTS, _SETTINGS = "word/comments.xml", "word/settings.xml"
_NUMBERING, _STYLES, _FONTS = "word/numbering.xml", "word/styles.xml", "word/fontTable.xml"
_FURNITURE = re.compile(r"word/(?:header|footer)\d\.xml")
_NOTE_LINKS = "word/_rels/footnotes.xml.rels"
_RELATIONSHIPS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"


@garbage_collection_paused()
def write(given: WriterInput) -> tuple[bytes, Diagnostics]:
    """The report as DOCX: Chinese styles, live numbers, SVG pictures with PNG fallbacks, clean bilingual properties."""
    picture = cache(_picture_maker(given))
    asks = given.options.docx.pages
    has_pages = asks != "word" and bool(office.program())
    parts = _parts(given, picture, has_pages=has_pages)
    if has_pages:
        found = _pages(parts, is_draft=asks == "draft")
        parts = pages.filled(parts, found) if all(found.values()) else _parts(given, picture, has_pages=False)
    return _packed(parts), tuple(_clashes(given))


def house_of(given: WriterInput) -> House | None:
    """The template of a publisher, where the project has one."""
    options = given.options.docx
    try:
        return House.open(options.template) if options.reference else None
    except RefusedWord as error:
        raise unreadable("SET108", Span(options.reference), reason=error.reason) from error


def _clashes(given: WriterInput) -> Iterator[Diagnostic]:
    """SET109 for each style of a template that is not taken as it is, and for what is lacking of its headers."""
    house = house_of(given)
    if house is None:
        return
    found = dressed(own_styles(given.tokens, given.document.metadata), house).clashes
    for name, why in (*found, *house.letterhead.told):
        yield Diagnostic("SET109", Span(given.options.docx.reference), {"name": name, "reason": why}, name)


def _pages(parts: Mapping[str, bytes], *, is_draft: bool) -> Mapping[str, str]:
    """The numbers of the pages that are asked for, by bookmarks; empty where LibreOffice does not find them."""
    laid_out, names = pages.probe(parts)
    if is_draft:
        return dict.fromkeys(names, "0")
    layout = office.layout(_packed(laid_out))
    return pages.printed(parts, names, layout.bookmarks) if layout else dict.fromkeys(names, "")


def _parts(given: WriterInput, picture: Callable[[Drawing], bytes], *, has_pages: bool) -> dict[str, bytes]:
    """The parts of the file by name; with `has_pages` there are fields for the numbers of pages, which are empty."""
    document, options, languages = given.document, given.options.docx, given.document.metadata.languages
    is_proof = given.proof is not None
    dressed = dress(document, picture, on_pages=options.openings == "page", has_pages=has_pages, is_proof=is_proof)
    parts = _from_pandoc(given, dressed)
    body, notes, numbering, styles = (etree.fromstring(parts[name]) for name in (_BODY, _NOTES, _NUMBERING, _STYLES))
    relationships, types = (etree.fromstring(parts[name]) for name in (_RELATIONSHIPS, _TYPES))
    drawings = {drawing.id: drawing for drawing in document.drawings}
    pictures = name_pictures(body, relationships, drawings, picture, languages)
    if pictures:
        declare_svg(types)
    for root in (body, notes):
        bookmarks.finish(root)
        formulas.mend(root)
        name_languages(root)
    set_small(notes)
    settle_lists(body, numbering, styles)
    has_even = _take_letterhead(given, body, Laying(parts, relationships, types))
    _lay_out(body, styles, given)
    turn_headers(body, parts, relationships, types, styles)
    dress_code(body)
    restart_lists(body, numbering, [number for _, number in document.numbers])
    unnumber(body, styles)
    if given.proof is None:
        parts.pop(_COMMENTS, None)
        _drop_comments(relationships, types)
    drop_token_styles(styles)
    name_languages(styles)
    made = {
        _BODY: body,
        _NOTES: notes,
        _NUMBERING: numbering,
        _RELATIONSHIPS: relationships,
        _TYPES: types,
        _SETTINGS: settings(asks_for_fields=not has_pages, tracks_changes=is_proof, has_even=has_even),
        _FONTS: font_table(given.tokens),
        **properties(document.metadata, given.digest),
    }
    if given.proof is not None:
        number_lines(body)
        mark_paragraphs(body)
        said = annotated(body, document.ast, given.proof, document.metadata)
        made[_COMMENTS], made[threads.EXTENDED] = threads.comments_part(said), threads.threads_part(said)
        threads.declare_threads(relationships, types)
    furniture = [etree.fromstring(data) for name, data in parts.items() if _FURNITURE.fullmatch(name)]
    finish_styles(styles, (*made.values(), *furniture))
    made[_STYLES] = styles
    return parts | {**pictures, **{name: part(put_in_order(root)) for name, root in made.items()}}


def _from_pandoc(given: WriterInput, dressed: str) -> dict[str, bytes]:
    """The parts that pandoc writes."""
    version = given.proof.header if given.proof else ""
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        reference = Path(folder, "reference.docx")
        reference.write_bytes(reference_docx(given.tokens, given.document.metadata, version, house_of(given)))
        parts = dict(zips.read(pandoc.write(dressed, ["--to", "docx"], reference)))
    notes = etree.fromstring(parts[_NOTES])
    parts[_NOTE_LINKS] = part(_without_links_of_others(etree.fromstring(parts[_NOTE_LINKS]), notes))
    return parts


def _without_links_of_others(relationships: Element, notes: Element) -> Element:
    """The relationships of notes without the links of the text, which pandoc writes there too."""
    used = {value for element in notes.iter() for value in element.attrib.values()}
    for row in [row for row in relationships if row.get("Type", "").endswith("/hyperlink")]:
        if row.get("Id", "") not in used:
            relationships.remove(row)
    return relationships


def _take_letterhead(given: WriterInput, body: Element, file: Laying) -> bool:
    """Let the headers and footers of a template take the place of ours; whether even pages have their own."""
    house = house_of(given)
    if house is None:
        return False
    metadata = given.document.metadata
    ids = dressed(own_styles(given.tokens, metadata), house).ids
    file.lay(house.letterhead, body, ids, field_values(metadata), given.proof.header if given.proof else "")
    return house.letterhead.has_even


def _lay_out(body: Element, styles: Element, given: WriterInput) -> None:
    """What holds of blocks and pages, in this order."""
    options = given.options.docx
    open_boxes(body, styles, grounds(given.tokens))
    describe_tables(body)
    hold_rows(body)
    keep_together(body)
    space_under_tables(body)
    number_notes(body, by_page=options.notes == "page")
    finish_sections(body)
    lay_grid(body, options.grid, _pitch(given.tokens))
    without_empty(body)
    fit_tables(body)
    if not options.reference:
        lower_foot(body, styles)


def _pitch(tokens: Tokens) -> int:
    """How far lines of text are apart, in twentieths of a point."""
    return round(number(tokens, "size", "body") * number(tokens, "line", "body") * 20)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    return zips.write(sorted(parts.items(), key=lambda row: (row[0] != _TYPES, row[0] != "_rels/.rels", row[0])))


def _picture_maker(given: WriterInput) -> Callable[[Drawing], bytes]:
    """Pixels are made where a drawing is drawn, beside others; here only for what comes without."""
    return lambda drawing: drawing.raster or drawing.pixels or png(drawing, given.tokens)


def _drop_comments(relationships: Element, types: Element) -> None:
    """Take out what leads to the comments, which pandoc adds to every file."""
    for root, tag in ((relationships, "Target"), (types, "PartName")):
        for row in list(root):
            if row.get(tag, "").removeprefix("/word/") == "comments.xml":
                root.remove(row)
