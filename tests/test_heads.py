"""Heads of tables: each cell knows its own where a head stands over others or spans several cells."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.formats.hypertext.heads import associate


def _heads(rows: str) -> dict[str, list[str]]:
    body = etree.fromstring(f"<body><div id='tbl-a'><table>{rows}</table></div></body>")
    associate(body)
    words = {head.get("id"): head.text or "" for head in body.iter("th")}
    return {cell.text or "": [words[id_] for id_ in cell.get("headers", "").split()] for cell in body.iter("td")}


def test_a_plain_table_needs_no_more_than_scope() -> None:
    plain = "<tr><td/><th scope='col'>A</th></tr><tr><th scope='row'>x</th><td>1</td></tr>"
    assert _heads(plain) == {"": [], "1": []}


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (
            "<tr><th scope='col' rowspan='2'>R</th><th scope='colgroup' colspan='2'>G</th></tr>"
            "<tr><th scope='col'>A</th><th scope='col'>B</th></tr>"
            "<tr><th scope='row'>x</th><td>1</td><td>2</td></tr>",
            {"1": ["G", "A", "x"], "2": ["G", "B", "x"]},
        ),
        (
            "<tr><th scope='col'>K</th><th scope='col'>N</th><th scope='col'>V</th></tr>"
            "<tr><th scope='rowgroup' rowspan='2'>soft</th><th scope='row'>a</th><td>1</td></tr>"
            "<tr><th scope='row'>b</th><td>2</td></tr>"
            "<tr><th scope='row'>hard</th><th scope='row'>c</th><td>3</td></tr>",
            {"1": ["V", "soft", "a"], "2": ["V", "soft", "b"], "3": ["V", "hard", "c"]},
        ),
    ],
)
def test_cells_name_the_heads_above_them_and_before_them(rows: str, wanted: dict[str, list[str]]) -> None:
    assert _heads(rows) == wanted
