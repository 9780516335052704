"""Knows how Word counts headings (ECMA-376, part 1, 17.9), so that it comes to the numbers of the document; must not
know
how numbers are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from pipeline.core.numbers import SECTION, Number
from pipeline.formats.docx.styles import HEADING_NUMBERING, W

# Lists of our own are numbered from here; pandoc's are below.
_FIRST_LIST = 2000
_LEVELS = 4


def restart_lists(body: etree._Element, numbering: etree._Element, numbers: Sequence[Number]) -> None:
    """Count the headings below each unnumbered one in a list of its own, which begins anew (`w:lvlOverride`, 17.9.8).

    `numbers` are those of the document, in order; the headings of the body are the same, in the same order.
    """
    sections = [number for number in numbers if number.kind == SECTION]
    lists: dict[str, tuple[int, int]] = {}
    for paragraph, number in zip(_headings(body), sections, strict=True):
        if number.group:
            id_, _ = lists.setdefault(number.group, (_FIRST_LIST + len(lists), number.start))
            _set_list(paragraph, id_, len(number.parts) - 1)
    for id_, start in lists.values():
        numbering.append(_list(id_, start))


def _headings(body: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs in the styles of numbered headings."""
    for paragraph in body.iter(f"{{{W}}}p"):
        style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
        name = str(style.get(f"{{{W}}}val")) if style is not None else ""
        if name.startswith("Heading") and name[7:].isdigit():
            yield paragraph


def _set_list(paragraph: etree._Element, id_: int, level: int) -> None:
    properties = paragraph.find(f"{{{W}}}pPr")
    assert properties is not None
    made = etree.Element(f"{{{W}}}numPr")
    etree.SubElement(made, f"{{{W}}}ilvl", {f"{{{W}}}val": str(level)})
    etree.SubElement(made, f"{{{W}}}numId", {f"{{{W}}}val": str(id_)})
    # Behind the style (17.3.1.26, the order of CT_PPrBase); what may stand between the two does not stand on headings.
    properties.insert(1, made)


def _list(id_: int, start: int) -> etree._Element:
    """A list over the numbers of headings whose levels from `start` on begin anew; those above go on."""
    made = etree.Element(f"{{{W}}}num", {f"{{{W}}}numId": str(id_)})
    etree.SubElement(made, f"{{{W}}}abstractNumId", {f"{{{W}}}val": str(HEADING_NUMBERING)})
    for level in range(start, _LEVELS):
        override = etree.SubElement(made, f"{{{W}}}lvlOverride", {f"{{{W}}}ilvl": str(level)})
        etree.SubElement(override, f"{{{W}}}startOverride", {f"{{{W}}}val": "1"})
    return made
