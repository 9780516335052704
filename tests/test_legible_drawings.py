"""Drawings of the e-book as they are on a narrow screen: no type is too small to be read, and what is wider is reached."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.formats.epub.drawings import keep_legible
from tests.small import epub

_FIGURE = '<figure><div class="figure-scroll">{}</div><figcaption><span class="label">图 1</span></figcaption></figure>'
_OPEN = '<svg xmlns="http://www.w3.org/2000/svg" width="600" {}>'


def _kept(opening: str, inside: str) -> tuple[str | None, str | None, str | None]:
    drawn = _OPEN.format(opening) + inside + "</svg>"
    figure = etree.fromstring(_FIGURE.format(drawn))
    keep_legible(figure, "zh")
    holder, drawing = figure[0], figure[0][0]
    return drawing.get("style"), holder.get("tabindex"), holder.get("aria-label")


@pytest.mark.parametrize(
    ("opening", "inside", "least"),
    [
        ('viewBox="0 0 600 9" font-size="12.5"', "<text>a</text>", "444"),
        ('viewBox="0 0 600 9" font-size="14px"', '<g font-size="10px"><text>a</text></g><text>b</text>', "555"),
        # In other units than px, and where a style says the size, or a part of the text has one of its own.
        ('viewBox="0,0,1200,9" font-size="25"', "<text>a</text>", "444"),
        ('viewBox="0 0 600 9"', '<text style="fill: red; font-size: 10px">a</text>', "555"),
        ('viewBox="0 0 600 9" font-size="20"', '<text><tspan font-size="10">a</tspan></text>', "555"),
        # What is not known, and what was drawn too small.
        ('viewBox="0 0 600 9"', "<text>a</text>", "600"),
        ('viewBox="0 0 600 9"', '<text font-size="1em">a</text>', "600"),
        ('viewBox="0 0 600 9" font-size="6"', "<text>a</text>", "925"),
    ],
)
def test_a_drawing_is_as_wide_as_its_type_wants(opening: str, inside: str, least: str) -> None:
    style, stop, name = _kept(opening, inside)
    assert (style, stop, name) == (f"--least:{least}px", "0", "图形")


@pytest.mark.parametrize(
    ("opening", "inside"),
    [
        ('viewBox="0 0 600 9"', "<path/>"),
        ('viewBox="0 0 600 9"', "<text> </text>"),
        ('viewBox="0 0 250 9" font-size="12"', "<text>a</text>"),
    ],
)
def test_what_every_screen_has_room_for_stays(opening: str, inside: str) -> None:
    assert _kept(opening, inside) == (None, None, None)


def test_a_style_of_its_own_stays() -> None:
    style, _, _ = _kept('viewBox="0 0 600 9" font-size="12.5" style="fill: red;"', "<text>a</text>")
    assert style == "fill: red;--least:444px"


def test_a_book_keeps_its_drawings_legible() -> None:
    text = """\
# 节 {#sec-a en="A"}

见[@fig-f]。

``` {.figure #fig-f}
kind: timeline
caption: {zh: 图, en: Figure}
alt: {zh: 三事。, en: Three events.}
credit: {zh: 自制, en: Own}
events:
  - {date: 2019-03, label: {zh: 开始, en: Start}}
  - {date: 2021-05, label: {zh: 中途, en: Middle}}
  - {date: 2024-06-01, label: {zh: 结束, en: End}}
```
"""
    files = epub(text)
    pages = [etree.fromstring(data) for name, data in files.items() if name.endswith(".xhtml")]
    drawings = [one for page in pages for one in page.iterfind(".//{*}figure//{*}svg")]
    assert [one.get("style", "").startswith("--least:") for one in drawings] == [True]
    assert b".figure-scroll>svg{min-width:var(--least)}" in files["EPUB/css/report.css"]
