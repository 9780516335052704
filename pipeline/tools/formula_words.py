"""Knows how words in letters of another face, as Chinese ones, stand in a formula that ziamath draws; must not know
documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from ziafont.fonttypes import BBox
from ziamath.drawable import Drawable, Glyph
from ziamath.nodes.mnode import Mnode
from ziamath.zmath import Math

if TYPE_CHECKING:
    from pipeline.tools.formula import Outline

_TAG = "kanben-words"
_ROWS = ("math", "mrow", "mstyle", "mpadded", "mtd", "msqrt")
_TEXTS = ("mtext", "mi", "mn", "mo", "ms")
# The box of a Chinese character above and below the baseline, in em.
_ASCENT, _DESCENT = 0.84, 0.1


class MathWithWords(Math):
    """A formula of a size in px, with the outlines of letters that its own face has not.

    ziamath makes the nodes itself, from elements that hold text alone; they find the outlines at their root.
    """

    def __init__(self, mathml: ElementTree.Element, outlines: Mapping[str, Outline], size: float) -> None:
        self.outlines = outlines
        super().__init__(_with_words(mathml, outlines), size=size)


def _with_words(mathml: ElementTree.Element, outlines: Mapping[str, Outline]) -> ElementTree.Element:
    """Mark the elements of a formula that hold such letters, neighbours of them as one."""
    for parent in list(mathml.iter()):
        for child in list(parent):
            if _name(child) not in _TEXTS or not any(letter in outlines for letter in child.text or ""):
                continue
            index = list(parent).index(child)
            before = parent[index - 1] if index else None
            if before is not None and before.tag == _TAG and _name(parent) in _ROWS:
                before.text = (before.text or "") + (child.text or "")
                parent.remove(child)
            else:
                child.tag = _TAG
    return mathml


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


class _Letter(Drawable):
    """A letter of another face at a size in px."""

    def __init__(self, outline: Outline, size: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.outline, self.size = outline, size
        self.bbox = BBox(0, outline.advance * size / outline.units, -_DESCENT * size, _ASCENT * size)

    def draw(self, x: float, y: float, svg: ElementTree.Element) -> tuple[float, float]:
        scale = self.size / self.outline.units
        path = {"d": self.outline.path, "transform": f"translate({x:.3f} {y:.3f}) scale({scale:.5f} {-scale:.5f})"}
        ElementTree.SubElement(svg, "path", path)
        return x + self.bbox.xmax, y


class _Words(Mnode, tag=_TAG):
    """Words, upright; letters and digits that the formula's face has are its own."""

    def __init__(self, element: ElementTree.Element, parent: Mnode, **options: object) -> None:
        super().__init__(element, parent, **options)
        outlines = _outlines(self)
        x, low, high = 0.0, 0.0, 0.0
        for letter in element.text or "":
            drawn: Drawable
            if letter in outlines:
                drawn = _Letter(outlines[letter], self.glyphsize)
                advance = drawn.bbox.xmax
            else:
                glyph = self.font.findglyph(letter, self.style.mathvariant)
                drawn = Glyph(glyph, letter, self.glyphsize, self.style)
                advance = self.units_to_points(glyph.advance())
            self.nodes.append(drawn)
            self.nodexy.append((x, 0))
            x, low, high = x + advance, min(low, drawn.bbox.ymin), max(high, drawn.bbox.ymax)
        self.bbox = BBox(0, x, low, high)


def _outlines(node: Mnode) -> Mapping[str, Outline]:
    """The outlines of the formula that a node is part of."""
    root: Mnode | Math = node
    while isinstance(root, Mnode):
        root = root.parent
    assert isinstance(root, MathWithWords)
    return root.outlines
