"""Knows which paragraphs and rows of a Word file keep with the next (ECMA-376, part 1, 17.3.1.15); must not know its
text beyond how it ends."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w

_UNDER_TABLES = "TableNote"
_ANNOUNCING = ("：", ":")
_ENDING = "□"
"""The end of a proof, which stands on a line of its own behind a formula."""


def keep_together(body: Element) -> None:
    """Keep the head of a table with two rows, its last two rows with notes and source, what announces a list or a
    formula with that, and what ends a proof with the sign of its end."""
    for table in body.iter(clark("w:tbl")):
        rows = table.findall("w:tr", NAMESPACES)
        heads = sum(row.find("w:trPr/w:tblHeader", NAMESPACES) is not None for row in rows)
        under, _ = under_table(table)
        kept = [*rows[: heads + 1], *rows[-2:-1], *(rows[-1:] if under else [])]
        for row in dict.fromkeys(kept if under else [row for row in kept if row is not rows[-1]]):
            _keep(row.iter(clark("w:p")))
        _keep(under[:-1])
    for paragraph in body.findall("w:body/w:p", NAMESPACES):
        said = "".join(text.text or "" for text in paragraph.iter(clark("w:t")))
        before = paragraph.getprevious()
        if said.endswith(_ANNOUNCING):
            _keep([paragraph])
        if said.strip() == _ENDING and before is not None:
            _keep(before.iter(clark("w:p")))


def under_table(table: Element) -> tuple[list[Element], Element | None]:
    """The notes and the source under a table, and what follows them."""
    notes: list[Element] = []
    for element in table.itersiblings():
        if "bookmark" in str(element.tag):
            continue
        if style_of(element) != _UNDER_TABLES:
            return notes, element
        notes.append(element)
    return notes, None


def style_of(paragraph: Element) -> str:
    """The id of the style of a paragraph; nothing where it has none."""
    style = paragraph.find("w:pPr/w:pStyle", NAMESPACES)
    return style.get(clark("w:val"), "") if style is not None else ""


def paragraph_properties(paragraph: Element) -> Element:
    """The properties of a paragraph, which are made where it has none."""
    properties = paragraph.find("w:pPr", NAMESPACES)
    if properties is None:
        properties = w("pPr")
        paragraph.insert(0, properties)
    return properties


def _keep(paragraphs: Iterable[Element]) -> None:
    for paragraph in paragraphs:
        properties = paragraph_properties(paragraph)
        if properties.find("w:keepNext", NAMESPACES) is None:
            # In the order of the schema (17.3.1.26): after the style.
            properties.insert(1 if properties.find("w:pStyle", NAMESPACES) is not None else 0, w("keepNext"))
