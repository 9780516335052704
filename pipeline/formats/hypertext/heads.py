"""Knows which heads the cells of a table have, and says so where a head stands over others or spans several cells; must
not know what is in them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.vocabulary import part_id
from pipeline.formats.hypertext.elements import Element

_Place = tuple[range, range]
"""The rows and columns that a cell covers."""


def associate(body: Element) -> None:
    """Name the heads of each cell (HTML, 4.9.11) of tables whose heads have several levels: there the scope of a head
    alone is not understood by all that read tables aloud."""
    for number, table in enumerate(body.iter("table"), 1):
        cells = list(_placed(table))
        heads = [(cell, place) for cell, place in cells if cell.tag == "th"]
        if not _has_levels(heads):
            continue
        holder = next((str(above.get("id")) for above in table.iterancestors() if above.get("id")), "")
        for count, (head, _) in enumerate(heads, 1):
            head.set("id", head.get("id") or part_id(holder or "table", f"{number}-{count}"))
            head.set("scope", "row" if str(head.get("scope")).startswith("row") else "col")
        for cell, place in cells:
            own = [str(head.get("id")) for head, over in heads if cell is not head and _is_head(head, over, place)]
            if own and cell.tag == "td":
                cell.set("headers", " ".join(own))


def _has_levels(heads: list[tuple[Element, _Place]]) -> bool:
    rows = {rows.start for head, (rows, _) in heads if str(head.get("scope")).startswith("col")}
    columns = {columns.start for head, (_, columns) in heads if str(head.get("scope")).startswith("row")}
    return len(rows) > 1 or len(columns) > 1 or any(max(len(part) for part in place) > 1 for _, place in heads)


def _is_head(head: Element, over: _Place, place: _Place) -> bool:
    """Whether a head stands above a cell, or before it in one of its rows."""
    along, before = (0, 1) if head.get("scope") == "row" else (1, 0)
    meets = over[along].start < place[along].stop and place[along].start < over[along].stop
    return meets and over[before].start < place[before].start


def _placed(table: Element) -> Iterator[tuple[Element, _Place]]:
    """The cells of a table with the rows and columns that each covers."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(table.iter("tr")):
        column = 0
        for cell in row.iterchildren("th", "td"):
            while (number, column) in taken:
                column += 1
            down, across = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
            rows, columns = range(number, number + down), range(column, column + across)
            taken.update((one, other) for one in rows for other in columns)
            yield cell, (rows, columns)
