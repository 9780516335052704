"""Knows the print edition: front matter, numbered contents, notes at the foot; must not know WeasyPrint's inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.styling import css
from pipeline.styling.tokens import Tokens, number, text
from pipeline.tools import fonts, overlay, xmp
from pipeline.writers.base import Edition
from pipeline.writers.fragment import fragment, raster_type, replace_images
from pipeline.writers.outline import cover_of, outline, split_front
from pipeline.writers.print_body import dress_body
from pipeline.writers.print_pages import back_cover, dress_cover, front_matter, html_page, number_notes, page_numbers, section
from pipeline.writers.proof_sheets import MARGIN, Sheets, edges
from pipeline.writers.webfonts import missing_glyphs

if TYPE_CHECKING:
    from pipeline.tools.weasy.render import Renderer

FILE_SCHEME = "kanben:"
MAX_LAYOUTS = 4


def write(edition: Edition) -> tuple[bytes, Diagnostics]:
    """The report as a tagged PDF. Contents numbers come from the layout itself, in a second pass over the front matter only.

    PDF101 is reported for what WeasyPrint left out, PDF102 for characters without a glyph, PDF103 when the passes disagree.
    """
    from pipeline.tools.weasy.render import undisturbed

    with undisturbed():
        return _write(edition)


def _write(edition: Edition) -> tuple[bytes, Diagnostics]:
    from pipeline.tools.weasy.render import Extras

    document = edition.document
    body = fragment(document, shift=1)
    replace_images(body, lambda drawing: FILE_SCHEME + drawing.id, document)
    undrawn = dress_body(body, edition.tokens)
    renderer = _renderer(edition, {letter for element in body.iter("em") for part in element.itertext() for letter in str(part)})
    entries = outline(body)
    front, rest = split_front(body)
    if (cover := cover_of(body)) is not None:
        dress_cover(cover)
    last = back_cover(document.metadata) if edition.variant.for_print else ""
    lead, kind = front_matter(front, entries, {}), f"openings-{edition.pdf.openings}"
    first = renderer.lay_out(html_page(document.metadata, lead, section("body", rest, kind) + last))
    # Numbers anew on each page may be narrower, and move a line with its note.
    for _ in range(MAX_LAYOUTS if edition.pdf.notes == "page" else 0):
        if not number_notes(rest, first.anchors):
            break
        first = renderer.lay_out(html_page(document.metadata, lead, section("body", rest, kind) + last))
    starts = next((index for index, anchors in enumerate(first.anchors) if "body" in anchors), 0)
    numbers = page_numbers(first.anchors, starts)
    second = renderer.lay_out(html_page(document.metadata, front_matter(front, entries, numbers), ""))
    # A page left blank before the text, so that it begins on the right, is the first layout's.
    blank = starts > 0 and not first.anchors[starts - 1]
    pages = [*second.pages, *first.pages[starts - blank :]]
    problems = [] if len(second.pages) == starts - blank else [Diagnostic("PDF103", None, {"first": starts, "second": len(second.pages)})]
    extras = Extras(starts, lambda marks, shown: xmp.packet(document.metadata, shown, marks), edition.attachments, document.metadata.date)
    data, faults = renderer.write(first, pages, extras)
    if edition.proof is not None:
        data = _with_margins(data, edition, renderer, pages)
    problems += [Diagnostic("PDF101", None, {"reason": fault[:200]}, "weasyprint") for fault in (*faults, *undrawn)]
    problems += [
        Diagnostic("PDF102", None, {"character": character, "code": f"U+{ord(character):04X}"}, character)
        for character in missing_glyphs(body, edition.tokens)
    ]
    return data, tuple(problems)


def _renderer(edition: Edition, stressed: set[str]) -> Renderer:
    """A renderer with the design, the faces and the pictures of an edition; `stressed` are the letters set in Kai."""
    from pipeline.tools.weasy.grid import Grid
    from pipeline.tools.weasy.render import Habits, Renderer
    from pipeline.tools.weasy.standards import STANDARDS

    drawings = [drawing for drawing in edition.document.drawings if drawing.raster]
    files = {FILE_SCHEME + drawing.id: (drawing.raster, raster_type(drawing)[1]) for drawing in drawings}
    files["kanben:dot"] = (css.dot(edition.tokens).encode(), "image/svg+xml")
    faces = css.latin_faces(edition.tokens)
    files |= {face.address: (fonts.find(face.family, bold=face.bold, italic=face.italic).path.read_bytes(), "font/otf") for face in faces}
    names = ("base.css", "print.css", *(("press.css",) if edition.variant.for_print else ()))
    sheets = "\n".join(face.rule() for face in faces) + css.read_sheets(names, edition.style_folders)
    if stressed:
        files[css.KAI_ADDRESS] = (fonts.subset(fonts.find(text(edition.tokens, "font", "kai-han")), stressed), "font/otf")
        sheets += css.KAI_RULE
    if edition.proof is not None:
        sheets += _wider_pages(edition.tokens)
    standard = STANDARDS[edition.pdf.standard, bool(edition.attachments)]
    # CSS px: 96 to the inch.
    size, top = number(edition.tokens, "size", "body") * 96 / 72, number(edition.tokens, "page", "margin-top") * 96 / 25.4
    habits = Habits(edition.pdf.hanging, Grid(top, size * number(edition.tokens, "line", "body"), size))
    return Renderer(css.resolve(sheets, edition.tokens), files, standard, habits)


def _wider_pages(tokens: Tokens) -> str:
    """Pages with room beside the text for a proof's remarks; the text is as wide as in the release."""
    width, height = number(tokens, "page", "width"), number(tokens, "page", "height")
    margin = number(tokens, "page", "margin-outside") + MARGIN
    return (
        f"@page {{ size: {width + MARGIN}mm {height}mm; margin-right: {margin}mm }} @page cover {{ margin: 0 {MARGIN}mm 0 0 }}"
        f"@page turned {{ size: {height + MARGIN}mm {width}mm }}"
    )


def _with_margins(data: bytes, edition: Edition, renderer: Renderer, pages: Sequence[Any]) -> bytes:
    """The pages with what a proof shows laid over them."""
    tokens = edition.tokens
    inside, outside = number(tokens, "page", "margin-inside"), number(tokens, "page", "margin-outside")
    width, height = number(tokens, "page", "width"), number(tokens, "page", "height")
    assert edition.proof is not None
    sheets = Sheets(edition.proof, renderer.places(pages), *edges(inside, width, outside))
    html = sheets.html()
    sizes = f"@page {{ size: {width + MARGIN}mm {height}mm; margin: 0 }} @page wide {{ size: {height + MARGIN}mm {width}mm }}"
    sizes += f".proof section {{ height: {height}mm }} .proof section.wide {{ height: {width}mm }}"
    rules = css.resolve(css.read_sheets(("base.css", "proof.css"), edition.style_folders), tokens)
    return overlay.lay_over(data, renderer.sheets(html, sizes + rules), sheets.comments)


def warm_up() -> None:
    """Load WeasyPrint while another step is still at work."""
    import pipeline.tools.weasy.render  # noqa: F401
