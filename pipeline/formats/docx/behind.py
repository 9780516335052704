"""Knows how Word draws what stands behind the text, from the header of a page: the watermark of a draft, the bar of a
cover (ECMA-376, part 4, 19.1); must not know what stands on pages."""

from __future__ import annotations

from lxml import etree

from pipeline.core.scripts import is_full_width
from pipeline.formats.docx.openxml import Element, clark, w
from pipeline.styling.tokens import Tokens, number, text

_LONGEST, _HIGHEST = 440.0, 130.0  # pt
_NARROW = 0.6
_VML, _OFFICE = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office"
_NAMES = {"v": _VML, "o": _OFFICE}
# Where plain lettering stands in its shape, as Word writes it (text path 136).
_PLAIN_TEXT = (
    *("sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0"),
    *("if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7"),
    "sum @6 0 @5",
)
_STYLE = {
    "position": "absolute",
    "margin-left": "0",
    "margin-top": "0",
    "rotation": "315",
    "z-index": "-251658752",
    "mso-position-horizontal": "center",
    "mso-position-horizontal-relative": "margin",
    "mso-position-vertical": "center",
    "mso-position-vertical-relative": "margin",
}


def lettering(words: str, tokens: Tokens, page: str) -> Element:
    """A run with the words from corner to corner; `page` tells the shapes of headers apart."""
    ems = sum(1 if is_full_width(letter) else _NARROW for letter in words)
    height = min(_HIGHEST, _LONGEST / ems)
    size = {"width": f"{height * ems:.0f}pt", "height": f"{height:.0f}pt"}
    kind = _vml("shapetype", id="_x0000_t136", coordsize="21600,21600", path="m@7,l@8,m@5,21600l@6,21600e", adj="10800")
    kind.set(f"{{{_OFFICE}}}spt", "136")
    formulas = _vml("formulas")
    formulas.extend(_vml("f", eqn=equation) for equation in _PLAIN_TEXT)
    kind.extend((formulas, _vml("path", textpathok="t"), _vml("textpath", on="t", fitshape="t")))
    shape = _vml(
        "shape",
        # Word and its readers know a watermark by this name.
        id=f"PowerPlusWaterMarkObject-{page}",
        type="#_x0000_t136",
        alt="",
        style=_css({**size, **_STYLE}),
        fillcolor=text(tokens, "color", "watermark"),
        stroked="f",
    )
    face = {"font-family": f'"{text(tokens, "font", "word-sans-han")}"', "font-size": "1pt"}
    shape.append(_vml("textpath", style=_css(face), string=words))
    return _picture(kind, shape)


def bar(tokens: Tokens) -> Element:
    """A run with the bar of colour at the edge of a cover."""
    size = {"width": f"{_points(tokens, 'cover', 'edge')}pt", "height": f"{_points(tokens, 'page', 'height')}pt"}
    page = {"mso-position-horizontal-relative": "page", "mso-position-vertical-relative": "page"}
    place = {"position": "absolute", "margin-left": "0", "margin-top": "0", "z-index": "-251659776"}
    color = text(tokens, "color", "accent")
    return _picture(
        _vml("rect", id="CoverEdge", alt="", style=_css({**place, **size, **page}), fillcolor=color, stroked="f")
    )


def _points(tokens: Tokens, group: str, name: str) -> str:
    return f"{number(tokens, group, name) / 25.4 * 72:.1f}"


def _picture(*shapes: Element) -> Element:
    picture = etree.Element(clark("w:pict"), nsmap=_NAMES)
    picture.extend(shapes)
    return w("r", w("rPr", w("noProof")), picture)


def _vml(name: str, **attributes: str) -> Element:
    return etree.Element(f"{{{_VML}}}{name}", attributes, nsmap=_NAMES)


def _css(values: dict[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in values.items())
