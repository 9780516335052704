"""Knows how the figures of a report are drawn alone, in each language, with a page to look at them; must not know
formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from pipeline.core.files import write_atomically
from pipeline.core.model import Document, Drawing, FigureBlock
from pipeline.core.result import Progress, Result
from pipeline.core.text import Language
from pipeline.figures import workshop
from pipeline.figures.definition import load
from pipeline.line.outputs import DRAWN, SHEET
from pipeline.line.session import Session
from pipeline.styling.tokens import text
from pipeline.tools import fonts, raster

_LANGUAGES: tuple[tuple[Language, ...], ...] = (("zh",), ("en",), ("zh", "en"))
_DPI = 300


def render(session: Session, out: Path, progress: Progress) -> Result:
    """Write every figure into `out` as SVG and PNG in Chinese, in English and in both, with `index.html` to look at
    them."""
    progress("read")
    document, tokens = session.document, session.tokens
    context = workshop.DrawingContext(session.project.source, tokens, document.metadata.terms)
    families = [text(tokens, "font", name) for name in ("sans-latin", "sans-han")]
    files = [fonts.find(family, bold=bold).path for family in families for bold in (False, True)]
    progress("write")
    diagnostics, rows = list(session.faults), list[str]()
    for block in document.inventory.figures:
        figure = load(block.definition)
        cells: list[str] = []
        for name, languages in zip(DRAWN, _LANGUAGES, strict=True):
            drawing, problems = workshop.draw_in(context, figure, block, languages)
            # What is wrong with a figure is wrong in each language; the drawing in both is the largest.
            diagnostics += problems if name == "both" else ()
            for suffix, data in _files(drawing, files) if drawing else ():
                path = out / f"{block.id}.{name}{suffix}"
                write_atomically(path, data)
            shown = (".svg" if drawing.svg else _suffix(drawing)) if drawing else ""
            cells.append(
                f'<td><img src="{escape(block.id)}.{name}{shown}" alt="{escape(drawing.alt.zh)}"></td>'
                if drawing
                else "<td></td>"
            )
        rows.append(_row(block, cells))
    write_atomically(out / SHEET, _page(document, rows).encode())
    return Result(tuple(diagnostics), (out / SHEET,))


def _files(drawing: Drawing, files: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    if drawing.svg:
        yield ".svg", drawing.svg.encode()
        yield ".png", raster.png_from_svg(drawing.svg, round(drawing.width / 96 * _DPI), files)
    else:
        yield _suffix(drawing), drawing.raster


def _suffix(drawing: Drawing) -> str:
    return ".jpg" if drawing.raster.startswith(b"\xff\xd8") else ".png"


def _row(block: FigureBlock, cells: Sequence[str]) -> str:
    figure = load(block.definition)
    caption = figure.caption.bilingual()
    place = f"{block.span.file}:{block.span.line}"
    head = f'<th scope="row">{escape(block.id)}<br><small>{escape(block.kind)} · {escape(place)}</small><br>{escape(caption.zh)}<br>{escape(caption.en)}</th>'
    return f"<tr>{head}{''.join(cells)}</tr>"


def _page(document: Document, rows: Sequence[str]) -> str:
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("", *DRAWN))
    style = "body{font-family:sans-serif;margin:2rem}td,th{padding:.8rem;vertical-align:top;text-align:left;border-top:1px solid #ccc}img{max-width:26rem}"
    return (
        f'<!DOCTYPE html>\n<html lang="{document.metadata.lang}"><head><meta charset="utf-8"><title>{escape(document.metadata.title.zh)}</title>'
        f"<style>{style}</style></head>\n<body><h1>{escape(document.metadata.title.zh)}</h1>\n"
        f"<table><thead><tr>{heads}</tr></thead>\n<tbody>{chr(10).join(rows)}</tbody></table>\n</body></html>\n"
    )
