"""Knows what holds over whole pages of a Word file: sections, and rows that are not broken; must not know its text."""

from __future__ import annotations

import copy

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w


def hold_rows(body: Element) -> None:
    """Rows do not break over pages (17.4.6), but for the one row of a box."""
    boxes = [table for table in body.iterfind(".//w:tbl", NAMESPACES) if _is_box(table)]
    box_rows = {row for box in boxes for row in box.iterfind("w:tr", NAMESPACES)}
    for row in body.iter(clark("w:tr")):
        if row in box_rows:
            continue
        properties = row.find("w:trPr", NAMESPACES)
        if properties is None:
            properties = w("trPr")
            row.insert(0 if row.find("w:tblPrEx", NAMESPACES) is None else 1, properties)
        properties.insert(0, w("cantSplit"))


def _is_box(table: Element) -> bool:
    style = table.find("w:tblPr/w:tblStyle", NAMESPACES)
    return style is not None and str(style.get(clark("w:val"))).startswith("Box")


def number_notes(body: Element, *, by_page: bool) -> None:
    """Let notes be numbered anew on each page, in the last section, which all others are made after (17.11.19)."""
    last = body.find("w:body/w:sectPr", NAMESPACES)
    if by_page and last is not None:
        references = len(last.findall("w:headerReference", NAMESPACES)) + len(
            last.findall("w:footerReference", NAMESPACES)
        )
        last.insert(references, w("footnotePr", w("numRestart", val="eachPage")))


def finish_sections(body: Element) -> None:
    """Give the sections round a turned table the page, headers and footers of the last section (17.6.17)."""
    last = body.find("w:body/w:sectPr", NAMESPACES)
    if last is None:
        return
    sections = body.findall(".//w:pPr/w:sectPr", NAMESPACES)
    columns_last = bool(sections) and _has_columns(sections[-1])
    for number, own in enumerate(sections):
        made = copy.deepcopy(last)
        if number:
            # The page after the cover is no first page again.
            _drop_title_page(made)
        if own.find("w:pgSz", NAMESPACES) is not None:
            _turn(made)
        columns = own.find("w:cols", NAMESPACES)
        if columns is not None:
            _set_columns(made, columns)
        elif number and _has_columns(sections[number - 1]):
            _go_on(made)
        parent = own.getparent()
        if parent is not None:
            parent.replace(own, made)
    if sections:
        _drop_title_page(last)
    if sections and columns_last:
        _go_on(last)


def _has_columns(section: Element) -> bool:
    return section.find("w:cols", NAMESPACES) is not None


def _set_columns(section: Element, columns: Element) -> None:
    _go_on(section)
    for own in section.findall("w:cols", NAMESPACES):
        section.remove(own)
    # In the order of the schema (17.6.17): behind the margins.
    margins = section.find("w:pgMar", NAMESPACES)
    if margins is not None:
        margins.addnext(copy.deepcopy(columns))


def _go_on(section: Element) -> None:
    """Let a section begin where the one before it ends (17.6.22)."""
    size = section.find("w:pgSz", NAMESPACES)
    if size is not None and section.find("w:type", NAMESPACES) is None:
        size.addprevious(w("type", val="continuous"))


def _drop_title_page(section: Element) -> None:
    for title in section.findall("w:titlePg", NAMESPACES):
        section.remove(title)


def _turn(section: Element) -> None:
    """Put the page of a section on its side."""
    size = section.find("w:pgSz", NAMESPACES)
    if size is not None:
        width, height = size.get(clark("w:w"), ""), size.get(clark("w:h"), "")
        size.set(clark("w:w"), height)
        size.set(clark("w:h"), width)
        size.set(clark("w:orient"), "landscape")
