"""Knows what properties of runs and paragraphs say that a source has signs for; must not know what they are of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark
from pipeline.formats.docx.pieces import style_of

_TOGGLES = {clark("w:b"): "strong", clark("w:i"): "emphasis", clark("w:strike"): "strikeout"}
_RAISED = {"superscript": "superscript", "subscript": "subscript"}


def formats_of(properties: Element | None) -> frozenset[str]:
    """The direct formats of a run that Markdown has a sign for."""
    found = set()
    for child in () if properties is None else properties:
        value = str(child.get(clark("w:val"), ""))
        kind = _RAISED.get(value) if child.tag == clark("w:vertAlign") else _TOGGLES.get(str(child.tag))
        if kind and value not in ("0", "false"):
            found.add(kind)
    return frozenset(found)


HEADING = re.compile(r"heading[1-9]")
_BLOCKS = {"box": "box", "blocktext": "quotation", "summary": "summary", "definition": "definition"}


@dataclass(frozen=True)
class ParagraphStyle:
    """The name of a style of paragraphs, and what these are of where that can be told from it."""

    name: str = ""
    block: str = ""


PLAIN = ParagraphStyle()


def key_of(style: str) -> str:
    """The name of a style as programs agree on it."""
    return style.replace(" ", "").casefold()


def styles_of(styles: Element | None) -> dict[str, ParagraphStyle]:
    """The styles of paragraphs by their ids, by no id that of a paragraph that names none: programs change the ids of
    styles and keep their names."""
    found: dict[str, ParagraphStyle] = {}
    for style in () if styles is None else styles.iterfind("w:style", NAMESPACES):
        name = style.find("w:name", NAMESPACES)
        said = "" if name is None else str(name.get(clark("w:val"), ""))
        key = key_of(said)
        block = key if HEADING.fullmatch(key) else _BLOCKS.get("box" if key.startswith("box") else key, "")
        ids = [str(style.get(clark("w:styleId")))]
        if style.get(clark("w:type")) == "paragraph" and style.get(clark("w:default")) in ("1", "true", "on"):
            ids.append("")
        found |= dict.fromkeys(ids, ParagraphStyle(said, block))
    return found


def style_before(paragraph: Element) -> str:
    """The id of the style that a paragraph had before tracked changes (17.13.5.29)."""
    old = paragraph.find("w:pPr/w:pPrChange/w:pPr", NAMESPACES)
    style = None if old is None else old.find("w:pStyle", NAMESPACES)
    if old is None:
        return style_of(paragraph)
    return "" if style is None else str(style.get(clark("w:val")))


def numbering_of(paragraph: Element) -> tuple[int, str]:
    """How deep in lists a paragraph stands, 0 for in none, and the number of its list (17.9)."""
    number = paragraph.find("w:pPr/w:numPr/w:numId", NAMESPACES)
    name = "0" if number is None else str(number.get(clark("w:val"), "0"))
    level = paragraph.find("w:pPr/w:numPr/w:ilvl", NAMESPACES)
    depth = "0" if level is None else str(level.get(clark("w:val"), "0"))
    return (0, "") if name == "0" or not depth.isdecimal() else (int(depth) + 1, name)
