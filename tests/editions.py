"""Two editions of one text with as little in common as can be; run as a module, this file says what one is alone."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping

from pipeline.typesetting.options import FileOptions, Grid, LayoutOptions
from pipeline.typesetting.render import Pages, Renderer
from pipeline.typesetting.standards import FIRST, SECOND, Standard

FILL = "天地玄黄宇宙洪荒，日月盈昃辰宿列张，寒来暑往秋收冬藏。闰余成岁律吕调阳，云腾致雨露结为霜，金生丽水玉出昆冈。"
HTML = (
    '<html lang="zh-CN"><head><title>例</title></head><body>'
    f'<section id="first"><p>{FILL * 3}</p><h2 data-title="title">标题</h2><p>{FILL}<span class="note">{FILL}</span></p></section>'
    f'<section id="second" lang="zh-TW"><h2 data-title="title">标题</h2><p>{FILL * 4}</p></section></body></html>'
)
_CSS = """
@page { size: 100mm 100mm; margin: 10mm; @top-center { content: '眉' } }
body { margin: 0; font: 12px/20px FACE; text-align: justify }
p { margin: 0 }
h2 { font-size: 17px; line-height: 23px; margin: 3px 0 }
.note { float: footnote; font-size: 9px; line-height: 13px }
"""
EDITIONS: Mapping[str, tuple[str, Standard, LayoutOptions]] = {
    "grid": ("'Noto Serif CJK SC'", FIRST, LayoutOptions(grid=Grid(37.8, 20, 12))),
    "hanging": ("'Noto Sans CJK SC'", SECOND, LayoutOptions(hangs=True)),
}


def renderer(name: str) -> Renderer:
    """A renderer of an edition."""
    face, standard, options = EDITIONS[name]
    return Renderer(_CSS.replace("FACE", face), {}, standard, options)


def digest(renderer: Renderer, laid_out: Pages) -> str:
    """The SHA-256 of the PDF of a layout."""
    options = FileOptions(0, lambda marks, shown: f"{sorted(marks)} {sorted(shown)}".encode())
    data, faults = renderer.write(laid_out, laid_out.pages, options)
    assert not faults
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    alone = renderer(sys.argv[1])
    print(digest(alone, alone.lay_out(HTML)))
