"""Knows how a table is made ready for pages: its caption as wide as the text, its number again where it goes on; must
not know pages."""

from __future__ import annotations

from pipeline.core.languages import of_tag
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import Element, find_all, has_class, new, text_of


def set_tables(body: Element) -> None:
    """Take the captions of tables out of them, which would make them as narrow, and give each head a first row that is
    shown on further pages only (GB/T 7713.1-2006)."""
    for wrapper in [element for element in body.iter("div") if has_class(element, "table")]:
        table = wrapper.find("table")
        caption = table.find("caption") if table is not None else None
        if table is None or caption is None:
            continue
        _continue(table, caption)
        caption.tag = "div"
        caption.set("class", "table-caption")
        wrapper.insert(wrapper.index(table), caption)


def _continue(table: Element, caption: Element) -> None:
    labels = [
        (line.get("lang", ""), text_of(label))
        for line in find_all(caption, "caption")
        for label in find_all(line, "label")
    ]
    if not labels:
        return
    row = new("tr", class_="continued", aria_hidden="true")
    cell = new("th", colspan=str(_columns(table)), scope="colgroup")
    cell.extend(new("span", word("continued", of_tag(tag), label=label), lang=tag) for tag, label in labels)
    row.append(cell)
    head = table.find("thead")
    if head is None:
        head = new("thead")
        body = table.find("tbody")
        table.insert(table.index(body) if body is not None else len(table), head)
    head.insert(0, row)


def _columns(table: Element) -> int:
    """How many columns a table has: what the cells of its first row take up."""
    row = next(table.iter("tr"), None)
    return sum(int(cell.get("colspan", "1")) for cell in row) if row is not None else 1
