"""Knows what properties of runs and paragraphs say that a source has signs for; must not know what they are of."""

from __future__ import annotations

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark

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


_BLOCKS = {"box": "box", "blocktext": "quotation", "summary": "summary", "definition": "definition"}


def blocks_of(styles: Element | None) -> dict[str, str]:
    """What paragraphs of each style are of, by its id, where that can be told from a style: programs change the ids of
    styles and keep their names."""
    found = {}
    for style in () if styles is None else styles.iterfind("w:style", NAMESPACES):
        name = style.find("w:name", NAMESPACES)
        said = "" if name is None else str(name.get(clark("w:val"), "")).replace(" ", "").casefold()
        block = _BLOCKS.get("box" if said.startswith("box") else said)
        if block:
            found[str(style.get(clark("w:styleId")))] = block
    return found


def numbering_of(paragraph: Element) -> tuple[int, str]:
    """How deep in lists a paragraph stands, 0 for in none, and the number of its list (17.9)."""
    number = paragraph.find("w:pPr/w:numPr/w:numId", NAMESPACES)
    name = "0" if number is None else str(number.get(clark("w:val"), "0"))
    level = paragraph.find("w:pPr/w:numPr/w:ilvl", NAMESPACES)
    depth = "0" if level is None else str(level.get(clark("w:val"), "0"))
    return (0, "") if name == "0" or not depth.isdecimal() else (int(depth) + 1, name)
