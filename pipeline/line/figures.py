"""Knows how the figures of a report are drawn alone, in each language, with a page to look at them; must not know
formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.core.files import write_all
from pipeline.core.languages import Languages
from pipeline.core.model import FigureBlock, Metadata
from pipeline.core.pictures import Drawing
from pipeline.core.result import Progress, Result
from pipeline.figures import pixels, workshop
from pipeline.figures.kind import DrawingContext
from pipeline.formats.hypertext.drawings import picture_of
from pipeline.formats.hypertext.elements import Element, new, serialize_html
from pipeline.line.outputs import GENERATOR, SHEET, drawn
from pipeline.line.session import Session
from pipeline.styling.tokens import text
from pipeline.tools import raster

_DPI = 300
_STYLE = (
    "body{font-family:sans-serif;margin:2rem}"
    "td,th{padding:.8rem;vertical-align:top;text-align:left;border-top:1px solid #ccc}"
    "img{max-width:26rem}"
)


def render(session: Session, out: Path, progress: Progress) -> Result:
    """Write every figure into `out` as SVG and PNG in each language of the report and in both, with `index.html` to
    look at them."""
    progress("read")
    document = session.document
    languages = document.metadata.languages
    context = DrawingContext(
        session.project.folder, session.tokens, document.metadata.terms, document.metadata.languages
    )
    faces = pixels.faces(session.tokens)
    progress("write")
    diagnostics, rows, made = list(session.faults), list[Element](), dict[Path, bytes]()
    for block in document.inventory.figures:
        row = new("tr")
        row.append(_head(block, languages))
        for name, shown in drawn(languages).items():
            drawing, problems = workshop.draw(context, block, shown)
            # What is wrong with a figure is wrong in each language; the drawing in all is the largest.
            diagnostics += problems if shown == tuple(languages) else ()
            for suffix, data in _files(drawing, faces, text(session.tokens, "font", "sans-han")):
                made[out / f"{block.id}.{name}{suffix}"] = data
            row.append(_cell(drawing, name, languages))
        rows.append(row)
    made[out / SHEET] = _page(document.metadata, rows).encode()
    write_all(made)
    return Result(tuple(diagnostics), (out / SHEET,))


def _files(drawing: Drawing | None, faces: Sequence[Path], family: str) -> Iterator[tuple[str, bytes]]:
    """The files of a drawing by suffix, the one to be looked at first."""
    if drawing is None:
        return
    file = picture_of(drawing)
    yield Path(file.name).suffix, file.data
    if drawing.svg:
        across = raster.pixels_across(drawing.width, drawing.height, _DPI)
        yield ".png", raster.png_from_svg(drawing.svg, across, faces, family)


def _head(block: FigureBlock, languages: Languages) -> Element:
    """What a row is about: the figure's id, kind, place and captions, one under the other."""
    head = new("th", block.id, scope="row")
    place = new("small", f"{block.kind} · {block.span.file}:{block.span.line}")
    head.extend((new("br"), place, new("br"), new("br")))
    head[2].tail, head[3].tail = languages.first(block.caption), languages.second(block.caption)
    return head


def _cell(drawing: Drawing | None, name: str, languages: Languages) -> Element:
    cell = new("td")
    if drawing is not None:
        suffix = Path(picture_of(drawing).name).suffix
        cell.append(new("img", src=f"{drawing.id}.{name}{suffix}", alt=languages.first(drawing.alt)))
    return cell


def _page(metadata: Metadata, rows: Sequence[Element]) -> str:
    """A table of all figures, a line of text for each row."""
    head, body, table, columns, drawings = (new(tag) for tag in ("head", "body", "table", "tr", "tbody"))
    head.extend(
        (
            new("meta", charset="utf-8"),
            new("meta", name="generator", content=GENERATOR),
            new("title", metadata.languages.first(metadata.title)),
            new("style", _STYLE),
        )
    )
    columns.extend(new("th", name, scope="col") for name in ("", *drawn(metadata.languages)))
    titles = new("thead")
    titles.append(columns)
    drawings.extend(rows)
    table.extend((titles, drawings))
    body.extend((new("h1", metadata.languages.first(metadata.title)), table))
    root = new("html", lang=metadata.languages.tag)
    root.extend((head, body))
    for line in (head, *body, titles, *rows[:-1]):
        line.tail = "\n"
    return f"<!DOCTYPE html>\n{serialize_html(root)}\n"
