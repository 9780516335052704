"""Knows how the figures of a report are drawn alone, in each language, with a page to look at them; must not know
formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from pipeline.core.files import write_atomically
from pipeline.core.languages import Language
from pipeline.core.model import Document, Drawing, FigureBlock
from pipeline.core.result import Progress, Result
from pipeline.figures import workshop
from pipeline.figures.kind import DrawingContext
from pipeline.line.outputs import DRAWN, SHEET
from pipeline.line.session import Session
from pipeline.styling.tokens import Tokens, text
from pipeline.tools import fonts, raster

_LANGUAGES: tuple[tuple[Language, ...], ...] = (("zh",), ("en",), ("zh", "en"))
_DPI = 300
_STYLE = (
    "body{font-family:sans-serif;margin:2rem}"
    "td,th{padding:.8rem;vertical-align:top;text-align:left;border-top:1px solid #ccc}"
    "img{max-width:26rem}"
)


def render(session: Session, out: Path, progress: Progress) -> Result:
    """Write every figure into `out` as SVG and PNG in Chinese, in English and in both, with `index.html` to look at
    them."""
    progress("read")
    document = session.document
    context = DrawingContext(session.project.source, session.tokens, document.metadata.terms)
    faces = _faces(session.tokens)
    progress("write")
    diagnostics, rows = list(session.faults), list[str]()
    for block in document.inventory.figures:
        cells = []
        for name, languages in zip(DRAWN, _LANGUAGES, strict=True):
            drawing, problems = workshop.draw(context, block, languages)
            # What is wrong with a figure is wrong in each language; the drawing in both is the largest.
            diagnostics += problems if name == DRAWN[-1] else ()
            files = {f"{block.id}.{name}{suffix}": data for suffix, data in _files(drawing, faces)}
            for file, data in files.items():
                write_atomically(out / file, data)
            cells.append(_cell(drawing, next(iter(files), "")))
        rows.append(_row(block, cells))
    write_atomically(out / SHEET, _page(document, rows).encode())
    return Result(tuple(diagnostics), (out / SHEET,))


def _faces(tokens: Tokens) -> list[Path]:
    """The font files that drawings are lettered with."""
    families = [text(tokens, "font", name) for name in ("sans-latin", "sans-han")]
    return [fonts.find(family, bold=bold).path for family in families for bold in (False, True)]


def _files(drawing: Drawing | None, faces: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """The files of a drawing by suffix, the one to be looked at first."""
    if drawing is None:
        return
    if drawing.svg:
        yield ".svg", drawing.svg.encode()
        yield ".png", raster.png_from_svg(drawing.svg, round(drawing.width / 96 * _DPI), faces)
    else:
        yield ".jpg" if drawing.raster.startswith(b"\xff\xd8") else ".png", drawing.raster


def _cell(drawing: Drawing | None, file: str) -> str:
    return f'<td><img src="{escape(file)}" alt="{escape(drawing.alt.zh)}"></td>' if drawing else "<td></td>"


def _row(block: FigureBlock, cells: Sequence[str]) -> str:
    place = f"{block.span.file}:{block.span.line}"
    kind = f"<small>{escape(block.kind)} · {escape(place)}</small>"
    head = "<br>".join((escape(block.id), kind, escape(block.caption.zh), escape(block.caption.en)))
    return f'<tr><th scope="row">{head}</th>{"".join(cells)}</tr>'


def _page(document: Document, rows: Sequence[str]) -> str:
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("", *DRAWN))
    title = escape(document.metadata.title.zh)
    return (
        f'<!DOCTYPE html>\n<html lang="{document.metadata.lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>{title}</h1>\n"
        f"<table><thead><tr>{heads}</tr></thead>\n<tbody>{chr(10).join(rows)}</tbody></table>\n</body></html>\n"
    )
