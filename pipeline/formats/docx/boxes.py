"""Knows how a box stands in Word: as paragraphs on a ground of colour between two rules (ECMA-376, part 1, 17.3.1.24
and 17.3.1.31), of what came as a table of one cell; must not know its text.

A table would be one for layout, which those who listen to a page are told of, and does not go on at the next page. The
rules are on the first and the last paragraph, and the sides have the colour of the ground: how paragraphs are set in
changes nothing then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.core.vocabulary import CALLOUT_COLORS
from pipeline.formats.docx.breaks import BAND, box_style
from pipeline.formats.docx.keeping import paragraph_properties, style_of
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w
from pipeline.styling.tokens import Tokens, text

_INDENT, _HANGING = 200, 420
_PADDING, _LARGEST_PADDING = 6, 31
_SIDE = 8
_FURTHER = (_LARGEST_PADDING - _SIDE) * 20
"""How much further in a paragraph can begin whose ground is as wide as that of the others."""
_WHITE = 200
_TITLES = 20
"""Padding over and under the titles of a cover, and of a box; in points, the largest that Word takes. Indents, and the
white outside of a box, are in twentieths of a point."""


@dataclass(frozen=True)
class Ground:
    """The colours of a box: of its rules, and of what is behind its text."""

    rule: str
    fill: str
    padding: int = _PADDING

    def border(self, side: str, space: int = 1, *, is_rule: bool = False) -> Element:
        """A rule of the box, or white that looks like the ground."""
        width = {"top": 24, "bottom": 4}[side] if is_rule else 4
        return w(side, val="single", sz=width, space=space, color=self.rule if is_rule else self.fill)


class _Look(NamedTuple):
    """The white before and after the paragraphs of a style, and how far in they are, in twentieths of a point."""

    before: int = 0
    after: int = 0
    left: int = 0


def grounds(tokens: Tokens) -> Mapping[str, Ground]:
    """The grounds of boxes by the names that they come under."""

    def color(name: str) -> str:
        return text(tokens, "color", name).lstrip("#")

    made = {
        _name(box_style([class_])): Ground(color(name), color(f"{name}-soft"))
        for class_, name in (("", "warm"), *CALLOUT_COLORS.items())
    }
    return {**made, _name(BAND): Ground(color("accent-strong"), color("accent-strong"), _TITLES)}


def open_boxes(body: Element, styles: Element, known: Mapping[str, Ground]) -> None:
    """Put what is in each box in its place, the inner ones first: they keep the grounds that they have."""
    looks = {str(one.get(clark("w:styleId"))): _look(one) for one in styles.iterfind("w:style", NAMESPACES)}
    for table in reversed(list(body.iter(clark("w:tbl")))):
        style = table.find("w:tblPr/w:tblStyle", NAMESPACES)
        ground = known.get(str(style.get(clark("w:val")))) if style is not None else None
        cell = table.find("w:tr/w:tc", NAMESPACES)
        if ground is None or cell is None:
            continue
        content = [part for part in cell if part.tag != clark("w:tcPr")]
        for part in content:
            table.addprevious(part)
        parent = table.getparent()
        assert parent is not None
        parent.remove(table)
        _lay(content, ground, looks)


def _lay(content: Sequence[Element], ground: Ground, looks: Mapping[str, _Look]) -> None:
    blocks = [part for part in content if part.tag in (clark("w:p"), clark("w:tbl"))]
    for place, block in enumerate(blocks):
        is_first, is_last = place == 0, place == len(blocks) - 1
        if block.tag == clark("w:tbl"):
            _shade_cells(block, ground)
            if block.find("w:tblPr/w:tblStyle", NAMESPACES) is None:
                _rule_cells(block, ground, is_first=is_first, is_last=is_last)
            continue
        is_under_table = not is_first and blocks[place - 1].tag == clark("w:tbl")
        properties = paragraph_properties(block)
        if properties.find("w:shd", NAMESPACES) is None:
            look = looks.get(style_of(block), _Look())
            before = max(look.before, _PADDING * 20) if is_under_table else look.before
            further = _set_in(properties, look.left)
            properties.append(_borders(ground, (is_first, is_last), (before, look.after), further))
            properties.append(w("shd", val="clear", color="auto", fill=ground.fill))
        _set_apart(properties, is_first=is_first, is_last=is_last)


def _borders(ground: Ground, ends: tuple[bool, bool], white: tuple[int, int], further: int) -> Element:
    """The rules of a paragraph that begins further in; the white between two is ground too."""
    made = w("pBdr")
    for side, is_end, room in zip(("top", "bottom"), ends, white, strict=True):
        if is_end:
            made.append(ground.border(side, ground.padding, is_rule=True))
        elif room >= 20:
            made.append(ground.border(side, min(room // 20, _LARGEST_PADDING)))
    made.insert(1 if made.find("w:top", NAMESPACES) is not None else 0, ground.border("left", _SIDE + further // 20))
    made.append(ground.border("right", _SIDE))
    return made


def _set_in(properties: Element, left: int) -> int:
    """Within the sides, and as far in as its style or its level asks; how far in it begins beside others, which its
    ground reaches over. What is deeper than that hangs out of its text to there."""
    indent = properties.find("w:ind", NAMESPACES)
    if indent is None:
        indent = w("ind")
        properties.append(indent)
    level = properties.find("w:numPr/w:ilvl", NAMESPACES)
    depth = 0 if level is None else int(str(level.get(clark("w:val"))))
    further = min(left if level is None else _HANGING * depth, _FURTHER)
    text = further if level is None else _HANGING * (depth + 1)
    indent.set(clark("w:left"), str(_INDENT + text))
    indent.set(clark("w:right"), str(_INDENT))
    if text > further:
        indent.set(clark("w:hanging"), str(text - further))
    return further


def _set_apart(properties: Element, *, is_first: bool, is_last: bool) -> None:
    """White outside of the box, none between its paragraphs."""
    spacing = properties.find("w:spacing", NAMESPACES)
    if spacing is None:
        spacing = w("spacing")
        properties.append(spacing)
    spacing.set(clark("w:before"), str(_WHITE if is_first else 0))
    spacing.set(clark("w:after"), str(_WHITE if is_last else 0))


def _shade_cells(table: Element, ground: Ground) -> None:
    for cell in table.iter(clark("w:tc")):
        properties = cell.find("w:tcPr", NAMESPACES)
        if properties is None:
            properties = w("tcPr")
            cell.insert(0, properties)
        if properties.find("w:shd", NAMESPACES) is None:
            properties.append(w("shd", val="clear", color="auto", fill=ground.fill))


def _rule_cells(table: Element, ground: Ground, *, is_first: bool, is_last: bool) -> None:
    """The rules of a box on a formula with its number that it begins or ends with."""
    rows = table.findall("w:tr", NAMESPACES)
    for side, row, is_end in (("top", rows[0], is_first), ("bottom", rows[-1], is_last)):
        for properties in row.iterfind("w:tc/w:tcPr", NAMESPACES) if is_end else ():
            borders = properties.find("w:tcBorders", NAMESPACES)
            if borders is None:
                borders = w("tcBorders")
                properties.append(borders)
            borders.append(ground.border(side, 0, is_rule=True))


def is_in_box(paragraph: Element) -> bool:
    """Whether a paragraph stands on a ground with rules."""
    return paragraph.find("w:pPr/w:pBdr", NAMESPACES) is not None


def _look(style: Element) -> _Look:
    """What a style asks for."""
    spacing, indent = style.find("w:pPr/w:spacing", NAMESPACES), style.find("w:pPr/w:ind", NAMESPACES)
    return _Look(_length(spacing, "before"), _length(spacing, "after"), _length(indent, "left"))


def _length(holder: Element | None, name: str) -> int:
    value = "" if holder is None else str(holder.get(clark(f"w:{name}"), ""))
    return int(value) if value.isdigit() else 0


def _name(style: str) -> str:
    return style.replace(" ", "")
