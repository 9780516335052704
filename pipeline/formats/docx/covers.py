"""Knows how the designs of covers look in Word: titles in a cell of colour, or lines in the middle; must not know what
stands on a cover."""

from __future__ import annotations

from pipeline.core.cover import foot_of_cover
from pipeline.formats.docx.breaks import BAND, BOX_END, box_start
from pipeline.tools import ast

_LINE = "Cover Line"


def foot_of(tree: ast.Doc) -> int:
    """How many lines of the cover stand at its foot, as long as they have their classes."""
    cover = next((block for block in tree.content if "cover" in getattr(block, "classes", ())), None)
    lines = [child.classes for child in cover.content] if cover is not None else []
    return len(lines) - foot_of_cover(lines)


def dressed(cover: ast.Node, foot: int) -> list[ast.Node]:
    """The blocks of a cover, in the styles of its design."""
    first = cover.content[len(cover.content) - foot] if foot else None
    if first is not None and first.attributes.get("custom-style") == _LINE:
        first.attributes["custom-style"] = "Cover Foot"
    if "cover-band" in cover.classes:
        head, rest = list(cover.content)[:-foot], list(cover.content)[-foot:]
        raw = [ast.RawBlock(text, format="openxml") for text in (box_start(BAND), BOX_END)]
        return [raw[0], ast.Div(*map(_in_band, head)), raw[1], *rest]
    if "cover-centred" in cover.classes:
        cover.content = [_styled(line, "Centred") for line in cover.content]
    return [cover]


def _in_band(line: ast.Node) -> ast.Node:
    return _styled(line, "Band")


def _styled(line: ast.Node, design: str) -> ast.Node:
    """A line in the style of a design: `Cover Title` becomes `Band Title`."""
    name = line.attributes.get("custom-style", "")
    line.attributes["custom-style"] = name.replace("Cover", design, 1)
    return line
