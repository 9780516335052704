"""Knows what Word's lists have no room for: levels below the ninth (ECMA-376, part 1, 17.9.6), and within items what
stands in the middle of the measure; must not know what items say."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from pipeline.formats.docx.keeping import style_of
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark

_GOES_ON = "1000"
"""The list by which pandoc sets in what goes on an item."""
_DEEPEST = 8
_FIRST_COPY = 3000
_STEP = 360
"""How much further in each level below the deepest stands, in twentieths of a point."""
_AT_THE_EDGE = "TableNote"


def settle_lists(body: Element, lists: Element, styles: Element) -> None:
    """Let items of any depth be items, and tables, figures and their captions in items stand as they do elsewhere."""
    _raise_deep(body, lists)
    apart = {*_centred(styles), _AT_THE_EDGE}
    for paragraph in body.iter(clark("w:p")):
        number = paragraph.find("w:pPr/w:numPr", NAMESPACES)
        if number is None or _value(number, "w:numId") != _GOES_ON:
            continue
        holder = paragraph.getparent()
        if style_of(paragraph) in apart or (holder is not None and holder.tag == clark("w:tc") and not _is_box(holder)):
            _remove(number)
    for inset in list(body.iter(clark("w:tblInd"))):
        side = inset.getprevious()
        if side is not None and side.tag == clark("w:jc"):
            _remove(side)
        _remove(inset)


def _raise_deep(body: Element, lists: Element) -> None:
    """Make what is deeper than Word's levels an item of the deepest: in a list of its own, which stands further in."""
    kinds = {one.get(clark("w:abstractNumId")): one for one in lists.iterfind("w:abstractNum", NAMESPACES)}
    made = set[str]()
    for number in body.iter(clark("w:numPr")):
        level = number.find("w:ilvl", NAMESPACES)
        if level is None or int(_said(level)) <= _DEEPEST:
            continue
        depth, name = int(_said(level)), _value(number, "w:numId")
        level.set(clark("w:val"), str(_DEEPEST))
        if name in made or name == _GOES_ON:
            continue
        made.add(name)
        own = next(one for one in lists.iterfind("w:num", NAMESPACES) if one.get(clark("w:numId")) == name)
        kind = own.find("w:abstractNumId", NAMESPACES)
        assert kind is not None
        copy = _copy(kinds[_said(kind)], _FIRST_COPY + len(made), (depth - _DEEPEST) * _STEP)
        next(lists.iterfind("w:num", NAMESPACES)).addprevious(copy)
        kind.set(clark("w:val"), str(_FIRST_COPY + len(made)))


def _copy(kind: Element, id_: int, further: int) -> Element:
    made = deepcopy(kind)
    made.set(clark("w:abstractNumId"), str(id_))
    for one in made.findall("w:nsid", NAMESPACES):
        one.set(clark("w:val"), f"{id_:08X}")
    for indent in made.iterfind(f"w:lvl[@w:ilvl='{_DEEPEST}']/w:pPr/w:ind", NAMESPACES):
        indent.set(clark("w:left"), str(int(str(indent.get(clark("w:left"), "0"))) + further))
    return made


def _centred(styles: Element) -> Iterator[str]:
    """The styles of paragraphs that stand in the middle, by themselves or by what they are based on."""
    known = {str(one.get(clark("w:styleId"))): one for one in styles.iterfind("w:style", NAMESPACES)}
    for name, style in known.items():
        asked: Element | None = style
        while asked is not None and asked.find("w:pPr/w:jc", NAMESPACES) is None:
            asked = known.get(_value(asked, "w:basedOn"))
        if asked is not None and _value(asked, "w:pPr/w:jc") == "center":
            yield name


def _is_box(cell: Element) -> bool:
    """Whether a cell is a box on its way, whose paragraphs are no cell's."""
    style = cell.find("../../w:tblPr/w:tblStyle", NAMESPACES)
    return style is not None and _said(style).startswith("Box")


def _remove(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _value(holder: Element, path: str) -> str:
    found = holder.find(path, NAMESPACES)
    return "" if found is None else _said(found)


def _said(element: Element) -> str:
    return str(element.get(clark("w:val"), ""))
