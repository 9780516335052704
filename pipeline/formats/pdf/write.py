"""Knows the print edition: front matter, numbered contents, notes at the foot; must not know WeasyPrint's inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from pipeline.core.collection import garbage_collection_paused
from pipeline.core.dates import to_the_day
from pipeline.core.diagnostics import Diagnostic, Diagnostics, PipelineError, unreadable
from pipeline.core.places import Position
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.formats.hypertext.drawings import describe_pictures, pictures_of, replace_images
from pipeline.formats.hypertext.fragment import fragment
from pipeline.formats.hypertext.outline import cover_of, outline, split_front
from pipeline.formats.hypertext.webfonts import missing_glyphs
from pipeline.formats.inputs import WriterInput
from pipeline.formats.pdf import watermark, xmp
from pipeline.formats.pdf.body import dress_body, running
from pipeline.formats.pdf.index import Index
from pipeline.formats.pdf.pages import (
    back_cover,
    dress_cover,
    front_matter,
    html_page,
    number_notes,
    page_numbers,
    section,
    start_of,
)
from pipeline.formats.pdf.proof_sheets import MARGIN, Sheets, edges
from pipeline.formats.pdf.warnings import Warnings, boxes_of
from pipeline.styling import css
from pipeline.styling.tokens import Tokens, number, text
from pipeline.tools import fonts, overlay
from pipeline.tools.formula import DrawnFormula

if TYPE_CHECKING:
    from pipeline.typesetting.places import PagePlaces
    from pipeline.typesetting.render import Renderer

Missing = tuple[str, Position | None]
"""A character that no face has, and where it first stands."""
FILE_SCHEME = "kanben:"
MAX_LAYOUTS = 4


def write(given: WriterInput) -> tuple[bytes, Diagnostics]:
    """The PDF of a document.

    Raises:
        PipelineError: SET107 where the typesetter fails over a style sheet of the project.
    """
    try:
        return _written(given)
    except PipelineError:
        raise
    except Exception as error:
        own = _own_sheets(given)
        if not own:
            raise
        # Without a style sheet of the project it has never failed so; with one it can, in any way.
        reason = Reason("sheet_stops_layout", words=f"{type(error).__name__}: {error}")
        raise unreadable("SET107", own[0], reason=reason) from error


def _written(given: WriterInput) -> tuple[bytes, Diagnostics]:
    """The report as a tagged PDF. Contents numbers come from the layout itself, in a second pass over the front
    matter only.

    PDF101 is reported for what WeasyPrint left out, PDF102 for characters without a glyph, PDF103 when the passes
    disagree.
    """

    with garbage_collection_paused():
        return _write(given)


def _write(given: WriterInput) -> tuple[bytes, Diagnostics]:
    from pipeline.typesetting.options import FileOptions

    document, languages = given.document, given.document.metadata.languages
    body = fragment(document, shift=1, places=True)
    describe_pictures(body, document)
    replace_images(body, lambda drawing: FILE_SCHEME + drawing.id, document)
    formulas = dress_body(body, given.tokens)
    missing = missing_glyphs(body, given.tokens)
    stressed = {letter for element in body.iter("em") for part in element.itertext() for letter in str(part)}
    renderer = _renderer(given, stressed, formulas.drawings)
    entries = outline(body, document.metadata.contents, document.metadata.languages.tag)
    front, rest = split_front(body)
    if (cover := cover_of(body)) is not None:
        dress_cover(cover, running(languages.first(document.metadata.title)), languages.tag)
    last = back_cover(document.metadata) if given.edition.for_print else ""
    lead, kind = front_matter(front, entries, {}, languages.leading), f"openings-{given.options.pdf.openings}"
    index, by_page = Index(rest), given.options.pdf.notes == "page"
    first = renderer.lay_out(html_page(document.metadata, lead, section("body", rest, kind) + last))
    # Numbers anew on each page may be narrower, and move a line with its note; pages of the index are known then.
    for _ in range(MAX_LAYOUTS if by_page or index else 0):
        notes_moved = by_page and number_notes(rest, first.anchors)
        if not (index.number(page_numbers(first.anchors, start_of(first.anchors))) or notes_moved):
            break
        first = renderer.lay_out(html_page(document.metadata, lead, section("body", rest, kind) + last))
    starts = start_of(first.anchors)
    numbers = page_numbers(first.anchors, starts)
    second = renderer.lay_out(
        html_page(document.metadata, front_matter(front, entries, numbers, languages.leading), "")
    )
    # A page left blank before the text, so that it begins on the right, is the first layout's.
    blank = starts > 0 and not first.anchors[starts - 1]
    pages = [*second.pages, *first.pages[starts - blank :]]
    problems = [] if len(second.pages) == starts - blank else [_disagreement(given, starts, len(second.pages))]
    file_options = FileOptions(
        starts,
        lambda marks, shown: xmp.packet(document.metadata, shown, marks),
        given.attachments,
        to_the_day(document.metadata.date),
    )
    data, faults = renderer.write(first, pages, file_options)
    if given.proof is not None:
        data = _with_margins(data, given, renderer, renderer.places(pages))
    problems += _warnings(given, renderer).told(faults, FILE_SCHEME)
    problems += formulas.problems(document, renderer.beyond(pages))
    told = formulas.letters_left()
    missing = [found for found in missing if found[0] not in told]
    return data, (*problems, *_left_out(given, missing, boxes_of(faults) - told))


def _left_out(given: WriterInput, missing: Sequence[Missing], boxes: Set[str]) -> Iterator[Diagnostic]:
    """PDF102 for characters that were drawn as `boxes`, PDF105 for those that another face than the design's had; each
    once, where it first stands."""
    places = dict(missing)
    for character in sorted(places.keys() | boxes):
        values = {"character": character, "code": f"U+{ord(character):04X}"}
        code = "PDF102" if character in boxes else "PDF105"
        yield Diagnostic(code, _place(given, places.get(character), character), values, character)


def _place(given: WriterInput, block: Position | None, character: str) -> Span:
    """Where a sign stands in the report, from the block on that it was found in; that block where it is not typed as
    itself."""
    source = given.source
    start = source.starts[block.line - 1] if block and block.line <= len(source.starts) else 0
    offset = next((found for first in (start, 0) if (found := source.text.find(character, first)) >= 0), -1)
    return source.span(offset, 1) if offset >= 0 else given.document.span(block)


def _disagreement(given: WriterInput, first: int, second: int) -> Diagnostic:
    """PDF103 at the style sheet of the project that sets this PDF; the others beside it. Ours alone never do so."""
    own = _own_sheets(given)
    return Diagnostic("PDF103", own[0] if own else None, {"first": first, "second": second}, "", tuple(own[1:]))


def _own_sheets(given: WriterInput) -> list[Span]:
    """The style sheets of the project that this PDF is set by, the most particular first."""
    return [Span(f"styles/{name}") for name in reversed(_sheet_names(given)) if name in given.sheets.own]


def _renderer(given: WriterInput, stressed: set[str], drawings: Mapping[str, DrawnFormula]) -> Renderer:
    """A renderer with the design, the faces and the pictures of an edition; `stressed` are the letters set in Kai."""
    from pipeline.typesetting.options import Grid, LayoutOptions
    from pipeline.typesetting.render import Renderer
    from pipeline.typesetting.standards import STANDARDS

    files = {FILE_SCHEME + drawing.id: (file.data, file.media_type) for drawing, file in pictures_of(given.document)}
    files |= {FILE_SCHEME + file.name: (file.data, file.media_type) for file in given.sheets.pictures.values()}
    files["kanben:rule"] = (css.rule(given.tokens).encode(), "image/svg+xml")
    files["kanben:dot"] = (css.dot(given.tokens).encode(), "image/svg+xml")
    for kind in ("serif-han", "sans-han", "mono"):
        # Where a family is not there, the system would put another in its place without a word.
        fonts.find(text(given.tokens, "font", kind))
    faces = css.latin_faces(given.tokens)
    files |= {face.address: (_latin(face), "font/otf") for face in faces}
    sheets = _face_rules(given) + given.sheets.text(_sheet_names(given))
    if stressed:
        kai = fonts.subset(fonts.find(text(given.tokens, "font", "kai-han")), stressed)
        files[css.KAI_ADDRESS] = (fonts.renamed(kai, css.KAI), "font/otf")
        sheets += css.KAI_RULE
    if given.proof is not None:
        sheets += _wider_pages(given.tokens)
    if given.document.metadata.watermark:
        files[watermark.ADDRESS] = (watermark.drawn(given.document.metadata, given.tokens), "image/svg+xml")
        sheets += watermark.RULE
    standard = STANDARDS[given.options.pdf.standard, bool(given.attachments)]
    # CSS px: 96 to the inch.
    size, top = number(given.tokens, "size", "body") * 96 / 72, number(given.tokens, "page", "margin-top") * 96 / 25.4
    layout_options = LayoutOptions(
        given.options.pdf.hanging, Grid(top, size * number(given.tokens, "line", "body"), size)
    )
    return Renderer(
        css.resolve(sheets, given.tokens, given.sheets.languages), files, standard, layout_options, drawings
    )


def _warnings(given: WriterInput, renderer: Renderer) -> Warnings:
    before = _face_rules(given).count("\n")
    return Warnings(given.document, given.sheets, _sheet_names(given), before, renderer.properties())


def _face_rules(given: WriterInput) -> str:
    return "\n".join(face.rule() for face in css.latin_faces(given.tokens))


def _sheet_names(given: WriterInput) -> Sequence[str]:
    return css.PRINT_SHEETS if given.edition.for_print else css.PRINT_SHEETS[:2]


def _latin(face: css.LatinFace) -> bytes:
    file = fonts.find(face.family, bold=face.bold, italic=face.italic)
    return fonts.renamed(file.path.read_bytes(), face.name, file.index)


def _wider_pages(tokens: Tokens) -> str:
    """Pages with room beside the text for a proof's remarks; the text is as wide as in the release."""
    width, height = number(tokens, "page", "width"), number(tokens, "page", "height")
    margin = number(tokens, "page", "margin-outside") + MARGIN
    return (
        f"@page {{ size: {width + MARGIN}mm {height}mm; margin-right: {margin}mm }}"
        f" @page cover {{ margin: 0 {MARGIN}mm 0 0 }}@page turned {{ size: {height + MARGIN}mm {width}mm }}"
    )


def _with_margins(data: bytes, given: WriterInput, renderer: Renderer, places: Sequence[PagePlaces]) -> bytes:
    """The pages with what a proof shows laid over them."""
    tokens = given.tokens
    inside, outside = number(tokens, "page", "margin-inside"), number(tokens, "page", "margin-outside")
    width, height = number(tokens, "page", "width"), number(tokens, "page", "height")
    assert given.proof is not None
    sheets = Sheets(given.proof, places, *edges(inside, width, outside))
    html = sheets.html()
    sizes = (
        f"@page {{ size: {width + MARGIN}mm {height}mm; margin: 0 }}"
        f" @page wide {{ size: {height + MARGIN}mm {width}mm }}"
        f" .proof section {{ height: {height}mm }} .proof section.wide {{ height: {width}mm }}"
    )
    rules = css.resolve(given.sheets.text(("base.css", "proof.css")), tokens, given.sheets.languages)
    return overlay.lay_over(data, renderer.sheets(html, sizes + rules), sheets.comments)
